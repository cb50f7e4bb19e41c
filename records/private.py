"""Numbers, ids and addresses that people write into posts, masked before a text comes to rest.

Checked by their own arithmetic where they have one: identity cards by ISO 7064 MOD 11-2 (GB 11643-1999), bank cards by
Luhn (ISO/IEC 7812-1). Everything else is told by its shape and the words around it. Hotlines (400, 95xxx), shops'
street addresses, order numbers, prices and model names are nobody's secret and stay. The mask is one character for
one, so that places in a text stay what they are.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

MASK = "＊"
KINDS = ("mobile", "landline", "identity_card", "bank_card", "email", "plate", "wechat", "qq", "address")

_N, _A = r"(?<![0-9０-９A-Za-z_.])", r"(?![0-9０-９A-Za-z_])"
_NUMERAL = "零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖"
_ORDER = re.compile(
    r"(?:订单|单号|货号|编号|型号|流水|票号|运单|快递[单号]|条码|批号|序列号|房间号|SKU|sku|ID|id)[^，。,；;]{0,4}$"
)
_OPENING = re.compile(r"(?:电话|座机|致电|热线|固话|联系)[^，。,；;\d]{0,4}$")
_SHORT_BEFORE = 12
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CARD_PREFIX = re.compile(r"62|4|5[1-5]|35[2-8]|3[47]|60")
_CARD_LENGTHS = (16, 17, 19)
"""Eighteen digits are an identity card or none."""
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE_LETTERS = "A-HJ-NP-Z"
_MAIL_HOSTS = r"(?:qq|163|126|gmail|outlook|sina|foxmail|hotmail|yahoo|icloud|sohu|139|189|yeah)"
_ADDRESS_LEFT = 24
_STOPS = re.compile(
    r"[\s,，。！!？?；;：:、（）()“”\"'【】\[\]]|住在|家住|住的|寄到|寄往|送到|送去|发到|地址|是在|就在|我在|我家|位于|搬到|坐标"
)
_NUMBER = r"[0-9０-９A-Za-z一二三四五六七八九十]"


class Span(NamedTuple):
    """Something private in a text: [begin, end)."""

    begin: int
    end: int
    kind: str
    """One of KINDS."""


_PATTERN = re.compile(
    "|".join(
        (
            r"(?P<email>(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]*[@＠][A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
            rf"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._-]{{3,}}(?:#|\(at\)|\[at\]){_MAIL_HOSTS}\.(?:com|cn|net))",
            rf"(?P<identity_card>{_N}[1-9]\d{{5}}(?:18|19|20)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{{3}}[\dXxＸ]{_A})",
            r"(?P<old_card>(?<=身份证)(?:号码?)?[是为:：\s]{0,3}[1-9]\d{14}(?!\d))",
            rf"(?P<bank_card>(?<![0-9A-Za-z_])(?=[3-6])\d{{4}}(?:[ -]?\d{{4}}){{2,3}}(?:[ -]?\d{{1,4}})?{_A})",
            rf"(?P<mobile>(?<![0-9０-９A-Za-z_.])(?:(?:\+|00)?86[- ]?)?1[3-9]\d(?:[- ]?\d{{4}}){{2}}{_A}"
            r"(?![个元次万名块份杯件条位]))",
            rf"(?P<spoken>[幺一壹][三四五六七八九叁肆伍陆柒捌玖][{_NUMERAL}]{{9}}(?![{_NUMERAL}]))",
            rf"(?P<landline>{_N}[(（]?0(?:10|2\d|[3-9]\d{{2}})[)）]?[-－— ]\d{{7,8}}(?:[-转]\d{{1,5}})?{_A}"
            r"|(?<![0-9])[(（]0(?:10|2\d|[3-9]\d{2})[)）]\d{7,8}(?!\d))",
            rf"(?P<bare_line>{_N}(?:0(?:10|2\d|[3-9]\d{{2}})\d{{7,8}}|[2-8]\d{{6,7}}){_A})",
            rf"(?P<plate>(?<![A-Za-z0-9全最崭更])[{_PROVINCES}][{_PLATE_LETTERS}][·•. -]?"
            rf"(?:[A-HJK][{_PLATE_LETTERS}0-9]\d{{4}}|\d{{5}}[A-HJK]|[{_PLATE_LETTERS}0-9]{{4}}[{_PLATE_LETTERS}0-9挂学警港澳])(?![A-Za-z0-9]))",
            r"(?P<wechat>wxid_[A-Za-z0-9]{6,}"
            r"|(?:微信|薇信|威信|徽信|绿泡泡|[Vv]信|(?<![A-Za-z])[Vv](?=[:：])|(?<=加)微(?![信微])|(?<![A-Za-z])(?:[Vv][Xx]|[Ww][Xx]|[Ww]e[Cc]hat)|(?<=[加➕+＋戳找])[Vv❤](?![A-Za-z]))"
            r"(?:号码?|[Ii][Dd]|同号|搜索?)?\s*(?:[:：是为加➕+＋→=]|就是|请加)*\s*"
            r"(?P<wechat_id>[A-Za-z][A-Za-z0-9_-]{5,19}|[1-9]\d{5,11})(?![A-Za-z0-9_])"
            r"|(?<=[加找搜])(?P<called_id>[A-Za-z][A-Za-z0-9_-]{5,19})(?=\s*(?:的)?(?:微信|[Vv][Xx]|[Ww][Xx]))"
            r"|(?<=[加我])(?P<called_number>[1-9]\d{5,10})(?=\s*(?:微信|[Vv][Xx]|[Qq]{2}|扣扣)))",
            r"(?P<qq>(?:(?<![A-Za-z])[Qq]{2}|扣扣|企鹅|(?<=[加➕+＋])[Qq](?![A-Za-z]))(?:交流|粉丝|福利|售后)?(?:号码?|群号?)?[吧呢]?\s*(?:[:：是为加➕+＋=]|就是)*\s*"
            r"(?P<qq_id>[1-9]\d{4,10})(?![\d.]|[人个元次万名块位条年])"
            r"|(?:[Qq]群|扣群)(?:号)?\s*[:：是为]?\s*(?P<group_id>[1-9]\d{5,10})(?![\d.]|[人个元次万名块位条年]))",
            rf"(?P<address>(?:{_NUMBER}{{1,4}}(?:号楼|栋|幢|座|号院|号(?![线口店色员链]))(?=[^，。,；;\s]{{0,10}}?{_NUMBER}{{1,4}}(?:单元|室|号房|房|户|号楼|栋|幢))"
            rf"|{_NUMBER}{{1,4}}(?:栋|幢|号楼|座|楼)-?{_NUMBER}{{0,2}}-?\d{{3,4}}(?![\d平㎡元个杯人米包厅会店铺])|\d{{1,5}}弄)"
            rf"(?:[-之]?{_NUMBER}{{1,4}}(?:号楼|栋|幢|座|单元|门|层|楼|室|号房|房|户|号)?){{0,5}})",
            r"(?P<labelled>(?:收货地址|收件地址|家庭住址|家庭地址|详细地址|住址|家住|我住在|我住|住在|寄到|寄往|邮寄到|送到|(?<![店司厂牌馆铺])地址)(?:是|为|在)?[:：\s]{0,2}"
            r"(?P<place>[\u4e00-\u9fff0-9A-Za-z-]{2,30}?(?:路|街|巷|弄|道|胡同|小区|村|苑|花园|公寓|家园|新城|里|庄|屯|组)"
            rf"[\u4e00-\u9fff]{{0,8}}?{_NUMBER}{{1,5}}(?:号楼|号院|号|栋|幢|座|弄|组|单元|室|房)"
            rf"(?:[\u4e00-\u9fff]{{0,6}}?{_NUMBER}{{1,4}}(?:号楼|栋|幢|座|单元|门|层|楼|室|房|户|号)){{0,4}}(?:-?\d{{2,4}})?))",
        )
    )
)
_WIDE = re.compile("[０-９ａ-ｚＡ-Ｚ－]")
_TO_NARROW = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF0D)
}
"""Full-width digits, letters and hyphen, one for one."""
_KIND_OF = {
    "old_card": "identity_card", "spoken": "mobile", "bare_line": "landline", "labelled": "address",
}  # fmt: skip
_INNER = {"wechat": ("wechat_id", "called_id", "called_number"), "qq": ("qq_id", "group_id"), "labelled": ("place",)}
"""Groups of which only a part is private: the label before it stays."""
_NO_ID = re.compile(
    r"(?i)^(?:wechat|weixin|iphone|android|windows|official|version|harmony|miniprogram|apple|huawei|xiaomi)"
)
_ASCII_WORD = "[A-Za-z0-9_０-９-]"
MAY_HOLD = "|".join(
    (
        r"[0-9０-９][-－—() 0-9０-９]{5}",
        rf"{_ASCII_WORD}(?:[@＠]|#|\(at\)|\[at\]){_ASCII_WORD}",
        r"wxid_",
        rf"(?:微信|绿泡泡|加微|[薇威徽Vv]信|[Vv][Xx]|[Ww][Xx]|[Ww]e[Cc]hat|[加➕+＋戳找][VvQq❤]|[Vv][:：]).*{_ASCII_WORD}{{5}}",
        rf"[加找搜]{_ASCII_WORD}{{5}}",
        r"(?:[Qq]{2}|扣扣|企鹅|[Qq]群|扣群).*[0-9０-９]{5}",
        rf"[{_PROVINCES}][{_PLATE_LETTERS}][·•. -]?[A-Z0-9]{{4}}",
        rf"{_NUMBER}(?:栋|幢|号楼|单元|号院|弄|座|室|楼[0-9A-Za-z-])",
        rf"(?:住|寄|送到|地址).*{_NUMBER}(?:号|栋|幢|座|弄|组|单元|室|房)",
        rf"[幺一壹][三四五六七八九叁肆伍陆柒捌玖][{_NUMERAL}]",
    )
)
"""A text that this does not meet holds nothing private (RE2 and Python); it says nothing else. Distances are open:
counted ones make RE2 ten times as slow."""
PLAIN = (
    r"^(?:[0-9]{1,10}(?:\.[0-9]+)?"
    r"|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?)$"
)
"""A whole value that is a number too short for anybody's, or a moment: MAY_HOLD meets some, none is private (RE2)."""


