"""Excerpts and figures."""

import json

import pytest

from reports import numbers
from reports.text import excerpt


def _marked(text: str, evidence: object, limit: int = 240) -> list[str]:
    shown, spans = excerpt(text, evidence, limit=limit)  # type: ignore[arg-type]
    assert shown is not None
    units = shown.encode("utf-16-le")
    return [units[2 * start : 2 * end].decode("utf-16-le") for start, end in json.loads(spans)]


def test_spans_count_as_a_browser_counts() -> None:
    text = "😡😡差评"
    assert _marked(text, "[[2, 4]]") == ["差评"]
    assert json.loads(excerpt(text, "[[2, 4]]")[1]) == [[4, 6]]


def test_long_text_is_cut_around_its_evidence() -> None:
    text = "前" * 500 + "异物" + "后" * 500
    shown, _ = excerpt(text, [[500, 502]])
    assert shown is not None
    assert len(shown) == 242
    assert shown[0] == shown[-1] == "…"
    assert _marked(text, [[500, 502]]) == ["异物"]


def test_a_long_text_without_evidence_begins_at_its_beginning_however_short_the_limit() -> None:
    assert excerpt("字" * 100, "[]", limit=60)[0] == "字" * 60 + "…"


@pytest.mark.parametrize("evidence", [None, "", "[]", "[[5, 2]]", "[[0, 999]]", "[[-1, 2]]"])
def test_impossible_spans_mark_nothing(evidence: str | None) -> None:
    assert _marked("短文本", evidence) == []


def test_no_text_stays_unknown_and_broken_bytes_are_replaced() -> None:
    assert excerpt(None, "[]") == (None, "[]")
    assert excerpt("坏\ud800字", "[]")[0] == "坏?字"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (numbers.percent(-0.661), "−66.1%"), (numbers.points(-0.85), "−85.0"), (numbers.points(0.001), "+0.1"),
        (numbers.relative(540, 100), "+440%"), (numbers.times(431, 13), "33"), (numbers.times(5, 2), "2.5"),
        (numbers.count(10586), "10,586"), (numbers.short(49_600_000), ("4,960万", "50M")),
        (numbers.short(12_300), ("1.2万", "12K")), (numbers.short(512), ("512", "512")),
        (numbers.short(340_000_000), ("3.4亿", "340M")),
    ],
)  # fmt: skip
def test_figures_read_well(made: object, expected: object) -> None:
    assert made == expected
