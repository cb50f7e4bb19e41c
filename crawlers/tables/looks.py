"""What the cells of a column look like, and how many of them fit a record field."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache

from crawlers.convert.context import Context
from crawlers.convert.registry import CONVERTERS, default_for
from crawlers.tables.units import converter_for
from crawlers.tables.vocabulary import vocabulary

_SEEN_AT = datetime(2100, 1, 1, tzinfo=UTC)
_LENIENT = Context(
    fetched_at=_SEEN_AT, year=2020, observed_at=datetime(2020, 6, 1, tzinfo=UTC), is_day_first=lambda: True,
    serial_epoch=1900,
)  # fmt: skip
"""Reads any date: what matters here is whether a cell is one."""
_URL = re.compile(r"(?:https?://|www\.)\S+|[\w.-]+\.(?:com|cn|net|org)(?:/\S*)?", re.IGNORECASE)
_ID = re.compile(r"\S{1,64}")
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE = re.compile(r"[，。！？；!?;]|\s")
_NUMBER = re.compile(r"[¥￥$]?[-+]?\d[\d,]*(?:\.\d+)?%?")
_LONG_TEXT, _LONG_NAME, _LONG_WORD = 6.0, 60, 20
_MAX_RATING = 100.0


def fit(field: str, looks: str | None, cells: Sequence[str], header: str = "") -> float:
    """Share of the filled cells that could be values of a field; 1 for a column without any."""
    if not cells:
        return 1.0
    if looks == "text":
        return _text_fit(cells)
    name = field.rpartition("author.")[2]
    accepts = _LOOKS[looks] if looks else _reader(converter_for(name, header) or default_for(name))
    share = sum(accepts(cell) for cell in cells) / len(cells)
    if looks == "id" and _is_row_number(cells):
        return 0.0
    if field == "rating" or field.startswith("score"):
        return share if _is_score(cells) else 0.0
    return share


def is_time(cell: str) -> bool:
    """Whether a cell is a point in time and not a bare number."""
    return bool(_reader("time")(cell)) and not (cell.isdigit() and len(cell) < 8)


def kind_of(cells: Sequence[str]) -> str:
    """What a column holds, in a word for a person."""
    if not cells:
        return "empty"
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("link", _LOOKS["url"]), ("time", is_time), ("number", lambda cell: bool(_NUMBER.fullmatch(cell)))
    )  # fmt: skip
    for name, test in tests:
        if sum(map(test, cells)) >= 0.8 * len(cells):
            return "score" if name == "number" and _is_score(cells) and max(map(_float, cells)) <= 10 else name
    if _text_fit(cells) >= 0.7 and _mean_length(cells) >= _LONG_TEXT:
        return "text"
    return "word"


def _text_fit(cells: Sequence[str]) -> float:
    """Texts are words and not times, numbers or links; short ones (好喝) are texts as well."""
    good = sum(bool(_LETTER.search(cell)) and not is_time(cell) and not _URL.fullmatch(cell) for cell in cells)
    return good / len(cells) * (1.0 if _mean_length(cells) >= _LONG_TEXT else 0.75)


def _mean_length(cells: Sequence[str]) -> float:
    return sum(map(len, cells)) / len(cells)


@cache
def _reader(converter: str) -> Callable[[str], bool]:
    convert = CONVERTERS[converter]

    def reads(cell: str) -> bool:
        try:
            convert(cell, _LENIENT)
        except (ValueError, OverflowError):
            return False
        return True

    return is_money_like if converter == "money" else reads


def is_money_like(cell: str) -> bool:
    """Whether a cell is an amount, in any currency."""
    try:
        CONVERTERS["money"](cell.strip().lstrip("$€£"), _LENIENT)
    except ValueError:
        return False
    return True


def _is_name(cell: str) -> bool:
    return len(cell) <= _LONG_NAME and not is_time(cell) and not _URL.fullmatch(cell)


def _is_id(cell: str) -> bool:
    return bool(_ID.fullmatch(cell)) and not _URL.fullmatch(cell) and not (is_time(cell) and not cell.isdigit())


def _is_word(cell: str) -> bool:
    return len(cell) <= _LONG_WORD and not is_time(cell) and not _SENTENCE.search(cell.strip())


_LOOKS: dict[str, Callable[[str], bool]] = {
    "name": _is_name,
    "id": _is_id,
    "word": _is_word,
    "url": lambda cell: bool(_URL.fullmatch(cell)),
    "platform": lambda cell: cell.strip().lower() in vocabulary().platforms,
}


def _is_row_number(cells: Sequence[str]) -> bool:
    """1, 2, 3, ...: a row's number, which would make rows of two files one."""
    return len(cells) > 2 and [cell for cell in cells] == [str(n) for n in range(1, len(cells) + 1)]


def _is_score(cells: Sequence[str]) -> bool:
    try:
        scores = [CONVERTERS["rating"](cell, _LENIENT) for cell in cells]
    except ValueError:
        return False
    return all(score is None or (isinstance(score, float) and 0 <= score <= _MAX_RATING) for score in scores)


def _float(cell: str) -> float:
    found = CONVERTERS["rating"](cell, _LENIENT)
    return found if isinstance(found, float) else 0.0
