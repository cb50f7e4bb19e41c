"""How talk about a brand spreads: repost trees, circles, who moved sentiment, and what speaks for an audience."""

import sqlalchemy as sa

from warehouse.columns import Merge, Privacy, Refresh, column, measure, table
from warehouse.tables.authors import PERIOD_END, PERIOD_START
from warehouse.tables.shared import author_key, brand_key, content_key, date_key, flag, key_of, platform_key, text

AUDIENCE_SIGNS = ("mass_following", "low_engagement", "high_engagement", "follower_jump", "army_reactions")
"""What is looked at; crm says so again, and a test compares the two."""

fact_cascade = table(
    "fact_cascade",
    content_key(),
    brand_key(),
    date_key("原帖发布日(北京时间)", "Day the original was published (Asia/Shanghai)"),
    platform_key(),
    author_key(),
    measure("repost_count", "转发数(谈及本品牌者)", "Reposts that mention the brand", "mentions", is_nullable=False),
    measure("author_count", "转发者数", "Authors who reposted", "authors"),
    measure("direct_count", "直接转发原帖的数量", "Reposts of the original itself", "mentions"),
    measure("depth", "最长转发链的层数", "Steps of the longest chain", "steps", minimum=1),
    measure("breadth", "同一层最多的转发数", "Most reposts at one depth", "mentions", minimum=1),
    measure(
        "structural_virality",
        "结构病毒性:任意两条间的平均距离,近 2 为一传众,越大越是口口相传",
        "Structural virality: mean distance between any two mentions of the tree; near 2 when all repost the original",
        "steps",
        type_=sa.Double,
        minimum=1,
    ),
    measure(
        "median_lag_minutes",
        "转发距上文的时间中位数",
        "Median time between a repost and what it passes on",
        "minutes",
        type_=sa.Double,
    ),
    measure(
        "half_life_minutes",
        "从原帖到半数转发的时间",
        "From the original until half of the reposts",
        "minutes",
        type_=sa.Double,
    ),
    measure(
        "span_minutes", "从原帖到最后一次转发的时间", "From the original to the last repost", "minutes", type_=sa.Double
    ),
    measure(
        "negative_lag_count",
        "早于上文的转发数(数据有误,不计入时间)",
        "Reposts earlier than what they pass on: damaged",
        "mentions",
    ),
    zh="一行是一条原帖与一个品牌的转发树",
    en="One row is the repost tree of one original content and one brand",
    kind="aggregate",
    key=("content_key", "brand_key"),
    refresh=Refresh.PROFILE,
)

fact_community_period = table(
    "fact_community_period",
    brand_key(),
    column(
        "community_id",
        sa.String,
        "圈子代号:成员中最小的作者假名",
        "Circle: the smallest pseudonym among its members",
        merge=Merge.KEY,
        privacy=Privacy.PSEUDONYMOUS,
    ),
    column("period_start", sa.Date, *PERIOD_START[1:], merge=Merge.KEY),
    column("period_end", sa.Date, *PERIOD_END[1:], merge=Merge.KEY),
    key_of(
        "dim_author.author_key",
        "圈内被转最多的账号;-1 为无",
        "Whose words were passed on most inside; -1 nobody",
        name="top_author_key",
    ),
    measure("member_count", "成员数", "Members", "authors", is_nullable=False),
    measure("inner_pair_count", "圈内转发关系数(有向)", "Pairs inside, each direction by itself", "pairs"),
    measure("mutual_pair_count", "圈内互相转发的关系数(有向)", "Pairs inside that are answered", "pairs"),
    measure("inner_passing_count", "圈内转发次数", "Passings-on inside", "mentions"),
    measure(
        "outer_passing_count",
        "与圈外往来的转发次数(两端各计一次)",
        "Passings-on to or from outside; counted at both ends",
        "mentions",
    ),
    measure(
        "top_passing_count",
        "其中转自圈内首位账号的次数",
        "Passings-on inside of the foremost member's words",
        "mentions",
    ),
    measure(
        "gini",
        "圈内被转次数的基尼系数:0 均等,近 1 集中于一人",
        "Gini of what members received: near 1, one has all",
        "coefficient",
        type_=sa.Double,
        minimum=0,
        maximum=1,
    ),
    measure(
        "modularity",
        "本期全部圈子划分的模块度",
        "Modularity of the brand's whole partition",
        "coefficient",
        type_=sa.Double,
        maximum=1,
    ),
    text(
        "previous_community_id",
        "上期的同一圈子;新圈子为空",
        "The same circle a period before; NULL for a new one",
        privacy=Privacy.PSEUDONYMOUS,
    ),
    measure(
        "previous_member_count",
        "该圈子上期成员数;新圈子为 0,上期无数据为空",
        "Its members then; 0 for a new one, NULL without a period before",
        "authors",
    ),
    measure("kept_count", "其中本期仍在的成员数", "Of these still members", "authors"),
    zh="一行是一个品牌转发网络中的一个圈子在一个时期",
    en="One row is one circle of a brand's repost graph in one period",
    kind="snapshot",
    key=("brand_key", "community_id", "period_start", "period_end"),
    refresh=Refresh.PROFILE,
)

