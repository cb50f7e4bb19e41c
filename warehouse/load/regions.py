"""Regions as sources write them, and the province or country they mean."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from warehouse.load import places

CHINA = "中国"

_PREFIX = re.compile(r"^(IP\s*属地|发布于|来自|归属地)\s*[:：]?\s*")
_SUFFIX = re.compile(r"\s+(province|sheng|city|shi|municipality)$")


def province_of(region: str) -> str | None:
    """The province a region lies in (`IP属地:广东`, `四川 成都`, `北京市`, `合肥`, `Guangdong`).

    None abroad, and where the name is not certain to be that of a province or city of China.
    """
    bare = _bare(region).removeprefix(CHINA).strip()
    begun = next((name for name in places.PROVINCES if bare.startswith(name)), None)
    return begun or next(_known(_provinces(), bare), None)


def country_of(region: str) -> str | None:
    """The country or territory in Chinese: 中国 for a province or city of it, another only by a known name.

    A word that names no country (`California`, `东京`, `海外`) gives None: part of a country is not guessed to be one.
    """
    bare = _bare(region)
    if province_of(region) or bare.startswith(CHINA):
        return CHINA
    return next(_known(_countries(), bare.removeprefix("海外").strip()), None)


def _bare(region: str) -> str:
    return _PREFIX.sub("", region.strip())


def _known(names: dict[str, str], bare: str) -> Iterator[str]:
    """What the whole text, its first word in Chinese, or a piece between commas is known as."""
    first = re.split(r"[\s·]", bare, maxsplit=1)[0]
    pieces = [bare, *([] if first.isascii() else [first]), *re.split(r"[,，]", bare)]
    return (names[key] for piece in pieces if (key := _key(piece)) in names)


def _key(name: str) -> str:
    """Equal for spellings of one name: without case, accents, apostrophes, and the word for city or province.

    Codes of two letters keep their case: `ca` is the App Store of Canada, `CA` may be California.
    """
    name = name.strip()
    if len(name) == 2 and name.isascii():
        return name
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return _SUFFIX.sub("", plain.casefold().replace("'", "").replace("’", "")).removesuffix("市")


@cache
def _provinces() -> dict[str, str]:
    """Key of a name of a province or of a city in it -> province."""
    names = {english: province for province, english in places.PROVINCES.items()} | places.FURTHER_PROVINCES
    for cities in (places.CITIES, places.LATIN_CITIES):
        names |= {city: province for province, listed in cities.items() for city in listed.split()}
    return _by_key(names.items())


@cache
def _countries() -> dict[str, str]:
    """Key of a name or code of a country -> its Chinese name."""
    rows = [row.split() for row in places.COUNTRIES.replace("\n", " ").split(";")]
    names = {name: row[0] for row in rows for name in _names_of(row)}
    return _by_key((names | places.FURTHER_COUNTRIES).items())


def _names_of(row: list[str]) -> list[str]:
    """The Chinese name, the English one of any number of words, and the code, as far as the row has them."""
    code = row[-1:] if len(row[-1]) == 2 and row[-1].islower() else []
    english = " ".join(row[1 : len(row) - len(code)])
    return [row[0], *([english] if english else []), *code]


def _by_key(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {_key(name): meant for name, meant in names}
