"""How talk spreads: repost trees, circles, who moved sentiment, evidence on audiences; more on each influencer."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

COLUMNS: tuple[tuple[str, Any, str], ...] = (
    ('core_number', sa.BigInteger(), '转发网络 k 核数 | Core number in the repost graph [ties]'),
    ('betweenness', sa.Double(), '转发网络中介中心性 | Shortest paths of others that lead over it [paths]'),
    ('h_index', sa.BigInteger(), '互动 h 指数:至今有 h 条品牌内容各获至少 h 次互动 | Largest h of contents about the brand so far with at least h interactions each [contents]'),
    ('community_id', sa.String(), '所属圈子(成员中最小的作者假名) | Circle it is in (the smallest pseudonym among its members)'),
    ('likely_impression_count', sa.BigInteger(), '可能曝光(按粉丝数估计) | Followers likely to have seen it, estimated [impressions]'),
    ('unique_reach_count', sa.BigInteger(), '去重触达:该账号的最多粉丝数 | Unique reach: its largest follower count [followers]'),
    ('bci', sa.Double(), "微博传播指数 BCI(只计本期谈及本品牌的内容);计数不全为空 | BCI of a Weibo account's contents about the brand in the period; NULL where a counter is unknown [points]"),
    ('emv_low', sa.Double(), '等值广告费下限;无价格或阅读数则为空 | What its views would have cost at least; NULL without price [emv_currency]'),
    ('emv_high', sa.Double(), '等值广告费上限 | What its views would have cost at most [emv_currency]'),
    ('emv_currency', sa.String(), '等值广告费币种(ISO 4217) | Currency of that cost (ISO 4217)'),
)


def upgrade() -> None:
    """Forward."""
    for name, type_, comment in COLUMNS:
        op.add_column('fact_influencer', sa.Column(name, type_, nullable=True, comment=comment))
    op.create_table('fact_cascade',
    sa.Column('content_key', sa.BigInteger(), nullable=False, comment='内容 | Content'),
    sa.Column('brand_key', sa.BigInteger(), nullable=False, comment='品牌;-2 为未涉及任何跟踪品牌 | Brand; -2 when no tracked brand is meant'),
    sa.Column('date_key', sa.Integer(), nullable=False, comment='原帖发布日(北京时间) | Day the original was published (Asia/Shanghai)'),
    sa.Column('platform_key', sa.BigInteger(), nullable=False, comment='平台 | Platform'),
    sa.Column('author_key', sa.BigInteger(), nullable=False, comment='作者(发布当时的版本) | Author, in the version valid at the time'),
    sa.Column('repost_count', sa.BigInteger(), nullable=False, comment='转发数(谈及本品牌者) | Reposts that mention the brand [mentions]'),
    sa.Column('author_count', sa.BigInteger(), nullable=True, comment='转发者数 | Authors who reposted [authors]'),
    sa.Column('direct_count', sa.BigInteger(), nullable=True, comment='直接转发原帖的数量 | Reposts of the original itself [mentions]'),
    sa.Column('depth', sa.BigInteger(), nullable=True, comment='最长转发链的层数 | Steps of the longest chain [steps]'),
    sa.Column('breadth', sa.BigInteger(), nullable=True, comment='同一层最多的转发数 | Most reposts at one depth [mentions]'),
    sa.Column('structural_virality', sa.Double(), nullable=True, comment='结构病毒性:任意两条间的平均距离,近 2 为一传众,越大越是口口相传 | Structural virality: mean distance between any two mentions of the tree; near 2 when all repost the original [steps]'),
    sa.Column('median_lag_minutes', sa.Double(), nullable=True, comment='转发距上文的时间中位数 | Median time between a repost and what it passes on [minutes]'),
    sa.Column('half_life_minutes', sa.Double(), nullable=True, comment='从原帖到半数转发的时间 | From the original until half of the reposts [minutes]'),
    sa.Column('span_minutes', sa.Double(), nullable=True, comment='从原帖到最后一次转发的时间 | From the original to the last repost [minutes]'),
    sa.Column('negative_lag_count', sa.BigInteger(), nullable=True, comment='早于上文的转发数(数据有误,不计入时间) | Reposts earlier than what they pass on: damaged [mentions]'),
    comment='一行是一条原帖与一个品牌的转发树 | One row is the repost tree of one original content and one brand',
    )
    op.create_table('fact_community_period',
    sa.Column('brand_key', sa.BigInteger(), nullable=False, comment='品牌;-2 为未涉及任何跟踪品牌 | Brand; -2 when no tracked brand is meant'),
    sa.Column('community_id', sa.String(), nullable=False, comment='圈子代号:成员中最小的作者假名 | Circle: the smallest pseudonym among its members'),
    sa.Column('period_start', sa.Date(), nullable=False, comment='时期首日 | First day of the period'),
    sa.Column('period_end', sa.Date(), nullable=False, comment='时期末日 | Last day of the period'),
    sa.Column('top_author_key', sa.BigInteger(), nullable=False, comment='圈内被转最多的账号;-1 为无 | Whose words were passed on most inside; -1 nobody'),
    sa.Column('member_count', sa.BigInteger(), nullable=False, comment='成员数 | Members [authors]'),
    sa.Column('inner_pair_count', sa.BigInteger(), nullable=True, comment='圈内转发关系数(有向) | Pairs inside, each direction by itself [pairs]'),
    sa.Column('mutual_pair_count', sa.BigInteger(), nullable=True, comment='圈内互相转发的关系数(有向) | Pairs inside that are answered [pairs]'),
    sa.Column('inner_passing_count', sa.BigInteger(), nullable=True, comment='圈内转发次数 | Passings-on inside [mentions]'),
    sa.Column('outer_passing_count', sa.BigInteger(), nullable=True, comment='与圈外往来的转发次数(两端各计一次) | Passings-on to or from outside; counted at both ends [mentions]'),
    sa.Column('top_passing_count', sa.BigInteger(), nullable=True, comment="其中转自圈内首位账号的次数 | Passings-on inside of the foremost member's words [mentions]"),
    sa.Column('gini', sa.Double(), nullable=True, comment='圈内被转次数的基尼系数:0 均等,近 1 集中于一人 | Gini of what members received: near 1, one has all [coefficient]'),
    sa.Column('modularity', sa.Double(), nullable=True, comment="本期全部圈子划分的模块度 | Modularity of the brand's whole partition [coefficient]"),
    sa.Column('previous_community_id', sa.String(), nullable=True, comment='上期的同一圈子;新圈子为空 | The same circle a period before; NULL for a new one'),
    sa.Column('previous_member_count', sa.BigInteger(), nullable=True, comment='该圈子上期成员数;新圈子为 0,上期无数据为空 | Its members then; 0 for a new one, NULL without a period before [authors]'),
    sa.Column('kept_count', sa.BigInteger(), nullable=True, comment='其中本期仍在的成员数 | Of these still members [authors]'),
    comment="一行是一个品牌转发网络中的一个圈子在一个时期 | One row is one circle of a brand's repost graph in one period",
    )
    op.create_table('fact_sentiment_mover',
    sa.Column('brand_key', sa.BigInteger(), nullable=False, comment='品牌;-2 为未涉及任何跟踪品牌 | Brand; -2 when no tracked brand is meant'),
    sa.Column('topic_key', sa.BigInteger(), nullable=False, comment='话题;-2 为无话题 | Topic; -2 without one'),
    sa.Column('author_key', sa.BigInteger(), nullable=False, comment="作者(期末版本);-1 为作者未知的内容合计 | Author at the period's end; -1 all whose author is unknown"),
    sa.Column('platform_key', sa.BigInteger(), nullable=False, comment='平台 | Platform'),
    sa.Column('period_start', sa.Date(), nullable=False, comment='时期首日 | First day of the period'),
    sa.Column('period_end', sa.Date(), nullable=False, comment='时期末日 | Last day of the period'),
    sa.Column('positive_count', sa.BigInteger(), nullable=True, comment='本期正面内容数(含由其带来的转发) | Positive mentions, reposts it caused included [mentions]'),
    sa.Column('neutral_count', sa.BigInteger(), nullable=True, comment='本期中性内容数(含由其带来的转发) | Neutral mentions, reposts it caused included [mentions]'),
    sa.Column('negative_count', sa.BigInteger(), nullable=True, comment='本期负面内容数(含由其带来的转发) | Negative mentions, reposts it caused included [mentions]'),
    sa.Column('previous_positive_count', sa.BigInteger(), nullable=True, comment='上期正面内容数 | Positive mentions of the period before [mentions]'),
    sa.Column('previous_neutral_count', sa.BigInteger(), nullable=True, comment='上期中性内容数 | Neutral mentions of the period before [mentions]'),
    sa.Column('previous_negative_count', sa.BigInteger(), nullable=True, comment='上期负面内容数 | Negative mentions of the period before [mentions]'),
    sa.Column('own_points', sa.Double(), nullable=True, comment='其自己的话对净情感变化的贡献 | Part of its own words in the change of net sentiment [points]'),
    sa.Column('caused_points', sa.Double(), nullable=True, comment='由其带来的转发的贡献 | Part of the reposts it caused [points]'),
    sa.Column('points', sa.Double(), nullable=True, comment='合计贡献(百分点,可相加为净情感的全部变化) | Both, in percentage points that add up to the whole change [points]'),
    sa.Column('rank', sa.BigInteger(), nullable=True, comment='名次,1 为推动最大 | Rank by size of the move, 1 is largest'),
    comment="一行是一个作者在一个话题上对一个品牌本期净情感变化的贡献 | One row is one author's part, on one topic, in the change of a brand's net sentiment against the period before",
    )
    op.create_table('fact_audience_sign',
    sa.Column('author_key', sa.BigInteger(), nullable=False, comment='作者(发布当时的版本) | Author, in the version valid at the time'),
    sa.Column('platform_key', sa.BigInteger(), nullable=False, comment='平台 | Platform'),
    sa.Column('sign', sa.String(), nullable=False, comment='看点(代号):关注过多、互动过低、互动过高、粉丝骤变、水军反应 | What was looked at (code): mass following, low or high engagement, a jump of followers, army reactions'),
    sa.Column('period_start', sa.Date(), nullable=False, comment='时期首日 | First day of the period'),
    sa.Column('period_end', sa.Date(), nullable=False, comment='时期末日 | Last day of the period'),
    sa.Column('value', sa.Double(), nullable=True, comment="该账号的数值 | The account's figure [as the sign says]"),
    sa.Column('bound', sa.Double(), nullable=True, comment='可疑的界限 | Where suspicion begins [as the sign says]'),
    sa.Column('reference', sa.Double(), nullable=True, comment='同类的通常值;界限固定则为空 | What is usual; NULL where the bound is fixed [as the sign says]'),
    sa.Column('evidence_count', sa.BigInteger(), nullable=True, comment='依据的个数 n(同类账号、观测或反应) | Peers, observations or reactions behind it, n [cases]'),
    sa.Column('is_suspicious', sa.Boolean(), nullable=False, comment='是否越过界限 | Whether it is beyond the bound'),
    comment='一行是一个上榜账号受众质量的一项证据(无论可疑与否) | One row is one piece of evidence on the audience of a ranked account, suspicious or not',
    )


def downgrade() -> None:
    """Back."""
    op.drop_table('fact_audience_sign')
    op.drop_table('fact_sentiment_mover')
    op.drop_table('fact_community_period')
    op.drop_table('fact_cascade')
    for name, _, _ in reversed(COLUMNS):
        op.drop_column('fact_influencer', name)
