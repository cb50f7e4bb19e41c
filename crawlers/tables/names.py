"""Headers made comparable: width, case, script, brackets, units and separators aside."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETS = re.compile(r"[(\[{<【《「].*?[)\]}>】》」]")
_NUMBERING = re.compile(r"^(?:q|题|问题)?\s*\d+\s*[.、:)]\s*|^[*#★]+|[*?？:：]+$", re.IGNORECASE)
_SEPARATORS = re.compile(r"[-_/|.:·>,;、\\]+|\s+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_BEHIND, _WITHIN = 0.62, 0.42
"""What a name counts that a longer header ends with, or holds elsewhere; more, the more of the header it is."""
_GROWTH = 0.3


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a field."""

    joined: str
    """Without separators."""
    words: tuple[str, ...]
    """Its English words; empty for a Chinese name."""


@dataclass(frozen=True, slots=True)
class Header:
    """One column's header in its comparable forms."""

    forms: tuple[tuple[str, float], ...]
    """(form, weight): the whole, without brackets, and its segments."""
    words: frozenset[str]
    """Its English words."""
    last: str
    """The last of them: `user name` is a name, `user verified` is none."""
    whole: str
    """Everything joined, for signs."""


@cache
def _simplify() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def plain(text: str) -> str:
    """Text in simplified characters of normal width, lower case; half a surrogate pair (OpenCC refuses it) is `?`."""
    whole = text.replace("\ufeff", "").encode("utf-8", "replace").decode("utf-8")
    wide = unicodedata.normalize("NFKC", whole).strip()
    spaced = _CAMEL.sub(" ", wide)
    return (_simplify().convert(spaced) if _HAN.search(spaced) else spaced).lower()


@cache
def name_of_words(text: str) -> Name:
    """A name of the vocabulary."""
    simple = plain(text)
    joined = _SEPARATORS.sub("", simple)
    return Name(joined, () if _HAN.search(simple) else tuple(each for each in _SEPARATORS.split(simple) if each))


@cache
def header_of(text: str) -> Header:
    """A header's comparable forms."""
    whole = plain(text)
    bare = _NUMBERING.sub("", _NUMBERING.sub("", _BRACKETS.sub(" ", whole).strip())).strip() or whole
    segments = [each for each in _SEPARATORS.split(bare) if each]
    forms = {_SEPARATORS.sub("", whole): 1.0, "".join(segments): 0.98}
    if len(segments) > 1 and _HAN.search(bare):
        forms.setdefault(segments[-1], 0.9)
        for each in segments[:-1]:
            forms.setdefault(each, 0.8)
    words = [each for each in segments if each.isascii()]
    return Header(tuple(forms.items()), frozenset(words), words[-1] if words else "", _SEPARATORS.sub("", whole))


def likeness(header: Header, name: Name) -> float:
    """How surely a header is a name: 1 for the same, less for a longer header around it, 0 for another."""
    best = 0.0
    for form, weight in header.forms:
        if form == name.joined:
            best = max(best, weight)
        elif _may_be_part(name, form) and name.joined in form:
            base = _BEHIND if form.endswith(name.joined) else _WITHIN
            best = max(best, weight * (base + _GROWTH * len(name.joined) / len(form)))
    if name.words and header.words.issuperset(name.words):
        base = _BEHIND if header.last == name.words[-1] else _WITHIN
        best = max(best, base + _GROWTH * len(name.words) / len(header.words))
    return best


def _may_be_part(name: Name, form: str) -> bool:
    """Whether a name is long enough to be believed within a form: an English one at the end of a Chinese header."""
    if name.words:
        return len(name.joined) > 2 and bool(_HAN.search(form)) and form.endswith(name.joined)
    return len(name.joined) > 1


def ends_with(header: Header, end: str) -> bool:
    """Whether a header, without brackets and units, ends with a word; one character alone says nothing."""
    return any(form.endswith(end) and len(form) > 1 for form, _ in header.forms)


def has_sign(header: Header, sign: Name) -> bool:
    """Whether a sign stands in a header."""
    return header.words.issuperset(sign.words) if sign.words else sign.joined in header.whole
