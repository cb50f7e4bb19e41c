"""What is talked about."""

import sqlalchemy as sa

from warehouse.columns import Refresh, measure, table
from warehouse.tables.shared import content_key, flag, is_current, key_of, model_key, natural, surrogate, text

dim_topic = table(
    "dim_topic",
    surrogate("topic_key", "话题键", "Topic key"),
    natural("topic_id", "话题代号", "Topic id"),
    text("name", "话题名称", "Readable label"),
    zh="一行是一个话题",
    en="One row is one topic",
    kind="dimension",
    key=("topic_id",),
    refresh=Refresh.MEMBER,
)

dim_aspect = table(
    "dim_aspect",
    surrogate("aspect_key", "方面键", "Aspect key"),
    natural("aspect", "方面代号", "Aspect code"),
    text("name", "方面名称", "Aspect name"),
    text("name_en", "方面英文名", "Aspect in English"),
    text("industry", "行业", "Industry whose taxonomy it belongs to"),
    zh="一行是一个被评价的方面",
    en="One row is one aspect that is judged",
    kind="dimension",
    key=("aspect",),
    refresh=Refresh.MEMBER,
)

bridge_mention_topic = table(
    "bridge_mention_topic",
    content_key(),
    key_of("dim_topic.topic_key", "话题", "Topic"),
    model_key(),
    measure(
        "weight",
        "权重;同一内容同一模型之和为 1",
        "Weight; sums to 1 per content and model",
        "share",
        type_=sa.Double,
        is_nullable=False,
    ),
    flag("is_top", "是否该内容权重最大的话题", "Whether it is the content's heaviest topic"),
    is_current(),
    zh="一行是一个模型给一条内容的一个话题",
    en="One row is one topic of one content as one model sees it",
    kind="bridge",
    key=("content_key", "topic_key", "model_key"),
    refresh=Refresh.CONTENT,
)
