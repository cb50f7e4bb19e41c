"""The industries: their aspects in Chinese and English, and the words that name each (taxonomies/*.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from records.errors import UsageError
from records.ids import version_of

_FOLDER = Path(__file__).parent / "taxonomies"


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect of an industry."""

    name: str
    """Its name in ids: `price` in `automobile.price`."""
    zh: str
    en: str
    keywords: tuple[str, ...]
    """Words that name it, simplified and lower case."""
    bad: tuple[str, ...]
    """Keywords that blame by themselves (闪退)."""
    good: tuple[str, ...]
    """Keywords that praise by themselves (好吃)."""
    label: str
    """How labelled files name it: its Chinese name where the set has no other."""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The aspects of one industry in their order."""

    industry: str
    zh: str
    en: str
    aspects: tuple[Aspect, ...]
    version: str
    """Changes with every word of the file."""

    def names_by_label(self) -> dict[str, str]:
        """How labelled files name an aspect -> its name; Chinese and plain names, too."""
        plain = {name: one.name for one in self.aspects for name in (one.zh, one.name, f"{self.industry}.{one.name}")}
        return plain | {one.label: one.name for one in self.aspects}


def industries() -> list[str]:
    """The industries there are."""
    return sorted(file.stem for file in _FOLDER.glob("*.toml"))


@cache
def taxonomy(industry: str) -> Taxonomy:
    """The taxonomy of an industry. Raises UsageError for one without a file."""
    if industry not in industries():
        raise UsageError(f"unknown industry {industry!r}; choose one of {', '.join(industries())}")
    raw = (_FOLDER / f"{industry}.toml").read_bytes()
    read = tomllib.loads(raw.decode("utf-8"))
    aspects = tuple(map(_aspect, read["aspect"]))
    return Taxonomy(read["industry"], read["zh"], read["en"], aspects, version_of(raw.decode("utf-8")))


def _aspect(row: dict[str, Any]) -> Aspect:
    bad, good = tuple(row.get("bad", ())), tuple(row.get("good", ()))
    keywords = (*row.get("keywords", ()), *bad, *good)
    return Aspect(row["name"], row["zh"], row["en"], keywords, bad, good, row.get("label", row["zh"]))
