"""Promotions and lotteries: posts that somebody is rewarded for, with the reasons and the words that show it.

Rules over folded text. A verdict needs an offer, not the word: 抽奖 in a complaint about rigged raffles and 关注 in the
sense of interest are none.
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from nlp.text.fold import fold
from records import Span
from records.ids import version_of

RULES_VERSION = "1"
"""Raised when the way the rules are applied changes; changed patterns change the version by themselves."""

Verdict = Literal["lottery", "promotion"]

_COUNT = r"[\d一二两三四五六七八九十百千万几]{1,6}\s*"
_PEOPLE = _COUNT + r"(?:位|名|个(?!月|小时)|人|粉丝|幸运|宝宝|小伙伴|锦鲤)"
_GOODS = _COUNT + r"(?:份|台|杯|套|只|件|张|盒|瓶|支|部|本|箱|元红包|块钱红包)"
_GAP = r"[^。！？!?\n]"

PATTERNS: dict[str, re.Pattern[str]] = {
    "repost_raffle": re.compile(
        rf"(?:转发|转评|转赞|轉發|(?<!旋)转){_GAP}{{0,12}}(?<![一打小])抽(?:奖|送|取|出|\s*{_PEOPLE}|\s*{_GOODS})|转发抽|转赞评|转发赠|转发有奖"
    ),
    "draw": re.compile(
        rf"(?:抽|揪|抽取|抽出|抽送|揪出|随机选|选出|随机抽)\s*(?:一下)?{_PEOPLE}{_GAP}{{0,16}}(?:送|赠|得|奖|赢|红包|礼)"
        rf"|(?:随机|平台|将|会|从{_GAP}{{2,12}}中){_GAP}{{0,6}}(?:抽取|抽出|抽选|揪){_GAP}{{0,3}}{_PEOPLE}|抽奖平台|抽奖详情|(?:互动|关注|评论区|留言)抽奖"
    ),
    "follow_and_repost": re.compile(
        rf"关注{_GAP}{{0,14}}(?:并|且|\+|和|及|、|,|，|然后|@){_GAP}{{0,6}}(?:转发|转评|评论|点赞|留言|艾特|@)"
        rf"|(?:转发|点赞){_GAP}{{0,4}}(?:并|\+|、|和){_GAP}{{0,4}}关注"
    ),
    "giveaway": re.compile(
        rf"送出\s*(?:{_GOODS}|价值|全套|正装|大礼|礼包|红包)|免费送(?!货|餐|水|到|上门)|(?:有机会|即可|就能|即有机会){_GAP}{{0,6}}(?:获得|获赠|赢取|赢得|抱走|得到){_GAP}{{0,14}}(?:{_GOODS}|礼|奖|券|门票|红包)"
        r"|赢取|宠粉福利|福利时间|粉丝福利"
    ),
    "prize_result": re.compile(
        rf"中奖(?:名单|公告|结果|用户)|(?<!未)(?<!没)开奖(?:啦|公告|名单|时间|结果)|恭喜{_GAP}{{0,24}}(?:中奖|获得{_GAP}{{0,10}}(?:奖|份|套|礼))"
    ),
    "entry": re.compile(
        r"(?:求|一定要?|让我|许愿|希望|期待)(?:抽中|中奖|被?翻牌|锦鲤)|抽中?我吧?(?![们的])|锦鲤附体|欧皇附体|参与抽奖|蹲一个奖"
    ),
    "voucher": re.compile(
        rf"(?:领|抢|送|发|戳|点击)[^。！？!?，,\n]{{0,8}}(?:优惠券|优惠劵|内部券|隐藏券|大额券|无门槛券|现金券|红包口令)|领券|内部(?:优惠)?券"
        rf"|[¥￥₤€][a-z0-9]{{8,14}}[¥￥₤€]|复制(?:这|此|本)[段条]{_GAP}{{0,16}}(?:打开|淘宝|口令)|(?:报|输入)(?:我的?)?(?:暗号|口令|优惠码|折扣码)"
    ),
    "paid_praise": re.compile(
        r"好评返现|好评返\d|(?:晒图|晒单|五星|追评|好评)[^。！？!?\n]{0,8}(?:返现?\s*\d|返红包|送红包|领红包|返现|退\d元)"
    ),
    "referral": re.compile(
        r"邀请码|推荐码(?!数)|(?:帮我?|快来|来|给我|求)(?:助力|砍一刀|砍价|点一下|拆红包)|(?:拉|邀请)[^。！？!?\n]{0,4}(?:新人|好友|朋友)[^。！？!?\n]{0,8}(?:得|领|赚|返|奖励)"
    ),
    "contact": re.compile(
        r"(?:[加添\+➕]\s*(?:我|本人)?\s*的?\s*(?:微信|薇信|威信|vx|v信|wx|薇|微)|私信我?)[^。！？!?\n]{0,10}(?:领|券|优惠|代理|返|下单|拿货|进群|[a-z][a-z0-9_\-]{5,})|诚招代理|招代理|代理(?:加|\+)"
    ),
}
"""Reason code -> what shows it; matched on folded text (lower case, half width, simplified)."""

_LOTTERY = ("repost_raffle", "draw", "prize_result")
"""Each makes a lottery by itself; follow_and_repost and giveaway do so together."""
_PROMOTION = ("voucher", "paid_praise", "referral", "contact")
_SPOKEN = ("comment", "repost")

_ANY = re.compile(
    r"[抽揪奖獎券劵返码碼刀]|送出|免费送|赢取|福利|关注|關注|助力|微信|薇|vx|VX|私信|代理|翻牌|口令|暗号|[¥￥₤€][A-Za-z0-9]{8}"
)
_DOUBT = re.compile(
    r"骗|假的?|内定|黑幕|套路|投诉|举报|曝光|垃圾|不给|不发|没发|没收到|没到账|不兑现|不是广告|受限|黑号|领不|抢不|不能|不让|无法|拒绝|反感|恶心|诱导"
    r"|(?:从来|从|都|也|就|还)?[没未](?:有)?(?:抽|中)(?:到|过|中)?|(?:从不|不会|不想|不要|别|懒得)[^。！？!?\n]{0,6}(?:抽奖|转发|中奖)"
)
"""Words of a sentence that speak about an offer instead of making it."""
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_MAX_LENGTH = 4_000
"""Characters read; what a post is shows before."""


class Reason(NamedTuple):
    """One reason for a verdict."""

    code: str
    """Key of PATTERNS."""
    span: Span
    """The words that show it, in the text as received."""


class Promotion(NamedTuple):
    """A post that is made for a reward."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    """In the order of PATTERNS, each code once."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The reason codes."""
        return tuple(reason.code for reason in self.reasons)


