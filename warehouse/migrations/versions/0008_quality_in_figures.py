"""Checks say their scope, threshold and measured value, and what they check in Chinese."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

COLUMNS: tuple[tuple[str, Any, str], ...] = (
    ('description_zh', sa.String(), '检查内容(中文) | What is checked, in Chinese'),
    ('scope', sa.String(), '范围:everything 全部,touched 本次变动所及 | everything, or touched: rows of what a change touched'),
    ('threshold', sa.Double(), '阈值:超过即不合格;无则为空 | What may not be exceeded; NULL without one [as the check says]'),
    ('observed', sa.Double(), '测得的最大值;无阈值则为空 | Largest value measured; NULL without a threshold [as the check says]'),
)


def upgrade() -> None:
    """Forward."""
    for name, type_, comment in COLUMNS:
        op.add_column('fact_quality', sa.Column(name, type_, nullable=True, comment=comment))


def downgrade() -> None:
    """Back."""
    for name, _, _ in reversed(COLUMNS):
        op.drop_column('fact_quality', name)
