"""Contacts name the knowledge they were answered from; WeChat's articles have 在看, and its accounts an index."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

COLUMNS: tuple[tuple[str, str, Any, str], ...] = (
    ('fact_contact', 'knowledge_id', sa.String(), '解答所用的知识编号;未用或未说则为空 | Item of knowledge that answered it; NULL for none'),
    ('fact_contact', 'knowledge_kind', sa.String(), '知识类型:about 关于客户、from 来自客户、for 给客户;来源未说则为空 | Knowledge about, from or for customers; NULL when not said'),
    ('fact_engagement', 'wow_count', sa.BigInteger(), '累计在看(仅微信公众号) | Wows (在看) so far, of WeChat alone [wows]'),
)


def upgrade() -> None:
    """Forward."""
    for table, name, type_, comment in COLUMNS:
        op.add_column(table, sa.Column(name, type_, nullable=True, comment=comment))
    op.create_table('fact_knowledge_month',
    sa.Column('month', sa.Date(), nullable=False, comment='月份(首日) | Month (its first day)'),
    sa.Column('kind', sa.String(), nullable=False, comment='知识类型:about 关于客户、from 来自客户、for 给客户 | Knowledge about, from or for customers'),
    sa.Column('date_key', sa.Integer(), nullable=False, comment='月末日 | Last day of the month'),
    sa.Column('contact_count', sa.BigInteger(), nullable=True, comment='当月来访联系数(各类型相同,不可跨类型相加) | Contacts of the month, the same for every kind: never add over kinds [contacts]'),
    sa.Column('use_count', sa.BigInteger(), nullable=True, comment='其中引用本类知识解答的 | Of these, answered from an item of the kind [contacts]'),
    sa.Column('used_item_count', sa.BigInteger(), nullable=True, comment='当月用到的知识条数 | Items used in the month [items]'),
    sa.Column('item_count', sa.BigInteger(), nullable=True, comment='截至月末出现过的知识条数 | Items named by the end of the month [items]'),
    sa.Column('fresh_item_count', sa.BigInteger(), nullable=True, comment='其中 90 天内出现或用到的 | Of these, named or used in the last 90 days [items]'),
    sa.Column('decided_item_count', sa.BigInteger(), nullable=True, comment='其中可判再用与否的 | Of these, used again or 90 days old [items]'),
    sa.Column('reused_item_count', sa.BigInteger(), nullable=True, comment='其中 90 天内再次用到的 | Of those decided, used again within 90 days [items]'),
    sa.Column('reuse_low', sa.Double(), nullable=True, comment='再用率 95% 区间下限(Wilson) | Lower end of the 95% interval of the share [share]'),
    sa.Column('reuse_high', sa.Double(), nullable=True, comment='再用率 95% 区间上限 | Upper end of it [share]'),
    sa.Column('median_days_to_use', sa.Double(), nullable=True, comment='到再次用到的天数中位数 | Median days until used again [days]'),
    sa.Column('model_version', sa.String(), nullable=True, comment='计算方法的版本 | Version of the method'),
    comment='一行是一类客户知识在一个月的使用与再用;条目自首次被客服引用起算 | One row is one kind of customer knowledge in one month: its uses, and how much of it was used again; an item counts from the first contact that names it',
    )
    op.create_table('fact_wechat_month',
    sa.Column('account', sa.String(), nullable=False, comment="公众号假名;自有账号接口不给账号时为来源名 | Account's pseudonym; the source's name where the account's own interface names none"),
    sa.Column('month', sa.Date(), nullable=False, comment='月份(首日) | Month (its first day)'),
    sa.Column('date_key', sa.Integer(), nullable=False, comment='月末日 | Last day of the month'),
    sa.Column('article_count', sa.BigInteger(), nullable=True, comment='发文篇数 | Articles published in the month [articles]'),
    sa.Column('headline_count', sa.BigInteger(), nullable=True, comment='其中头条篇数 | Of these, headlines: first of their message [articles]'),
    sa.Column('view_count', sa.BigInteger(), nullable=True, comment='阅读数(最近一次观测);任一未知则为空 | Reads, last seen; NULL when any is unknown [views]'),
    sa.Column('wow_count', sa.BigInteger(), nullable=True, comment='在看数;任一未知则为空 | Wows (在看); NULL when any is unknown [wows]'),
    sa.Column('like_count', sa.BigInteger(), nullable=True, comment='点赞数;任一未知则为空 | Likes; NULL when any is unknown [likes]'),
    sa.Column('share_count', sa.BigInteger(), nullable=True, comment='分享数;任一未知则为空 | Shares; NULL when any is unknown [shares]'),
    sa.Column('headline_view_count', sa.BigInteger(), nullable=True, comment='头条阅读数 | Reads of headlines [views]'),
    sa.Column('most_view_count', sa.BigInteger(), nullable=True, comment='最高单篇阅读数 | Reads of the most-read article [views]'),
    sa.Column('wci', sa.Double(), nullable=True, comment='微信传播指数 WCI(V14.2,月按 30 天);缺任一部分则为空 | WCI V14.2 with a month of 30 days; NULL where a part is missing [points]'),
    sa.Column('lacking', sa.String(), nullable=True, comment='所缺部分:阅读、在看、点赞、分享、头条;不缺为空 | Parts that are missing; NULL for none'),
    sa.Column('model_version', sa.String(), nullable=True, comment='公式的版本 | Version of the formula'),
    comment='一行是一个公众号一个月的文章计数与传播指数(仅完整月份) | One row is one WeChat account in one month: counters of its articles and its index (whole months only)',
    )


def downgrade() -> None:
    """Back."""
    op.drop_table('fact_wechat_month')
    op.drop_table('fact_knowledge_month')
    for table, name, _, _ in reversed(COLUMNS):
        op.drop_column(table, name)
