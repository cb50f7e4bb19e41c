"""What most questions count by stands on the mention itself, so that none of the large tables has to be joined."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

COLUMNS: tuple[tuple[str, Any, str], ...] = (
    ('content_source', sa.String(), '读到该内容的来源 | Source that read the content'),
    ('content_kind', sa.String(), '内容的种类 | Kind of the content'),
    ('sentiment', sa.String(), '对该品牌的情感判断;弃权或未判断为空 | Verdict that counts for the brand; NULL when the model declined or did not judge'),
    ('is_complaint', sa.Boolean(), '是否投诉 | Whether the content is a complaint'),
    ('is_army_suspect', sa.Boolean(), "内容是否疑似水军 | Whether the content looks like a water army's"),
)


def upgrade() -> None:
    """Forward."""
    for name, type_, comment in COLUMNS:
        op.add_column('fact_mention', sa.Column(name, type_, nullable=True, comment=comment))


def downgrade() -> None:
    """Back."""
    for name, _, _ in reversed(COLUMNS):
        op.drop_column('fact_mention', name)
