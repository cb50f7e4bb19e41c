"""Names under which a person is reached or seen: mail, WeChat, QQ, number plates."""

import re

from records.private.shapes import Family, always

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE_LETTERS = "A-HJ-NP-Z"
_MAIL_HOSTS = r"(?:qq|163|126|gmail|outlook|sina|foxmail|hotmail|yahoo|icloud|sohu|139|189|yeah)"
_TOP = r"(?:com|cn|net|org|edu|hk|tw)"
_AT = r"\s?(?:[(（\[【<]\s?(?:at|AT|艾特|@)\s?[)）\]】>]|艾特|#|\*|@)\s?"
_DOT = r"\s?(?:[(（\[【]\s?(?:dot|点)\s?[)）\]】]|点|。|\.)\s?"
_LINK = r"\s*(?:[:：;；是为加➕+＋→=~～-]|就是|请加|👉)*\s*"
"""What stands between a label and the id."""
_ID = r"[A-Za-z][A-Za-z0-9_-]{5,19}|[1-9]\d{5,11}"
_COUNTED = "人个元次万名块位条年分"
_NO_ID = re.compile(
    r"(?i)^(?:wechat|weixin|iphone|android|windows|official|version|harmony|miniprogram|apple|huawei|xiaomi)"
)
_WECHAT = (
    r"微信|(?:[薇威徽维卫围微魏]|[Ww]ei)信|[Vv]我|绿泡泡|绿色软件|卫星(?!电话)|[Vv]信|[威薇微维][♥❤]\ufe0f?|💚|(?<![A-Za-z])[Vv](?=[:：♥❤])[♥❤]?\ufe0f?"
    r"|(?<=[加我➕+＋])[微薇](?![信微])|(?<=[加➕+＋戳找])[Vv❤](?=[A-Za-z0-9]{6}|[^A-Za-z])"
    r"|(?<![A-Za-z])(?:[Vv] ?[Xx]|[Ww] ?[Xx]|[Ww]e[Cc]hat|[Ww]ei[Xx]in)"
)
_QQ = (
    r"(?<![A-Za-z])[Qq] ?[Qq]|扣扣|[抠叩蔻]{2}|[球秋丘]{2}|企[鹅鵝]|🐧|(?<=[加➕+＋])[Qq](?![A-Za-z])"
    r"|(?<![A-Za-z])[Qq](?=[:：号]| \d{6})|口口"
)


def _plate(number: str, before: str) -> bool:
    """A number with at most two letters behind the dot, and no year or model (`新A2024款`)."""
    tail = re.sub(r"[·•. -]", "", number)[2:]
    return sum(each.isascii() and each.isalpha() for each in tail) <= 2 and sum(each.isdigit() for each in tail) >= 3


def _wechat(number: str, before: str) -> bool:
    """An id follows a sign or a request to add somebody; names of products do not count."""
    is_asked = bool(re.search(r"[号加➕+＋:：是为=→搜找戳♥❤💚]|[Vv] ?[Xx]|[Ww] ?[Xx]|[Vv]信", before))
    is_telling = not number.isalpha() and not number.isdigit()
    return (is_asked or is_telling) and not _NO_ID.match(number)


HANDLES = Family(
    patterns=(
        r"(?P<email>(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]*[@＠][A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
        rf"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._-]{{3,}}{_AT}{_MAIL_HOSTS}{_DOT}{_TOP}"
        rf"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._-]+\s?[(（\[【]\s?(?:at|AT)\s?[)）\]】]\s?[A-Za-z0-9-]+{_DOT}{_TOP}"
        r"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._-]* at [A-Za-z0-9-]+ dot [a-z]{2,3}(?![a-z]))",
        rf"(?P<plate>(?<![A-Za-z0-9全最崭更])[{_PROVINCES}][{_PLATE_LETTERS}][·•. -]?"
        rf"(?:[A-HJK][{_PLATE_LETTERS}0-9]\d{{4}}|\d{{5}}[A-HJK]|[{_PLATE_LETTERS}0-9]{{4}}[{_PLATE_LETTERS}0-9挂学警港澳])(?![A-Za-z0-9]))",
        rf"(?P<wechat>wxid_[A-Za-z0-9]{{6,}}|(?:{_WECHAT})\s?(?:号码?|[Ii][Dd]|同号|搜索?)?{_LINK}"
        rf"(?P<wechat_id>{_ID})(?![A-Za-z0-9_])"
        r"|(?<=[加找搜])(?P<called_id>[A-Za-z][A-Za-z0-9_-]{5,19})(?=\s*(?:的)?(?:微信|[Vv][Xx]|[Ww][Xx]))"
        r"|(?<=[加我])(?P<called_number>[1-9]\d{5,10})(?=\s*(?:微信|[Vv][Xx]|[Qq]{2}|扣扣)))",
        rf"(?P<qq>(?:{_QQ})(?:交流|粉丝|福利|售后)?(?:号码?|群号?)?[吧呢]?{_LINK}"
        rf"(?P<qq_id>[1-9]\d{{4,10}})(?![\d.]|[{_COUNTED}])"
        rf"|(?:[Qq]群|扣群)(?:号)?\s*[:：是为]?\s*(?P<group_id>[1-9]\d{{5,10}})(?![\d.]|[{_COUNTED}])"
        rf"|(?<![折抵])扣[:：]?(?P<knocked_id>[1-9]\d{{7,9}})(?![\d.]|[{_COUNTED}]))",
    ),
    checks={"email": always, "plate": _plate, "wechat": _wechat, "qq": always},
    hints=(
        r"[A-Za-z0-9_０-９-]\s?(?:[@＠#*]|[(（\[【<]\s?(?:at|AT|艾特)|艾特)\s?[)）\]】>A-Za-z0-9０-９]",
        r"[A-Za-z0-9] at [A-Za-z0-9-]+ dot ",
        r"wxid_",
        r"(?:微信|绿泡泡|绿色软件|卫星|[加我➕+＋][微薇]|[薇威徽维卫围微魏Vvi]信|[Vv]我"
        r"|[威薇微维Vv][♥❤]|💚|[VvWw] ?[Xx]|[Ww]e[Cc]hat|[Ww]ei[Xx]in"
        r"|[加➕+＋戳找][VvQq❤]|[Vv][:：]).*[A-Za-z0-9_０-９-]{5}",
        r"[加找搜][A-Za-z0-9_０-９-]{5}",
        r"(?:[Qq] ?[Qq]|扣扣|[抠叩蔻][抠叩蔻]|[球秋丘][球秋丘]|企[鹅鵝]|🐧|口口|[Qq]群|扣群"
        r"|[Qq][:：号 ]).*[0-9０-９]{5}",
        r"扣[:：]?[0-9０-９]{8}",
        rf"[{_PROVINCES}][{_PLATE_LETTERS}][·•. -]?[A-Z0-9]{{4}}",
    ),
    inner={"wechat": ("wechat_id", "called_id", "called_number"), "qq": ("qq_id", "group_id", "knocked_id")},
)
