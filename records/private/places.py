"""Where a person lives: told by house and room, by village and house, or by a word that announces an address.

Shops' street addresses (a road and a number) are nobody's secret and stay.
"""

import re

from records.private.shapes import Family, always

_NUMBER = r"[0-9０-９A-Za-z一二三四五六七八九十]"
_WING = rf"(?:{_NUMBER}{{1,4}}|[甲乙丙丁戊东西南北中])"
_HOUSE = r"(?:号楼|栋|幢|座|号院|斋|舍)"
_PLACE = (
    r"(?:省|市|区|县|旗|镇|乡|路|街|大道|巷|弄|道|胡同|小区|村|苑|园|公寓|新城"
    r"|城|里|庄|屯|寨|组|厦|广场|大学|学院|校区|府|湾)"
)
_GAP = r"[^，。,；;\s和跟与及、到至]{0,10}?"
_TOKEN = rf"{_WING}(?:号楼|栋|幢|座|单元|门|层|楼|室|号房|房|户|号)"
_NOT_ROOM = r"(?![\d平㎡元个杯人米包厅会店铺])"
_LABEL = (
    r"(?:收货地址|收件地址|家庭住址|家庭地址|详细地址|住址|现居|现住|租住|家住|家在|老家|户籍地?|宿舍|我住在|我住|住在|寄回?[到往]|寄回|送[货到]+"
    r"|收货人?|收件人?改?成?|(?<![店司厂牌馆铺])地址)(?:地址)?(?:是|为|在|到|于|改成)?[:：\s]{0,2}"
)
_REACH = 40
_STOPS = re.compile(
    r"[\s,，。！!？?；;：:、（）()“”\"'【】\[\]]|住在|家住|住的|寄到|寄往|寄回|送到|送去|发到|地址|是在|就在|我在|我家|我住|家在|位于|搬到|坐标"
    r"|安装|户籍|老家|改成"
)
_LEVELS = re.compile(
    r"(?:[\u4e00-\u9fff]{2,9}(?:省|市|自治区|区|县|旗|镇|乡|街道|州)|北京|上海|天津|重庆)(?:[\s,，/]{1,2}|$)"
)
_CHAIN = re.compile(r"[省市州县旗区][\u4e00-\u9fff]{1,7}[镇乡县区道旗][\u4e00-\u9fff]{0,8}$")
_HOME = re.compile(r"(?:家|住|户籍|寄|送|地址|收货|收件)[^，。,；;\s]{0,12}[镇乡][\u4e00-\u9fff]{0,8}$")


def _village(number: str, before: str) -> bool:
    """A house of a village counts behind two levels above it, or behind a home and a township."""
    return bool(_CHAIN.search(before) or _HOME.search(before))


def address_begin(text: str, begin: int) -> int:
    """Where an address begins that was told by its house: behind the last mark or verb, before spaced-out levels."""
    left = max(0, begin - _REACH)
    stops = list(_STOPS.finditer(text, left, begin))
    start = stops[-1].end() if stops else left
    levels = [match for match in _LEVELS.finditer(text, left, start) if match.end() == start]
    while levels:
        start = levels[-1].start()
        levels = [match for match in _LEVELS.finditer(text, left, start) if match.end() == start]
    return start


PLACES = Family(
    patterns=(
        rf"(?P<address>(?:{_NUMBER}{{1,4}}(?:号院?(?![线口店色员链])|弄){_GAP}{_NUMBER}{{1,4}}(?:号楼|栋|幢|座|单元|室|号房|房|户)"
        rf"|{_NUMBER}{{1,4}}{_HOUSE}{_GAP}{_WING}(?:单元|室|号房|房(?![间价东型租])|户(?![型外]))"
        rf"|{_NUMBER}{{1,4}}(?:{_HOUSE}|楼){_WING}(?:单元|门(?![店口诊面])|室)"
        rf"|{_NUMBER}{{1,4}}(?:{_HOUSE}|楼)-?{_NUMBER}{{0,2}}-?\d{{3,4}}{_NOT_ROOM}"
        rf"|{_NUMBER}{{1,4}}(?:号楼|栋|幢)\d{{1,2}}(?:-\d{{1,4}}){{1,2}}|\d{{1,5}}弄|\d{{1,4}}巷(?={_NUMBER}{{1,4}}号)"
        rf"|(?<=[城苑园府湾郡庭邸里居轩庄寓区院])\d{{1,3}}-\d{{1,3}}-\d{{3,4}}(?![\d-]))"
        rf"(?:[-之]?{_TOKEN}|-?\d{{1,4}}(?:-\d{{1,4}})*{_NOT_ROOM}|[零〇一二三四五六七八九]{{3,4}}){{0,5}})",
        rf"(?P<village>(?<=[村屯寨庄])[\u4e00-\u9fff]{{0,4}}?{_NUMBER}{{1,4}}(?:号(?![线口店色员链])|组|队|社(?!区))(?:{_NUMBER}{{1,4}}号)?)",
        rf"(?P<labelled>{_LABEL}(?P<place>[\u4e00-\u9fff0-9A-Za-z-]{{2,30}}?{_PLACE}"
        rf"[\u4e00-\u9fff]{{0,8}}?[A-Za-z]?\d{{0,3}}-?{_NUMBER}{{1,5}}(?:号楼|号院|号|栋|幢|座|弄|组|单元|室|房|舍|斋)"
        rf"(?:[\u4e00-\u9fff]{{0,6}}?{_TOKEN}){{0,4}}(?:-?\d{{1,4}}(?:-\d{{1,4}})*{_NOT_ROOM})?))",
    ),
    checks={"address": always, "village": _village, "labelled": always},
    hints=(
        rf"{_NUMBER}(?:栋|幢|号楼|单元|号院|弄|巷|座|室|斋|舍|楼[0-9A-Za-z-]|楼.[门层])",
        r"[城苑园府湾郡庭邸里居轩庄寓区院][0-9０-９]+-[0-9０-９]+-[0-9０-９]{3}",
        rf"[村屯寨庄].*{_NUMBER}(?:号|组|队|社)",
        rf"(?:住|寄|送|地址|收货|收件|现居|家在|老家|户籍|宿舍).*{_NUMBER}(?:号|栋|幢|座|弄|组|单元|室|房|舍|斋)",
    ),
    inner={"labelled": ("place",)},
)
