"""A customer's month tells the segment and what sets it apart."""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

COLUMNS: tuple[tuple[str, str], ...] = (
    ('segment', '细分代号(s_0 最大);仅最近一个完整月份 | Segment, s_0 is the largest; of the latest whole month only'),
    ('segment_name', '细分的名称:该细分明显多见的习惯、提升倍数与人数 | What sets the segment apart, with lift and n'),
)


def upgrade() -> None:
    """Forward."""
    for name, comment in COLUMNS:
        op.add_column('fact_customer_month', sa.Column(name, sa.String(), nullable=True, comment=comment))


def downgrade() -> None:
    """Back."""
    for name, _ in reversed(COLUMNS):
        op.drop_column('fact_customer_month', name)
