"""Content class by rules: who speaks and why (UGC, PGC, BGC, paid, lottery, news)."""

import re
from typing import NamedTuple

from records import Span
from records.ids import version_of

RULES_VERSION = "2"
"""Raised when the order of the rules changes; changed patterns change the version by themselves."""

_COUNT = r"[\d一二两三四五六七八九十百]+\s*(?:位|名|个|人|份|台|杯|套)"
_LOTTERY = re.compile(
    rf"转发?[^。\n]{{0,8}}抽(?:奖|{_COUNT}|送|取|出)|(?<!活)(?:抽|揪)\s*(?:取|送|出)?\s*{_COUNT}"
    r"|(?:关注|转发|转评|评论区?|点赞)[^。\n]{0,24}(?:抽(?:奖|取|送|出)|揪\s*[\d一二两三四五]|有机会(?:获得|赢|得)|赢取|送出\d)"
    r"|转赞评|转评赞|微博抽奖平台|抽奖详情|中奖名单|中奖公告|转发赠(?:书|票)|开奖(?:啦|公告|名单)|宠粉福利"
)
_LOTTERY_REPLY = re.compile(r"[抽选中翻]中?我(?![们的])|求(?:抽中|中奖|翻牌)|(?:锦鲤|欧皇)附体|参与抽奖|许愿中奖")
_PAID = re.compile(
    r"[#【\[（(]\s*(?:广告|商业推广|品牌合作|商务合作|推广)\s*[#】\]）)]|(?:^|[\s|·])广告(?:$|[\s|·])"
    r"|(?:本文|本篇|本条|内容|视频|图文)(?:为|是|含|包含)(?:商业)?(?:广告|推广|合作)|含(?:有)?(?:商业)?(?:广告|推广)内容"
    r"|(?:本文|本条|本篇|本期|本视频|本内容)(?:为|是|含|包含|系|含有)?(?:与)?(?:品牌|商业|商务)(?:方)?(?:合作|推广)|(?:品牌|商务|商业)合作\s*[|丨｜:：]|^广告\s*[|丨｜:：]"
    r"|品牌合作人|商业合作|付费推广|商单|恰(?:个|一)?饭|利益相关|感谢\s*(?:@|品牌|官方|平台|[^，。！\n]{1,8}(?:品牌|官方|旗舰店|家))[^，。！\n]{0,14}(?:邀请|赠送|提供|赞助)"
    r"|(?:产品|样品)(?:由|为)[^，。\n]{1,12}(?:提供|赠送)|好物(?:推荐官|体验官)|(?:暗号|口令|报我(?:名字)?)[^，。\n]{0,12}(?:立减|优惠|折|减)"
    r"|(?:内部|隐藏|专属)\s*(?:优惠)?券|领(?:取|娶)?(?:大额)?(?:优惠|内部)券|(?:[加添迦]\s*我?\s*(?:[Ⅴ薇]|[vV]\s*信?\s*[:：])|[加添]\s*我?\s*微信?[^。\n]{0,10}(?:领|券|优惠|代理|返利|返现))"
    r"|[¥￥₤€](?=[A-Za-z0-9]{8,14}[¥￥₤€])|复制(?:这|此|本)[段条][^，。\n]{0,16}(?:打开|淘宝|口令)|诚招代理|代理加|下方链接(?:购买|下单|领)"
)
_NOT_PAID = re.compile(r"(?:不是|非|没有?|无|拒绝|绝非|又不|并非|不算)\s*(?:打|在|给)?[^，。！？\n]{0,4}$")
_NEWS = re.compile(
    r"(?:本报讯|中新网|中新社|新华社|新华网|人民网|央视|澎湃|财联社|界面新闻|证券报|日报|晚报|记者)[^，。！？、\n]{0,14}(?:讯|电|报道|获悉|了解到|获知)"
    r"|(?<![占依证数论])据[^，。！？\n]{2,16}(?:报道|消息|通报|披露|介绍称)|(?:新华社|中新社|本报|本台)记者|记者\s[\u4e00-\u9fff]{2,4}(?:\s|$|报道)"
    r"|(?:市场监管|监管总局|消协|消费者协会|警方|官方|卫健委|教育部|教育局|气象台|气象局|文旅部|工信部|商务部|发改委|交管|法院|检察院|统计局|部门)"
    r"[^，。！？\n]{0,10}(?:通报|发布|公布|约谈|抽检|回应称|提示|提醒|宣布|规定|印发)"
    r"|新闻发布会|财报显示|公告(?:称|显示)|(?:\A|[。\n】#])(?:(?![看这那此该个份我你他])[\u4e00-\u9fff]){2,10}(?:公告[，,：:]|发布(?:公告|通报|[^，。\n]{0,6}(?:财报|季报|年报|业绩预告)))"
    r"|\d{1,2}月\d{1,2}日[,，]?[^，。\n]{2,24}(?:宣布|发布|召开|公布|启动|举行)|(?:快讯|要闻|早报|晚报)[:：|丨｜]"
)
_ANNOUNCED = re.compile(
    r"\A(?!.*[我咱俺!！?？吧啊呀哈呢嘛😂🤣\[])[^，。\n]{2,16}(?:宣布|拟(?:赴|以|收购|投资|回购|定增)|获批|募资|上调|下调|来访|抵达|出席|建成|投产|下线)"
    r"[^\n]{8,}|\A(?!.*[我咱俺!！?？吧啊呀哈呢嘛😂🤣\[])[^\n]{8,}(?:月活跃用户|净利润|营收|均价|同比|环比)[^\n]{0,20}(?:增长|下降|下跌|上涨|回落|新高)[^\n]{0,12}\Z",
    re.DOTALL,
)
"""A sober announcement without a first person or an exclamation: the manner of the press where it names no source."""
_HEADLINE = re.compile(r"\A\s*(?:#[^#\n]{1,40}#\s*)?【[^】\n]{6,80}】(?!.*【)(?=.{60})", re.DOTALL)
"""A bracketed headline over a body: the manner of media accounts where posts have no title of their own."""
_PROFESSIONAL = re.compile(
    r"(?:科普|车评|测评|评测|解读|深度|长文|实探|盘点|课堂|讲堂|讲述|教程|笔记|启蒙|入门)[^，。：:\n]{0,4}[|丨｜:：]|一图读懂|阅读(?:原文|全文)|点击(?:阅读|蓝字|下方卡片)|(?:微信)?公众号[:：]|(?:来源|作者|责编|责任编辑|撰文|编辑|摄影)\s*[:：|/丨]|(?:^|\n)\s*文\s*[|/丨]"
)
_BRAND = re.compile(
    r"感谢您?(?:的)?(?:反馈|惠顾|光临|对我们的(?:支持|认可))|给您(?:带来|造成)[^，。\n]{0,8}(?:不便|困扰|体验)|深表歉意|本店(?:将|已|会|承诺)"
    r"|亲爱的(?:顾客|用户|会员|茶友|粉丝|消费者|小主)|(?:全国|各大?|指定)门店(?:同步)?(?:上线|上市|开售|有售)|(?:现已|正式|全新|即日起)[^，。\n]{0,6}(?:上市|上线|开售)"
    r"|欢迎(?:到店|莅临|选购|私信客服)|官方(?:旗舰店|小程序|商城)(?:下单|购买|有售|同步)|小编(?:给大家|为大家|在此)"
    r"|我司(?:郑重|已|将|始终|志愿|就|对|高度|承诺|产品|全体|特此)|(?:郑重|严正)声明|(?:周年|会员|车主|用户)[^，。\n]{0,4}(?:感恩|回馈|盛典)|即日起[^，。\n]{0,10}(?:到店|全系|进店|下单)|欢迎(?:进店|到访)"
    r"|感谢您(?:一直以来)?的[^，。\n]{0,6}(?:支持|信任|陪伴|惠顾|光临)|(?:已为您|为您)(?:登记|安排|处理|补发|办理)|本公司(?:已|将|郑重|始终|产品)"
)
_PATTERNS = (_LOTTERY, _LOTTERY_REPLY, _PAID, _NOT_PAID, _NEWS, _ANNOUNCED, _HEADLINE, _PROFESSIONAL, _BRAND)

