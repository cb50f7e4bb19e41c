"""What stands directly before and after an ambiguous name, and speaks for or against its being a brand."""

import re
from collections.abc import Mapping

from nlp.entities.terms import Hit

_VERB = re.compile(
    r"(?:买|购买|入手|入|换|换了|换成|换回|用|在用|用着|开着|提|试驾|订|定|选|装|囤|卸载|卸|下单|打开|穿|喝|收到|拿下|种草|注册)"
    r"(?:了|过|的|到|个|的是)?\Z"
)
_UNIT = re.compile(r"(?:台|辆|部|款|双|件|箱|瓶|罐|盒|包|套|桶|提)\Z")
_COMPARE_BEFORE = re.compile(
    r"(?:[^对]比|比起|不如|不比|好过|堪比|秒杀|超过|超越|完胜|吊打|替代|相信|信赖|支持|抵制|告别|认准|推荐|投诉|致敬|安利|赶上|转投|换回)\Z"
)
_COMPARE_AFTER = re.compile(
    r"(?:相比|比较|比起来|差远|还是[^，。]{1,6}[好选]|更好用|好用|不好用|吧友|粉|家的|它家|他家|这个牌子|这牌子|牌"
    r"|(?:真的|现在|最近|又|这次|这几年|今年|是不是)*(?:不如以前|不如从前|越来越|要凉|翻车|杀疯|遥遥领先|飘了|变了|又要|出事|涨价|降价|摆烂))"
)
_MODEL = re.compile(r"\s?(?:[a-z]{1,5}[-+]?\d|[a-z]{2,}|\d{1,4}(?:pro|max|plus|ultra|s|t|x|e|i)\b)")
_ADDRESS = re.compile(r"@\w{0,6}\Z")
_COUNT = re.compile(r"(?:[一二两三四五六七八九十几数这那半]|\d)[个只头块颗粒斤片朵面群座位匹棵枚筐袋碗把盆亩枝]\Z")
_TAG = re.compile(r"#\w{0,2}\Z")
_REACH = 8
"""Characters before a name that are looked at."""


def beside(folded: str, place: Hit, weights: Mapping[str, float]) -> float:
    """The log-odds that a name at this place of folded text is the brand, by its immediate neighbours alone.

    A model behind it (理想L9) speaks for it; so does one of: an @ before it, a comparison (比小米好), a verb of buying
    or using, a unit of goods (一台). A number with a measure word of things and animals (三只松鼠, 两个苹果) speaks
    against it. `weights` are those of homonyms.toml.
    """
    before = folded[max(0, place.start - _REACH) : place.start]
    total = weights["model"] if _MODEL.match(folded, place.end) else 0.0
    if _ADDRESS.search(before):
        return total + weights["address"]
    if _COUNT.search(before):
        return total - weights["count"]
    total += weights["hashtag"] if _TAG.search(before) else 0.0
    if _COMPARE_BEFORE.search(before) or _COMPARE_AFTER.match(folded, place.end):
        return total + weights["compare"]
    return total + (weights["verb"] if _VERB.search(before) else weights["unit"] if _UNIT.search(before) else 0.0)
