"""Signs of identification among intents, categories of products, and knowledge that the desk used."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

INTENTS = (
    '意图:ask, buy, complain, recommend, leave;及认同标志 identify 自我关联、defend 辩护;可有多个 | Intents, and the signs identify and defend; several are possible',
    '意图:ask, buy, complain, recommend, leave;可有多个 | Intents; several are possible',
)
"""Forward and back."""
COLUMNS: tuple[tuple[str, str, Any, str], ...] = (
    ('dim_product', 'category', sa.String(), '商品类目(配置文件);未写则为空 | Category of goods of the configuration; NULL where it names none'),
)


def upgrade() -> None:
    """Forward."""
    op.execute(f"COMMENT ON COLUMN dim_content.intent IS '{INTENTS[0]}'")
    for table, name, type_, comment in COLUMNS:
        op.add_column(table, sa.Column(name, type_, nullable=True, comment=comment))


def downgrade() -> None:
    """Back."""
    for table, name, _, _ in reversed(COLUMNS):
        op.drop_column(table, name)
    op.execute(f"COMMENT ON COLUMN dim_content.intent IS '{INTENTS[1]}'")
