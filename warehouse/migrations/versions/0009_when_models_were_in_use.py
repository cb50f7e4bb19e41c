"""The spans of time in which a version of a model was in use, so that figures can be told as they were known."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('model_use',
    sa.Column('model_key', sa.BigInteger(), nullable=False, comment='模型(引擎与版本) | Model: engine and version'),
    sa.Column('used_from', sa.DateTime(timezone=True), nullable=False, comment='开始采用的时间 | In use from [instant]'),
    sa.Column('used_until', sa.DateTime(timezone=True), nullable=False, comment='停止采用的时间(不含);仍在用为 9999-12-31 | In use until, exclusive; 9999-12-31 while it is [instant]'),
    comment="一行是一个模型版本被采用的一段时间;人工更正自作出时起一直有效 | One row is one span of time in which one version of a model was in use; a person's correction is from when it was made",
    )


def downgrade() -> None:
    """Back."""
    op.drop_table('model_use')