def version() -> str:
    """The version of the rules."""
    patterns = (pattern.pattern for pattern in (*PATTERNS.values(), _ANY, _DOUBT))
    return version_of("promotions", RULES_VERSION, *PATTERNS, *patterns)


def promotions(texts: Sequence[str], kinds: Sequence[str] | None = None) -> list[Promotion | None]:
    """The verdict on each text, None for most; `kinds` are the mentions' (all `post` without)."""
    if kinds is None:
        return [_judge(text, "post") if _ANY.search(text) else None for text in texts]
    return [_judge(text, kind) if _ANY.search(text) else None for text, kind in zip(texts, kinds, strict=True)]


def _judge(text: str, kind: str) -> Promotion | None:
    """Reviews and complaints tell of offers, they do not make them: in reviews only advertisers' contacts are asked."""
    folded = fold(text[:_MAX_LENGTH])
    reasons = tuple(
        Reason(code, Span(start=found.start(), end=found.end()))
        for code, pattern in PATTERNS.items()
        if _is_asked(code, kind) and (found := _offer(pattern, folded))
    )
    codes = {reason.code for reason in reasons}
    if codes.intersection(_LOTTERY) or "entry" in codes or codes >= {"follow_and_repost", "giveaway"}:
        return Promotion("lottery", reasons)
    if codes.intersection(_PROMOTION):
        return Promotion("promotion", reasons)
    return None


def _is_asked(code: str, kind: str) -> bool:
    if kind == "complaint":
        return False
    if kind == "review":
        return code == "contact"
    return code != "entry" or kind in _SPOKEN


def _offer(pattern: re.Pattern[str], folded: str) -> re.Match[str] | None:
    """The first match in a sentence that does not doubt it; a sentence that does is passed over as a whole."""
    at = 0
    while found := pattern.search(folded, at):
        ends = [ending.end() for ending in _SENTENCE_END.finditer(folded, at, found.start())]
        ending = _SENTENCE_END.search(folded, found.end())
        end = ending.end() if ending else len(folded)
        if not _DOUBT.search(folded, ends[-1] if ends else at, end):
            return found
        at = max(end, found.start() + 1)
    return None
