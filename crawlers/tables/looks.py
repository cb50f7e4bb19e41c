"""What the cells of a column look like, and how many of them fit a record field."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise

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
_ROW_IDS = ("native_id", "contact_id", "response_id")
"""Ids that a hash of the row stands in for."""
_LONG_RUN = 20
_MOSTLY_SCORES = 0.8
_LONG_TEXT, _LONG_NAME, _LONG_WORD = 6.0, 60, 20
_MAX_STARS, _MAX_POINTS = 10.0, 100.0
"""Best scores of columns that count stars, and of those whose header says points."""


def fit(field: str, looks: str | None, cells: Sequence[str], header: str = "") -> float:
    """Share of the filled cells that could be values of a field; 1 for a column without any."""
    if not cells:
        return 1.0
    if looks == "text":
        return _text_fit(cells)
    name = field.rpartition("author.")[2]
    accepts = _LOOKS[looks] if looks else _reader(converter_for(name, header) or default_for(name))
    share = sum(accepts(cell) for cell in cells) / len(cells)
    if field in _ROW_IDS and _is_row_number(cells):
        return 0.0
    if field == "rating" or field.startswith("score"):
        share = _score_share(cells, _MAX_POINTS if "分" in header or "score" in header.lower() else _MAX_STARS)
        return 0.0 if field == "rating" and share < _MOSTLY_SCORES else share
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
            is_score = name == "number" and all(len(cell) < 4 and _is_score(cell, _MAX_STARS) for cell in cells)
            return "score" if is_score else name
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
    """1, 2, 3, ... or a long run of following numbers: a row's number, which would make rows of two files one."""
    if len(cells) < 3 or not all(cell.isascii() and cell.isdigit() and len(cell) <= 6 for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    is_run = all(later - earlier == 1 for earlier, later in pairwise(numbers))
    return is_run and (numbers[0] <= 1 or len(numbers) >= _LONG_RUN)


def _score_share(cells: Sequence[str], best: float) -> float:
    """Share of cells that are a score up to the best one, or a word for none."""
    return sum(_is_score(cell, best) for cell in cells) / len(cells)


def _is_score(cell: str, best: float) -> bool:
    try:
        score = CONVERTERS["rating"](cell, _LENIENT)
    except ValueError:
        return False
    return score is None or (isinstance(score, float) and 0 <= score <= best)