def spans(text: str) -> list[Span]:
    """Everything private in a text, in order; without overlaps."""
    found: list[Span] = []
    at = 0
    plain = text.translate(_TO_NARROW) if _WIDE.search(text) else text
    while match := _PATTERN.search(plain, at):
        name = next(name for name in _CHECKS if match[name] is not None)
        inner = next((each for each in _INNER.get(name, ()) if match[each] is not None), name)
        begin, end = match.span(inner)
        before = plain[max(0, begin - _SHORT_BEFORE if inner == name else match.start() - 2) : begin]
        if not _CHECKS[name](match[inner], before):
            at = match.start() + 1
            continue
        begin = _street_begin(plain, begin) if name == "address" else begin
        found.append(Span(begin, end, _KIND_OF.get(name, name)))
        at = max(end, match.start() + 1)
    return found


def masked(text: str) -> str:
    """The text with everything private replaced, character by character."""
    parts, at = [], 0
    for begin, end, _ in spans(text):
        begin = max(begin, at)
        parts += [text[at:begin], MASK * (end - begin)]
        at = max(at, end)
    return "".join([*parts, text[at:]]) if parts else text


def is_identity_card(number: str) -> bool:
    """Whether the last of 18 characters is the check digit of the others (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _IDENTITY_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper().replace("Ｘ", "X")


def is_luhn(number: str) -> bool:
    """Whether the digits pass Luhn's check (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed([int(each) for each in number if each.isdigit()])):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _digits(number: str) -> str:
    return "".join(str(int(each)) for each in number if each.isdigit())


