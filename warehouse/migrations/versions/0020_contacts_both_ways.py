"""Contacts tell who came to whom, whether anybody answered, and which action they carried out."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

COLUMNS: tuple[tuple[str, Any, str], ...] = (
    ('direction', sa.String(), '方向:inbound 客户来访,outbound 企业外呼;来源未说则为空 | inbound: the customer came; outbound: the firm called; NULL when not said'),
    ('is_answered', sa.Boolean(), '对方是否应答:来访是否得到回复,外呼是否接通;来源未说则为空 | Whether the other side answered: the desk, or the customer called; NULL when not said'),
    ('action_kind', sa.String(), '外呼所执行的行动:retention 挽留、winback 赢回、care 关怀;其他为空 | Kind of action an outbound contact carried out; NULL for others'),
)


def upgrade() -> None:
    """Forward."""
    for name, type_, comment in COLUMNS:
        op.add_column('fact_contact', sa.Column(name, type_, nullable=True, comment=comment))


def downgrade() -> None:
    """Back."""
    for name, _, _ in reversed(COLUMNS):
        op.drop_column('fact_contact', name)
