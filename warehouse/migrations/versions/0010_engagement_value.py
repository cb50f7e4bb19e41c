"""A customer's month tells engagement value and the rank that the tier comes from."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

COLUMNS: tuple[tuple[str, Any, str], ...] = (
    ('cev', sa.Numeric(18, 2), '参与价值:终身、推荐、影响者价值之和;用于排序,不可跨客户相加(元) | Engagement value: lifetime, referral and influencer value; it ranks and is never added over customers, in yuan [CNY]'),
    ('value_rank', sa.BigInteger(), '价值名次,1 最高;客户层级由此划分 | Rank by value, 1 is the highest; the tier follows from it [rank]'),
)


def upgrade() -> None:
    """Forward."""
    for name, type_, comment in COLUMNS:
        op.add_column('fact_customer_month', sa.Column(name, type_, nullable=True, comment=comment))


def downgrade() -> None:
    """Back."""
    for name, _, _ in reversed(COLUMNS):
        op.drop_column('fact_customer_month', name)
