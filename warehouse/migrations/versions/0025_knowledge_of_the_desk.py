"""Contacts name the knowledge they were answered from; its use and reuse by month."""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

COLUMNS: tuple[tuple[str, str], ...] = (
    ('knowledge_id', '解答所用的知识编号;未用或未说则为空 | Item of knowledge it was answered from; NULL for none'),
    ('knowledge_kind', '知识类型:about 关于客户、from 来自客户、for 给客户;来源未说则为空 | Knowledge about, from or for customers; NULL when not said'),
)


def upgrade() -> None:
    """Forward."""
    for name, comment in COLUMNS:
        op.add_column('fact_contact', sa.Column(name, sa.String(), nullable=True, comment=comment))
    op.create_table('fact_knowledge_month',
    sa.Column('month', sa.Date(), nullable=False, comment='月份(首日) | Month (its first day)'),
    sa.Column('kind', sa.String(), nullable=False, comment='知识类型:about 关于客户、from 来自客户、for 给客户 | Knowledge about, from or for customers'),
    sa.Column('date_key', sa.Integer(), nullable=False, comment='月末日 | Last day of the month'),
    sa.Column('contact_count', sa.BigInteger(), nullable=True, comment='当月来访联系数(各类型相同,不可跨类型相加) | Contacts of the month, the same for every kind: never add over kinds [contacts]'),
    sa.Column('use_count', sa.BigInteger(), nullable=True, comment='其中引用本类知识解答的 | Of these, answered from an item of the kind [contacts]'),
    sa.Column('used_item_count', sa.BigInteger(), nullable=True, comment='当月用到的知识条数 | Items used in the month [items]'),
    sa.Column('item_count', sa.BigInteger(), nullable=True, comment='截至月末出现过的知识条数 | Items that a contact had named by the end of the month [items]'),
    sa.Column('fresh_item_count', sa.BigInteger(), nullable=True, comment='其中 90 天内出现或用到的 | Of these, first named or used in the last 90 days [items]'),
    sa.Column('decided_item_count', sa.BigInteger(), nullable=True, comment='其中可判是否再用的(已再用或已满 90 天) | Of these, used again or 90 days old [items]'),
    sa.Column('reused_item_count', sa.BigInteger(), nullable=True, comment='其中 90 天内再次用到的 | Of those decided, used again within 90 days [items]'),
    sa.Column('reuse_low', sa.Double(), nullable=True, comment='再用率 95% 区间下限(Wilson) | Lower end of the 95% interval of the share used again [share]'),
    sa.Column('reuse_high', sa.Double(), nullable=True, comment='再用率 95% 区间上限 | Upper end of it [share]'),
    sa.Column('median_days_to_use', sa.Double(), nullable=True, comment='到再次用到的天数中位数 | Median days until used again [days]'),
    sa.Column('model_version', sa.String(), nullable=True, comment='计算方法的版本 | Version of the method'),
    comment='一行是一类客户知识在一个月的使用与再用;条目自首次被客服引用起算 | One row is one kind of customer knowledge in one month: its uses, and how much of it was used again; an item counts from the first contact that names it',
    )


def downgrade() -> None:
    """Back."""
    op.drop_table('fact_knowledge_month')
    for name, _ in reversed(COLUMNS):
        op.drop_column('fact_contact', name)
