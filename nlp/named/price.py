"""Prices in running text, in yuan."""

import re

from nlp.named.entity import Entity
from nlp.named.numerals import ARABIC, CHINESE, number

_PRICE = re.compile(
    rf"""
    (?P<sign>[¥￥$€])\s?(?P<after>{ARABIC})
  | (?<![\d.A-Za-z])(?P<amount>{ARABIC}|{CHINESE})(?P<about>[多来几])?\s?
    (?: (?P<foreign>美元|美金|美刀|刀(?!片|具|子)|日元|日币|港币|港元|欧元|英镑|韩元|韩币|泰铢)
      | (?P<yuan>元(?![旦素气宵件首老始])|人民币|RMB|rmb|块钱|圆(?!形|圈|满|领|润))
      | 块(?P<tenths>[\d一二三四五六七八九](?!\d|[十百千万块晚个斤杯瓶份件只条天月年次张盒袋碗位人]|包(?!邮)))
      | (?P<kuai>块(?!屏|电池|表|肉|地|儿|状|头|去|来|板|手|巧|糖|蛋|砖|布|硬|玉|石|用|吃|玩|走|看|给|[^\W\d]?卡))
      | (?P<jiao>毛钱|角钱|毛(?![病线衣巾笔绒毯孩刺]))
      | (?P<fen>分钱)
    )
    """,
    re.VERBOSE,
)
_BARE = re.compile(
    rf"(?:[定订]金|尾款|预算|[到原现售单总]价|价格)[是为]?\s?(?P<told>(?>{ARABIC}))(?![\d.%％元块折个天次人件])"
    rf"|(?<![\d.,A-Za-z块])(?P<taken>(?>{ARABIC}))(?=[入到]手|拿下|包邮)"
)
"""Numbers without a unit that the words beside them make prices."""
_HINT = re.compile(r"[¥￥$€元块圆毛角分刀币镑铢金款价]|RMB|rmb|预算|[入到]手|拿下|包邮")
_TENTHS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}


def prices(text: str) -> list[Entity]:
    """All prices of a text; bare numbers come last and may overlap others.

    一块 alone is none: it mostly means a piece, or together.
    """
    if _HINT.search(text) is None:
        return []
    found = [price for match in _PRICE.finditer(text) if (price := _price(match)) is not None]
    return found + [_bare_price(match) for match in _BARE.finditer(text)]


def _bare_price(match: re.Match[str]) -> Entity:
    group = "told" if match["told"] else "taken"
    return Entity("price", *match.span(group), number(match[group]))


def _price(match: re.Match[str]) -> Entity | None:
    if match["sign"]:
        value = number(match["after"]) if match["sign"] in "¥￥" else None
        return Entity("price", *match.span(), value)
    amount = match["amount"]
    if match["kuai"] and amount in ("一", "两", "几"):
        return None
    value = number(amount)
    if value is None:
        return None
    if match["tenths"]:
        digit = match["tenths"]
        value += (int(digit) if digit.isascii() else _TENTHS[digit]) / 10
    elif match["jiao"]:
        value /= 10
    elif match["fen"]:
        value /= 100
    return Entity("price", *match.span(), None if match["foreign"] else round(value, 2))