_BY_AUTHOR = {"brand": "BGC", "enterprise": "BGC", "media": "PGC", "government": "PGC"}
_MAX_LENGTH = 4_000
"""Characters read; what a post is shows before."""
_SPOKEN = ("comment", "repost")
_CONSUMER = ("review", "complaint")


class ContentClass(NamedTuple):
    """The class and the piece of the text that decided; no piece for the ordinary case."""

    label: str
    spans: tuple[Span, ...] = ()


def version() -> str:
    """The version of the rules."""
    return version_of("content_class", RULES_VERSION, *(pattern.pattern for pattern in _PATTERNS))


def is_news(text: str) -> bool:
    """Whether a text reports in the manner of the press."""
    return _NEWS.search(text) is not None


def content_class(
    text: str,
    *,
    kind: str = "post",
    platform: str = "",
    status: str | None = None,
    verified_type: str | None = None,
    is_about_brand: bool | None = None,
) -> ContentClass:
    """The class of one mention; the first rule that applies decides.

    1. a reply that changes a complaint's state is the brand's (BGC); a feed article is news;
    2. lottery: posts that raffle, and their reposts and comments (not reviews or complaints about raffles);
    3. paid: marked advertising, vouchers, sponsored trials; not when denied (不是广告);
    4. the brand itself is BGC; media and government are PGC (or news in the news manner); a verified enterprise is BGC,
       but PGC or news where it writes like an editor or the press, or where the post is about no tracked brand and
       speaks to no customers: then it is some other company;
    5. news manner, then editorial marks (PGC), then a brand's own phrases (BGC); everything else is UGC.
    `verified_type` is the author's (records.Author), None when unknown: rules 4 and the rest do without.
    `is_about_brand` says whether the post is linked to a tracked brand, None when nobody looked.
    """
    text = text[:_MAX_LENGTH]
    if kind == "comment" and status:
        return ContentClass("BGC")
    if platform == "news":
        return ContentClass("news")
    return (
        _promotion(text, kind)
        or (_by_author(text, verified_type, is_about_brand) if verified_type in _BY_AUTHOR else None)
        or (_by_manner(text, platform) if kind not in (*_SPOKEN, *_CONSUMER) else _brand_reply(text, kind))
        or ContentClass("UGC")
    )


