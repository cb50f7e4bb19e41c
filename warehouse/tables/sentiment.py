"""Verdicts about tone: a measurement by a model, not an attribute of a post."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.shared import content_key, flag, is_current, key_of, model_key, natural, surrogate, text

dim_emotion = table(
    "dim_emotion",
    surrogate("emotion_key", "情绪键", "Emotion key"),
    natural("emotion", "情绪代号:happy, angry, sad, fear, surprise, neutral", "Emotion code"),
    text("name", "情绪中文名", "Emotion in Chinese"),
    zh="一行是一种情绪",
    en="One row is one emotion",
    kind="dimension",
    key=("emotion",),
    refresh=Refresh.MEMBER,
)

fact_sentiment = table(
    "fact_sentiment",
    content_key(),
    key_of(
        "dim_brand.brand_key", "评价对象;-4 为整段文字", "What is judged; -4 is the whole text", name="target_brand_key"
    ),
    key_of("dim_aspect.aspect_key", "方面;-4 为全部", "Aspect; -4 is all"),
    model_key(),
    column(
        "label",
        sa.String,
        "判断:negative, neutral, positive",
        "Verdict: negative, neutral, positive",
        merge=Merge.HISTORY,
        one_of=("negative", "neutral", "positive"),
    ),
    measure("probability", "该判断的校准概率", "Calibrated probability of the verdict", "share", type_=sa.Double),
    measure("positive_probability", "正面概率", "Probability of positive", "share", type_=sa.Double),
    measure("neutral_probability", "中性概率", "Probability of neutral", "share", type_=sa.Double),
    measure("negative_probability", "负面概率", "Probability of negative", "share", type_=sa.Double),
    measure(
        "sentiment_score",
        "正面概率减负面概率",
        "Positive minus negative probability",
        "-1 to 1",
        type_=sa.Double,
        minimum=-1.0,
        maximum=1.0,
    ),
    flag("is_abstained", "模型是否弃权(弃权不计入任何一类)", "Whether the model declined; such rows count in no class"),
    text("evidence", "依据的字符区间 [[起,止],…](JSON)", "Deciding pieces [[start,end],...] in characters (JSON)"),
    is_current(),
    key_of("dim_emotion.emotion_key", "情绪;只在整段文字的行", "Emotion; on rows of the whole text only"),
    measure("emotion_probability", "该情绪的校准概率", "Calibrated probability of it", "share", type_=sa.Double),
    zh="一行是一个模型对一条内容的一个对象的一个方面的判断",
    en="One row is one model's verdict on one aspect of one target in one content",
    kind="versioned measurement",
    key=("content_key", "target_brand_key", "aspect_key", "model_key"),
    refresh=Refresh.CONTENT,
)
