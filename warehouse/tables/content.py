"""What was published, and its text apart."""

import sqlalchemy as sa

from warehouse.columns import Merge, Privacy, Refresh, column, measure, table
from warehouse.tables.shared import flag, instant, key_of, natural, platform_key, surrogate, text

dim_content_class = table(
    "dim_content_class",
    surrogate("content_class_key", "内容类别键", "Content class key"),
    natural(
        "content_class", "类别代号:UGC, PGC, BGC, paid, lottery, news", "Class: UGC, PGC, BGC, paid, lottery, news"
    ),
    text("name", "类别中文名", "Class in Chinese"),
    zh="一行是一种内容类别",
    en="One row is one class of content",
    kind="dimension",
    key=("content_class",),
    refresh=Refresh.MEMBER,
)

dim_content = table(
    "dim_content",
    surrogate("content_key", "内容键", "Content key"),
    platform_key(),
    natural("mention_id", "内容标识 platform:native_id", "Content id platform:native_id", privacy=Privacy.PSEUDONYMOUS),
    natural("native_id", "平台原生 ID", "The platform's own id", privacy=Privacy.PSEUDONYMOUS),
    text(
        "kind",
        "种类:post, comment, repost, review, complaint",
        "Kind: post, comment, repost, review, complaint",
        one_of=("post", "comment", "repost", "review", "complaint"),
    ),
    key_of("dim_content_class.content_class_key", "内容类别", "Content class"),
    text("source", "读到它的来源", "Source that read it"),
    text("query", "找到它的查询或文件", "Query or file that found it"),
    text("url", "平台上的地址", "Address on its platform", privacy=Privacy.PSEUDONYMOUS),
    natural(
        "parent_id",
        "被转发或回复内容的原生 ID",
        "Native id of what it answers or reposts",
        privacy=Privacy.PSEUDONYMOUS,
    ),
    natural("root_id", "话题串起点的原生 ID", "Native id of the start of its thread", privacy=Privacy.PSEUDONYMOUS),
    text("source_product", "来源自带的产品或店铺字段", "Product or shop named by the source's own field"),
    text("status", "来源自带的状态(投诉)", "State as the source gives it (complaints)"),
    instant("published_at", "发布时间;来源未给则为空", "When published; NULL when the source does not say"),
    instant("first_observed_at", "首次见到的时间", "When first seen"),
    instant("observed_at", "最近一次见到的时间", "When last seen"),
    column(
        "duplicate_group",
        sa.String,
        "重复组:组内最小的内容标识",
        "Duplicate group: its smallest content id",
        privacy=Privacy.PSEUDONYMOUS,
        is_nullable=True,
    ),
    flag("is_duplicate", "是否重复(同组内非首个)", "Whether a repeat: not the first of its group", is_nullable=True),
    flag("is_water_army", "是否疑似水军", "Whether it looks like a water army's", is_nullable=True),
    measure("text_length", "正文长度", "Length of the text", "characters"),
    text("language", "语言:zh, zh-Hant, en, ja, ko, other", "Language: zh, zh-Hant, en, ja, ko, other"),
    text(
        "intent",
        "意图:ask, buy, complain, recommend, leave;及认同标志 identify 自我关联、defend 辩护;可有多个",
        "Intents, and the signs identify and defend; several are possible",
    ),
    zh="一行是一条帖子、评论、转发、评价或投诉",
    en="One row is one post, comment, repost, review or complaint",
    kind="dimension",
    key=("mention_id",),
    refresh=Refresh.CONTENT,
)

content_text = table(
    "content_text",
    column(
        "content_key",
        sa.BigInteger,
        "内容",
        "Content",
        merge=Merge.KEY,
        is_primary=True,
        references="dim_content.content_key",
    ),
    text("title", "标题", "Headline", privacy=Privacy.RESTRICTED),
    text("text", "正文(原样)", "Text as received", privacy=Privacy.RESTRICTED),
    zh="一行是一条内容的文字(受限)",
    en="One row is the wording of one content (restricted)",
    kind="dimension",
    key=("content_key",),
    refresh=Refresh.CONTENT,
)
