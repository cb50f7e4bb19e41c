"""Persons and places by their parts of speech, with the words that the dictionary takes for names and posts do not."""

import re
from functools import cache
from pathlib import Path

from nlp.named.entity import Entity

_SURNAMES = frozenset(
    "王李张刘陈杨赵吴周徐孙朱郭林罗郑梁宋许冯邓曹彭曾肖董袁潘蒋蔡余杜苏魏吕沈姚卢崔谭陆汪廖贾邹孟秦邱薛侯陶郝邵戴"
)
"""Common ones that rarely begin other words; 高, 黄, 马, 白, 谢 and the like count only before a title."""
_ALL_SURNAMES = "".join(_SURNAMES) + "高黄马白谢何胡唐韩叶程任钟夏韦史方江丁熊严钱万段龙田雷石毛汤金范于尹黎贺顾武莫孔"
_TITLED = re.compile(
    rf"(?P<name>[{_ALL_SURNAMES}](?:[\u4e00-\u9fff]{{1,2}})??)"
    r"(?P<title>先生|女士|小姐|老师|经理|医生|大夫|教授|主任|师傅|阿姨|总监|店长|老板|同学|警官|律师)"
)
_NOT_IN_NAMES = frozenset(
    "的了是不很太有没在都也就和给买我你他她它这那吗呢吧啊个只把被让到得着过说去来要会能用看图膜卡条话照试差客店"
)
_ENDS = frozenset("省市区县镇乡村路街")
_SLANG = re.compile("蚌埠(?:住|撑|绷)|芜湖(?:起飞|[~～!！])")
"""Places whose sound alone is meant: 绷不住了, 哦吼."""

Tagged = list[tuple[str, str]]


@cache
def _ordinary() -> frozenset[str]:
    """Words tagged as names that posts use otherwise (ordinary.txt)."""
    lines = Path(__file__).with_name("ordinary.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def names(text: str, tagged: Tagged) -> list[Entity]:
    """Persons and places of a text with its words (`Segmenter.tags`); names with a title come from the characters."""
    found = [
        Entity("person", *match.span("name" if len(match["name"]) > 1 else 0), match["name"])
        for match in _TITLED.finditer(text)
        if not _NOT_IN_NAMES.intersection(match["name"])
    ]
    at, before = 0, ""
    for word, kind in tagged:
        start, at = at, at + len(word)
        if len(word) > 1 and word not in _ordinary():
            if _SLANG.match(text, start):
                pass
            elif kind == "ns":
                _add_place(found, text, start, at)
            elif _is_person(word, kind):
                found.append(Entity("person", start, at, word))
            elif before in _SURNAMES and kind.startswith("nr") and len(word) == 2:
                found.append(Entity("person", start - 1, at, before + word))
        before = word
    return found


def _add_place(found: list[Entity], text: str, start: int, end: int) -> None:
    """Places that follow one another are one (浙江省 杭州市), with the word that says what they are."""
    if text[end : end + 1] in _ENDS and text[end : end + 1]:
        end += 1
    last = found[-1] if found else None
    if last and last.kind == "place" and last.end == start:
        found[-1] = Entity("place", last.start, end, text[last.start : end])
    else:
        found.append(Entity("place", start, end, text[start:end]))


def _is_person(word: str, kind: str) -> bool:
    if word[0] not in _SURNAMES or _NOT_IN_NAMES.intersection(word):
        return False
    return kind in ("nr", "nrfg", "x") and len(word) in (2, 3)