def _bank_card(number: str, before: str) -> bool:
    digits = _digits(number)
    return (
        len(digits) in _CARD_LENGTHS
        and bool(_CARD_PREFIX.match(digits))
        and is_luhn(digits)
        and len(set(digits)) > 2
        and not _ORDER.search(before)
    )


def _mobile(number: str, before: str) -> bool:
    return not _ORDER.search(before) and len(set(_digits(number)[-8:])) > 1


def _plate(number: str, before: str) -> bool:
    """A number with at most two letters behind the dot, and no year or model (`新A2024款`)."""
    tail = re.sub(r"[·•. -]", "", number)[2:]
    return sum(each.isascii() and each.isalpha() for each in tail) <= 2 and sum(each.isdigit() for each in tail) >= 3


def _wechat(number: str, before: str) -> bool:
    """An id follows a sign or a request to add somebody; names of products do not count."""
    is_asked = bool(re.search(r"[号加➕+＋:：是为=→搜找戳]|[Vv][Xx]|[Ww][Xx]|[Vv]信", before))
    is_telling = not number.isalpha() and not number.isdigit()
    return (is_asked or is_telling) and not _NO_ID.match(number)


_CHECKS: dict[str, Callable[[str, str], bool]] = {
    "identity_card": lambda number, before: is_identity_card(number),
    "old_card": lambda number, before: True,
    "bank_card": _bank_card,
    "mobile": _mobile,
    "spoken": lambda number, before: True,
    "landline": lambda number, before: not _ORDER.search(before),
    "bare_line": lambda number, before: bool(_OPENING.search(before)),
    "email": lambda number, before: True,
    "plate": _plate,
    "wechat": _wechat,
    "qq": lambda number, before: True,
    "address": lambda number, before: True,
    "labelled": lambda number, before: True,
}


def _street_begin(text: str, begin: int) -> int:
    """Where an address begins that was told by its house and room: behind the last mark or verb before it."""
    left = max(0, begin - _ADDRESS_LEFT)
    stops = list(_STOPS.finditer(text, left, begin))
    return stops[-1].end() if stops else left
