"""The dictionary of Sun Junyi's jieba, read from the installed package: counts and parts of speech of 349,000 words."""

from bisect import bisect_left
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple


class Dictionary(NamedTuple):
    """Words with their counts in a corpus of 60 million words, mostly newspapers."""

    counts: dict[str, int]
    """Occurrences of each word; 3 stands for words added without a count."""
    total: int
    """Sum of the counts."""
    kinds: dict[str, str]
    """The usual part of speech of each word, as jieba abbreviates it (n, v, a, ...)."""


def jieba_file(name: str) -> Path:
    """A data file of the installed jieba, which is never imported. Raises ModuleNotFoundError without jieba."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba, whose dictionary segmentation reads, is not installed", name="jieba")
    return Path(spec.origin).parent / name


@cache
def dictionary() -> Dictionary:
    """The dictionary, read once (a third of a second)."""
    content = jieba_file("dict.txt").read_text(encoding="utf-8")
    rows = [line.split(" ") for line in content.split("\n") if line]
    counts = {row[0]: int(row[1]) for row in rows}
    return Dictionary(counts, sum(int(row[1]) for row in rows), {row[0]: row[2].strip() for row in rows})


def word_kinds() -> dict[str, str]:
    """The usual part of speech of each word of the dictionary (n noun, v verb, a adjective, t time, ...)."""
    return dictionary().kinds


def begins_word(text: str) -> bool:
    """Whether some word of the dictionary begins with this text."""
    words = _sorted_words()
    at = bisect_left(words, text)
    return at < len(words) and words[at].startswith(text)


@cache
def _sorted_words() -> list[str]:
    return sorted(dictionary().counts)
