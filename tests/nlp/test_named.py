import re
from collections import Counter
from pathlib import Path

import pytest

from nlp.named import Entity, find
from nlp.named.numerals import number

_MARKED = re.compile(r"\[([^|\]]+)\|(\w+)(?:=([^\]]+))?\]")


def _sheet() -> list[tuple[str, list[tuple[str, int, int, str | None]]]]:
    rows = []
    lines = Path(__file__).with_name("test_named_sheet.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("#"):
            continue
        text, entities, at = "", [], 0
        for match in _MARKED.finditer(line):
            text += line[at : match.start()]
            entities.append((match[2], len(text), len(text) + len(match[1]), match[3]))
            text, at = text + match[1], match.end()
        rows.append((text + line[at:], entities))
    return rows


def scores() -> dict[str, tuple[int, int, int]]:
    """Of each kind: entities found rightly (kind and place), found, and in the sheet."""
    right, found, marked = Counter[str](), Counter[str](), Counter[str]()
    rows = _sheet()
    for (_, entities), answer in zip(rows, find([text for text, _ in rows]), strict=True):
        wanted = {entity[:3] for entity in entities}
        marked.update(kind for kind, _, _ in wanted)
        found.update(entity.kind for entity in answer)
        right.update(entity.kind for entity in answer if entity[:3] in wanted)
    return {kind: (right[kind], found[kind], marked[kind]) for kind in marked}


@pytest.mark.parametrize(("kind", "least"), [("price", 0.9), ("date", 0.9), ("place", 0.85), ("person", 0.85)])
def test_the_sheet_is_found_with_this_f1(kind: str, least: float) -> None:
    right, found, marked = scores()[kind]
    assert 2 * right / (found + marked) >= least


def test_values_of_the_sheet_are_right_where_the_entity_is() -> None:
    rows = _sheet()
    wrong = []
    for (text, entities), answer in zip(rows, find([text for text, _ in rows]), strict=True):
        wanted = {entity[:3]: entity[3] for entity in entities if entity[0] in ("price", "date")}
        for entity in answer:
            value = wanted.get(entity[:3], "absent")
            given = f"{entity.value:g}" if isinstance(entity.value, float) else entity.value
            if value != "absent" and value != given:
                wrong.append((text, entity, value))
    assert not wrong


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,299.5", 1299.5), ("1.2万", 12000), ("3k", 3000), ("两千三", 2300), ("一百零五", 105), ("十", 10)]
    + [("一万二", 12000), ("两万零五十", 20050), ("二〇二四", 2024), ("万", None)],
)
def test_numbers_are_read(text: str, value: float | None) -> None:
    assert number(text) == value


def test_linked_brands_come_before_names_and_after_prices() -> None:
    text = "李宁的鞋299元，李宁体育"
    linked = [[Entity("brand", 0, 2, "李宁"), Entity("brand", 9, 11, "李宁"), Entity("product", 4, 8, "x")]]
    found = find([text], linked=linked)[0]
    assert [(e.kind, e.start) for e in found] == [("brand", 0), ("price", 4), ("brand", 9)]


def test_any_string_is_answered() -> None:
    odd = ["", " \n", "\ud800元", "😂", "9" * 400 + "元", "元" * 50, "北京" * 2000, "300块" * 2000, "\x00昨天"]
    answers = find(odd)
    assert len(answers) == len(odd)
    assert [len(answers[0]), len(answers[7])] == [0, 2000]
    for text, entities in zip(odd, answers, strict=True):
        assert all(0 <= e.start < e.end <= len(text) for e in entities)
        assert all(a.end <= b.start for a, b in zip(entities, entities[1:], strict=False))


def test_places_that_only_sound_like_something_are_none() -> None:
    assert find(["蚌埠住了，笑死", "芜湖起飞", "蚌埠的酥糖", "芜湖方特"]) == [
        [],
        [],
        [Entity("place", 0, 2, "蚌埠")],
        [Entity("place", 0, 2, "芜湖")],
    ]
