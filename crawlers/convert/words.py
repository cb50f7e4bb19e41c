"""Words that stand for values: gender, stars, verification marks, yes and no."""

import re

from crawlers.convert.context import Context, shown

_GENDERS = {"m": "m", "男": "m", "male": "m", "1": "m", "f": "f", "女": "f", "female": "f", "2": "f"}
_NO_GENDER = frozenset({"保密", "未知", "n", "0", "unknown", "-"})
_STARS = re.compile(r"(?:\D*star|)(\d+(?:\.\d+)?)\s*(?:星|分)?")
_RATING_WORDS = {
    "力荐": 5.0, "推荐": 4.0, "还行": 3.0, "较差": 2.0, "很差": 1.0,
    "非常满意": 5.0, "很满意": 5.0, "满意": 4.0, "比较满意": 4.0, "一般": 3.0, "不满意": 2.0, "不太满意": 2.0,
    "非常不满意": 1.0, "很不满意": 1.0, "好评": 5.0, "中评": 3.0, "差评": 1.0,
}  # fmt: skip
"""Words on a scale of five. Taobao's 好评, 中评 and 差评 take its best, middle and worst."""
_UNRATED = frozenset({"未评价", "未评分", "无", "-", "--", "n/a", "na", "null", "none", "暂无", "未评"})
_OUT_OF = re.compile(r"(\d+(?:\.\d+)?)\s*/\s*(?:5|7|10|100)")
_ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
_YES, _NO = frozenset({"true", "1", "yes", "是"}), frozenset({"false", "0", "no", "否"})
_WEIBO_VERIFIED = {0: "person", 1: "government", 2: "enterprise", 3: "media"} | dict.fromkeys(
    (5, 6, 7, 8), "enterprise"
)


def text(value: object, context: Context) -> str:
    """Text as received, without the spaces around it."""
    return str(value).strip()


def gender(value: object, context: Context) -> str | None:
    """`m`, `f`, or None where the account does not say or the word is damaged. Raises ValueError for another word."""
    word = str(value).strip().lower()
    if word in _NO_GENDER or "\N{REPLACEMENT CHARACTER}" in word:
        return None
    if word not in _GENDERS:
        raise ValueError(f"cannot read {shown(value)} as a gender")
    return _GENDERS[word]


def rating(value: object, context: Context) -> float | None:
    """Stars or points: 4, 4.5, 4/5, `s-star5`, `allstar40` (tenths), 5星, ★★★☆☆, 力荐, 满意; None for 未评价.

    Raises ValueError.
    """
    word = str(value).strip()
    if word in _RATING_WORDS:
        return _RATING_WORDS[word]
    if word.lower() in _UNRATED:
        return None
    if "★" in word:
        return float(word.count("★"))
    match = _OUT_OF.fullmatch(word) or _STARS.fullmatch(word)
    if match is None:
        raise ValueError(f"cannot read {shown(value)} as a rating")
    points = float(match[1])
    return points / 10 if word.startswith("allstar") else points


def flag(value: object, context: Context) -> bool | None:
    """Yes, no or unknown."""
    word = str(value).strip().lower()
    return True if word in _YES else False if word in _NO else None


def whole_number_id(value: object, context: Context) -> str:
    """An id, also one that a spreadsheet turned into a float (`123456.0`).

    Raises ValueError for one that it shortened (`1.23457E+17`): many ids would become one.
    """
    text = str(value).strip()
    if _ROUNDED.fullmatch(text):
        raise ValueError(f"{shown(value)} was rounded by a spreadsheet; export the column as text")
    number, point, zeros = text.partition(".")
    return number if point and number.isdigit() and not zeros.strip("0") else text


def known_word(value: object, context: Context) -> str | None:
    """Text, or None for the platform's words for `not given`."""
    word = str(value).strip()
    return None if word in ("", "未知", "暂不设置", "其他", "无", "null", "None") else word


def region(value: object, context: Context) -> str | None:
    """A place without the label in front of it (`IP属地：广东`, `发布于 广东`)."""
    return known_word(re.sub(r"^(IP属地|发布于|来自)\s*[:：]?\s*", "", str(value).strip()), context)


def weibo_verified_type(value: object, context: Context) -> str | None:
    """Weibo's verified_type: 0 person, 1 government, 2 enterprise, 3 media, 5-8 other organisations, -1, 200+ none."""
    return _WEIBO_VERIFIED.get(int(str(value)))


def present(value: object, context: Context) -> bool:
    """True: there is a mark.

    No converter ever sees a blank cell, which by itself is unknown; where a table of accounts marks some of them, its
    reader takes the unmarked ones for False.
    """
    return True


def id_in_name(value: object, context: Context) -> str:
    """The platform id in the middle of a `number_id_hash` name; an id alone stays. Raises ValueError."""
    pieces = str(value).strip().split("_")
    if len(pieces) == 1:
        return pieces[0]
    if len(pieces) != 3 or not pieces[1]:
        raise ValueError(f"cannot read {shown(value)} as number_id_hash")
    return pieces[1]


def weibo_post_in_url(value: object, context: Context) -> str:
    """The post's id in `weibo.com/<account>/<post>`. Raises ValueError for another address."""
    return _weibo_url(value)[2]


def weibo_account_in_url(value: object, context: Context) -> str:
    """The account's id in `weibo.com/<account>/<post>`. Raises ValueError for another address."""
    return _weibo_url(value)[1]


def url_without_query(value: object, context: Context) -> str:
    """An address without the tracking parameters after `?`."""
    return str(value).strip().partition("?")[0]


def _weibo_url(value: object) -> re.Match[str]:
    match = re.search(r"weibo\.(?:com|cn)/(?:u/)?(\d+)/([0-9A-Za-z]+)", str(value))
    if match is None:
        raise ValueError("no weibo.com/account/post in the address")
    return match