def _promotion(text: str, kind: str) -> ContentClass | None:
    if kind not in _CONSUMER:
        match = _LOTTERY.search(text) or (_LOTTERY_REPLY.search(text) if kind in _SPOKEN else None)
        if match:
            return _decided("lottery", match)
    if kind == "complaint":
        return None
    for match in _PAID.finditer(text):
        if not _NOT_PAID.search(text[max(0, match.start() - 10) : match.start()]):
            return _decided("paid", match)
    return None


def _by_author(text: str, verified_type: str | None, is_about_brand: bool | None) -> ContentClass:
    label = _BY_AUTHOR[verified_type or ""]
    if verified_type == "enterprise":
        return _by_enterprise(text, is_about_brand)
    return ContentClass("news") if label == "PGC" and (is_news(text) or _HEADLINE.match(text)) else ContentClass(label)


def _by_enterprise(text: str, is_about_brand: bool | None) -> ContentClass:
    if match := _BRAND.search(text):
        return _decided("BGC", match)
    if match := _NEWS.search(text):
        return _decided("news", match)
    if match := _PROFESSIONAL.search(text):
        return _decided("PGC", match)
    return ContentClass("PGC" if is_about_brand is False else "BGC")


def _by_manner(text: str, platform: str) -> ContentClass | None:
    if match := _NEWS.search(text) or _ANNOUNCED.search(text):
        return _decided("news", match)
    headline = _HEADLINE.match(text) if platform in ("weibo", "") else None
    if match := headline or _PROFESSIONAL.search(text):
        return _decided("PGC", match)
    match = _BRAND.search(text)
    return _decided("BGC", match) if match else None


def _brand_reply(text: str, kind: str) -> ContentClass | None:
    match = _BRAND.search(text) if kind == "comment" else None
    return _decided("BGC", match) if match else None


def _decided(label: str, match: re.Match[str]) -> ContentClass:
    return ContentClass(label, (Span(start=match.start(), end=match.end()),))