fact_sentiment_mover = table(
    "fact_sentiment_mover",
    brand_key(),
    key_of("dim_topic.topic_key", "话题;-2 为无话题", "Topic; -2 without one"),
    key_of(
        "dim_author.author_key",
        "作者(期末版本);-1 为作者未知的内容合计",
        "Author at the period's end; -1 all whose author is unknown",
    ),
    platform_key(),
    column("period_start", sa.Date, *PERIOD_START[1:], merge=Merge.KEY),
    column("period_end", sa.Date, *PERIOD_END[1:], merge=Merge.KEY),
    measure(
        "positive_count",
        "本期正面内容数(含由其带来的转发)",
        "Positive mentions, reposts it caused included",
        "mentions",
    ),
    measure(
        "neutral_count", "本期中性内容数(含由其带来的转发)", "Neutral mentions, reposts it caused included", "mentions"
    ),
    measure(
        "negative_count",
        "本期负面内容数(含由其带来的转发)",
        "Negative mentions, reposts it caused included",
        "mentions",
    ),
    measure("previous_positive_count", "上期正面内容数", "Positive mentions of the period before", "mentions"),
    measure("previous_neutral_count", "上期中性内容数", "Neutral mentions of the period before", "mentions"),
    measure("previous_negative_count", "上期负面内容数", "Negative mentions of the period before", "mentions"),
    measure(
        "own_points",
        "其自己的话对净情感变化的贡献",
        "Part of its own words in the change of net sentiment",
        "points",
        type_=sa.Double,
    ),
    measure("caused_points", "由其带来的转发的贡献", "Part of the reposts it caused", "points", type_=sa.Double),
    measure(
        "points",
        "合计贡献(百分点,可相加为净情感的全部变化)",
        "Both, in percentage points that add up to the whole change",
        "points",
        type_=sa.Double,
    ),
    column("rank", sa.BigInteger, "名次,1 为推动最大", "Rank by size of the move, 1 is largest", is_nullable=True),
    zh="一行是一个作者在一个话题上对一个品牌本期净情感变化的贡献",
    en="One row is one author's part, on one topic, in the change of a brand's net sentiment against the period before",
    kind="aggregate",
    key=("brand_key", "topic_key", "platform_key", "author_key", "period_start", "period_end"),
    refresh=Refresh.PROFILE,
)

fact_audience_sign = table(
    "fact_audience_sign",
    author_key(),
    platform_key(),
    column(
        "sign",
        sa.String,
        "看点(代号):关注过多、互动过低、互动过高、粉丝骤变、水军反应",
        "What was looked at (code): mass following, low or high engagement, a jump of followers, army reactions",
        merge=Merge.KEY,
        one_of=AUDIENCE_SIGNS,
    ),
    column("period_start", sa.Date, *PERIOD_START[1:], merge=Merge.KEY),
    column("period_end", sa.Date, *PERIOD_END[1:], merge=Merge.KEY),
    measure("value", "该账号的数值", "The account's figure", "as the sign says", type_=sa.Double),
    measure("bound", "可疑的界限", "Where suspicion begins", "as the sign says", type_=sa.Double),
    measure(
        "reference",
        "同类的通常值;界限固定则为空",
        "What is usual; NULL where the bound is fixed",
        "as the sign says",
        type_=sa.Double,
    ),
    measure(
        "evidence_count", "依据的个数 n(同类账号、观测或反应)", "Peers, observations or reactions behind it, n", "cases"
    ),
    flag("is_suspicious", "是否越过界限", "Whether it is beyond the bound"),
    zh="一行是一个上榜账号受众质量的一项证据(无论可疑与否)",
    en="One row is one piece of evidence on the audience of a ranked account, suspicious or not",
    kind="aggregate",
    key=("author_key", "sign", "period_start", "period_end"),
    refresh=Refresh.PROFILE,
)
