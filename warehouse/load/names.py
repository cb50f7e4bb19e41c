"""Codes the records use, with their fixed keys and the names people read."""

from typing import Final

PLATFORMS: Final[dict[str, tuple[int, str, str]]] = {
    "weibo": (1, "微博", "Weibo"),
    "xiaohongshu": (2, "小红书", "Xiaohongshu"),
    "douyin": (3, "抖音", "Douyin"),
    "bilibili": (4, "哔哩哔哩", "Bilibili"),
    "douban": (5, "豆瓣", "Douban"),
    "jd": (6, "京东", "JD"),
    "taobao": (7, "淘宝", "Taobao"),
    "mafengwo": (8, "马蜂窝", "Mafengwo"),
    "chezhiwang": (9, "车质网", "Chezhiwang"),
    "heimao": (10, "黑猫投诉", "Heimao"),
    "appstore": (11, "App Store", "App Store"),
    "steam": (12, "Steam", "Steam"),
    "news": (13, "新闻", "News"),
    "zhihu": (14, "知乎", "Zhihu"),
    "kuaishou": (15, "快手", "Kuaishou"),
    "tieba": (16, "百度贴吧", "Baidu Tieba"),
    "wechat": (17, "微信公众号", "WeChat Official Account"),
    "wecom": (18, "企业微信", "WeCom"),
    "mastodon": (19, "Mastodon", "Mastodon"),
    "v2ex": (20, "V2EX", "V2EX"),
    "youtube": (21, "YouTube", "YouTube"),
    "reddit": (22, "Reddit", "Reddit"),
    "bluesky": (23, "Bluesky", "Bluesky"),
    "x": (24, "X", "X"),
}
"""Platform -> key, Chinese and English name. A platform not listed gets a hashed key: nothing need be added here."""

CONTENT_CLASSES: Final[dict[str, tuple[int, str]]] = {
    "UGC": (1, "用户内容"),
    "PGC": (2, "专业内容"),
    "BGC": (3, "品牌自发"),
    "paid": (4, "付费推广"),
    "lottery": (5, "抽奖"),
    "news": (6, "新闻资讯"),
}

EMOTIONS: Final[dict[str, tuple[int, str]]] = {
    "happy": (1, "高兴"),
    "angry": (2, "愤怒"),
    "sad": (3, "悲伤"),
    "fear": (4, "恐惧"),
    "surprise": (5, "惊讶"),
    "neutral": (6, "无情绪"),
}

COMPLAINT_TYPES: Final[dict[str, tuple[int, str]]] = {
    "quality": (1, "质量"),
    "food_safety": (2, "食品安全"),
    "delivery": (3, "配送"),
    "service": (4, "服务"),
    "price": (5, "价格"),
    "false_advertising": (6, "虚假宣传"),
    "refund": (7, "退款"),
    "privacy": (8, "隐私"),
    "other": (9, "其他"),
}
