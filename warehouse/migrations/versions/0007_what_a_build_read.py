"""The files of the lake that a build was made from."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('load_file',
    sa.Column('dataset', sa.String(), nullable=False, comment='数据集 | Data set of the lake'),
    sa.Column('partition', sa.String(), nullable=False, comment='分区路径 | Path of the partition within it'),
    sa.Column('file', sa.String(), nullable=False, comment='文件名(内容散列) | Name of the file, a hash of its bytes'),
    sa.Column('byte_count', sa.BigInteger(), nullable=False, comment='字节数 | Size of the file [bytes]'),
    comment='一行是本仓库由以建成的数据湖的一个文件;数据集 configuration 的一行为配置与程序的散列 | One row is one file of the lake that this warehouse was built from; the row of data set configuration holds the hash of configuration and program',
    )


def downgrade() -> None:
    """Back."""
    op.drop_table('load_file')
