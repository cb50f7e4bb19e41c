"""Dates and shopping days in running text."""

import re
from calendar import monthrange

from nlp.named.entity import Entity

_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DATE = re.compile(
    rf"""
    (?<!\d)(?P<y1>(?:19|20)\d\d)(?:\s?年\s?(?P<m1>{_MONTH})(?:\s?月(?:份|\s?(?P<d1>{_DAY})(?:[日号]|(?!\d)))?)
        |(?P<sep>[-/.])(?P<m2>{_MONTH})(?P=sep)(?P<d2>{_DAY})(?![\d.]))
  | (?<!\d)(?P<y3>(?:19|20)\d\d)\s?年(?!\s?[前后内多来的]?时间)
  | (?<![\d.])(?P<m4>{_MONTH})\s?月\s?(?P<d4>{_DAY})(?:[日号]|(?!\d))
  | (?P<day>双\s?(?:11|十一)|双\s?(?:12|十二)|(?<![\d.])11\.11(?![\d.])
      |(?<![\d.])(?:618|6\.18)(?![\d.元块件个名只家多])|六一八|三八节|38节|元旦|五一(?!路)|国庆节?|情人节|圣诞节?|七夕|春节|中秋节?|端午节?|元宵节?|除夕|母亲节|父亲节|儿童节)
  | (?P<relative>大?前天|今天|昨天|明天|大?后天|昨晚|昨夜|今早|今晚|今晨
      |明早|明晚|前几天|这几天|过几天|前两天|前阵子
      |(?:上上?个?|这个?|本|下下?个?)(?:周|星期|礼拜)(?:[一二三四五六日天末])?|(?:上上?|这|下下?)个月|本月|[去今明前后]年
      |(?:星期|礼拜)[一二三四五六日天]|周(?:[一二三四五六日](?![元年刊期]|口)|末)
      |(?:\d{{1,3}}|[一二两三四五六七八九十几半]+)(?:天|周|个?星期|个?礼拜|个?月|年)(?:多)?(?:以|之)?[前后])
    """,
    re.VERBOSE,
)
_HINT = re.compile(r"[年月天周昨今明双节期拜11节]|[-/.]\d|618|六一八|元旦|五一|国庆|圣诞|七夕|中秋|端午|元宵|除夕")
_FIXED = {
    "元旦": "--01-01",
    "情人节": "--02-14",
    "三八节": "--03-08",
    "38节": "--03-08",
    "五一": "--05-01",
    "儿童节": "--06-01",
    "618": "--06-18",
    "6.18": "--06-18",
    "六一八": "--06-18",
    "国庆": "--10-01",
    "国庆节": "--10-01",
    "双11": "--11-11",
    "双十一": "--11-11",
    "11.11": "--11-11",
    "双12": "--12-12",
    "双十二": "--12-12",
    "圣诞": "--12-25",
    "圣诞节": "--12-25",
}
"""Days with the same date every year; lunar ones have no ISO date without a year."""


def dates(text: str) -> list[Entity]:
    """All dates of a text; what no calendar holds (2月30日) is none."""
    if _HINT.search(text) is None:
        return []
    return [found for match in _DATE.finditer(text) if (found := _date(match)) is not None]


def _date(match: re.Match[str]) -> Entity | None:
    start, end = match.span()
    if match["relative"]:
        return Entity("date", start, end, None)
    if match["day"]:
        return Entity("date", start, end, _FIXED.get(match["day"].replace(" ", "")))
    if match["y3"]:
        return Entity("date", start, end, match["y3"])
    year, month, day = (
        match["y1"],
        match["m1"] or match["m2"] or match["m4"],
        match["d1"] or match["d2"] or match["d4"],
    )
    if day and int(day) > monthrange(int(year or 2000), int(month))[1]:
        return None
    head = f"{year or '-'}-{int(month):02}"
    return Entity("date", start, end, f"{head}-{int(day):02}" if day else head)
