"""Display names of the codes that views carry. A code without an entry is shown as it is."""

from collections.abc import Mapping

Pair = tuple[str, str]
"""Chinese and English."""

NAMES: Mapping[str, Mapping[str, Pair]] = {
    "platform": {
        "weibo": ("微博", "Weibo"), "xiaohongshu": ("小红书", "Xiaohongshu"), "bilibili": ("B站", "Bilibili"),
        "douyin": ("抖音", "Douyin"), "douban": ("豆瓣", "Douban"), "jd": ("京东", "JD"), "taobao": ("淘宝", "Taobao"),
        "mafengwo": ("马蜂窝", "Mafengwo"), "chezhiwang": ("车质网", "Chezhiwang"), "heimao": ("黑猫投诉", "Heimao"),
        "appstore": ("App Store", "App Store"), "steam": ("Steam", "Steam"), "news": ("新闻", "News"),
        "wechat": ("微信", "WeChat"), "zhihu": ("知乎", "Zhihu"), "kuaishou": ("快手", "Kuaishou"),
        "tieba": ("贴吧", "Tieba"),
    },
    "complaint_type": {
        "quality": ("质量", "Quality"), "food_safety": ("食品安全", "Food safety"), "delivery": ("配送", "Delivery"),
        "service": ("服务", "Service"), "price": ("价格", "Price"),
        "false_advertising": ("虚假宣传", "False advertising"),
        "refund": ("退款", "Refund"), "privacy": ("隐私", "Privacy"), "other": ("其他", "Other"),
    },
    "tone": {
        "positive": ("正面", "Positive"), "neutral": ("中性", "Neutral"), "negative": ("负面", "Negative"),
        "abstained": ("弃权", "Abstained"), "unread": ("未分析", "Not judged"),
    },
    "tier": {
        "super": ("超头部", "Super"), "head": ("头部", "Head"), "shoulder": ("肩部", "Shoulder"),
        "waist": ("腰部", "Waist"),
        "tail": ("尾部", "Tail"), "ordinary": ("素人", "Ordinary"),
    },
    "content_class": {
        "PGC": ("专业内容", "PGC"), "BGC": ("品牌号", "Brand"), "paid": ("推广", "Paid"),
        "lottery": ("抽奖", "Lottery"), "news": ("新闻", "News"),
    },
    "kind": {
        "post": ("帖子", "Post"), "comment": ("评论", "Comment"), "repost": ("转发", "Repost"),
        "review": ("评价", "Review"), "complaint": ("投诉单", "Complaint"),
    },
    "outcome": {
        "ok": ("正常", "OK"), "ok_empty": ("正常，无新内容", "OK, nothing new"), "partial": ("不完整", "Partial"),
        "rate_limited": ("被限流", "Rate limited"), "auth_required": ("需要授权", "Authorisation needed"),
        "blocked": ("被拒绝", "Blocked"), "schema_drift": ("格式已变", "Schema drift"), "error": ("出错", "Error"),
    },
    "task": {
        "sentiment": ("情感", "Sentiment"), "topic": ("话题", "Topic"), "complaint": ("投诉", "Complaint"),
        "link": ("品牌识别", "Brand linking"), "duplicate": ("去重", "Duplicates"),
        "content_class": ("内容类别", "Content class"), "integrity": ("水军识别", "Integrity"),
        "emotion": ("情绪", "Emotion"), "aspect": ("方面", "Aspects"), "intent": ("意图", "Intent"),
        "target_sentiment": ("对象情感", "Sentiment by target"), "text": ("用词", "Words"),
        "complaint_reason": ("投诉原因", "Reasons of complaints"), "language": ("语种", "Language"),
    },
    "hour": {
        "night": ("深夜", "Late at night"), "morning": ("上午", "In the morning"),
        "afternoon": ("午后", "In the afternoon"), "evening": ("晚间", "In the evening"),
        "weekend": ("周末", "At weekends"),
    },
    "level": {
        "engaged": ("高互动", "High engagement"), "quiet": ("低互动", "Low engagement"),
        "frequent": ("高频", "Often"), "occasional": ("低频", "Seldom"),
    },
    "origin": {
        name: (name, en) for name, en in (
            ("本项目", "this project"), ("数说故事", "DataStory"), ("数说故事 cms ?p=1766", "DataStory cms ?p=1766"),
            ("数说故事《声量》; KAWO", "DataStory: Volume; KAWO"),
            ("数说故事《自来水》", "DataStory: Organic advocates"),
            ("KAWO《社媒声量指标说明》", "KAWO: Measures of volume in social media"),
        )
    },
}  # fmt: skip
"""Kind of code -> code -> names."""


def name_of(kind: str, code: object) -> Pair:
    """Chinese and English name of a code; the code itself where none is known."""
    text = str(code)
    return NAMES[kind].get(text, (text, text))


def file_stem(brand_id: str) -> str:
    """A brand id as the begin of a file name: what a file system or a link may stumble over becomes a dash, and names
    are cut so that sixty Chinese characters, two days and an ending fit 255 bytes."""
    return "".join(character if character.isalnum() or character in "-_" else "-" for character in brand_id[:60])
