"""What must not be found any more of one person: an id, names, and stretches of what only this person wrote.

A stretch is WINDOW characters. Texts are looked at with a rolling hash over whole columns, so that a hundred thousand
posts cost a second; what the hash suspects is compared character by character.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

WINDOW = 12
"""Characters from which a text counts as somebody's own words (the bound of the promise)."""
MASK = "＊"
"""Stands for one masked character, so that offsets into a text stay what they are; every Chinese encoding has it."""
_SHORTEST_ID, _SHORTEST_NAME = 5, 3
"""Shorter ones are looked for in whole cells only: as parts of texts they would meet everything."""
_SHORT = 500
"""Characters up to which slices are faster than arrays."""
_PIECE_CHARACTERS = 4_000_000
_BASE = np.uint64(0x9E3779B97F4A7C15)
_BITS = 20
_CHAINED = r"[^\"\n\r\t,\x00]*?(?=//@|[\"\n\r\t,\x00]|\Z)"
"""What a chain of forwards says someone wrote: up to the next link, the end, or what ends a cell."""
_QUOTED = re.compile(r"//@|回复@|「|【转|转自|转载|转发自|引用|原文|原话|搬运")
"""Where a text stops being its writer's own: Weibo's chain of forwards, and copied answers."""


def own_words(text: str) -> str:
    """The part of a text that its writer wrote: what stands before the first forwarded or quoted one."""
    found = _QUOTED.search(text)
    return text[: found.start()] if found else text


def windows_of(texts: Iterable[str]) -> set[str]:
    """Every stretch of WINDOW characters in these texts, but for those of blanks and marks alone."""
    found = {text[at : at + WINDOW] for text in texts for at in range(len(text) - WINDOW + 1)}
    return {each for each in found if sum(map(str.isalnum, each)) >= WINDOW // 2}


@dataclass(frozen=True)
class Needles:
    """What to look for; made once, used on many texts."""

    identities: frozenset[str]
    """Native ids: as a whole cell whatever their length, inside texts from five characters on."""
    names: frozenset[str] = frozenset()
    """Display names: likewise from three characters on; shorter ones only behind `@`."""
    windows: frozenset[str] = frozenset()
    """Stretches that only this person wrote."""
    words: frozenset[str] = frozenset()
    """Those of the names that are ordinary words: as a whole cell and behind `@` only."""
    _table: NDArray[np.bool_] = field(init=False, repr=False, compare=False)
    _pattern: "re.Pattern[str] | None" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        table = np.zeros(1 << _BITS, dtype=bool)
        if self.windows:
            table[_slots(_codes("".join(self.windows)))[::WINDOW]] = True
        object.__setattr__(self, "_table", table)
        object.__setattr__(self, "_pattern", _pattern_of(self.identities, self.names, self.words))

    def is_whole(self, value: str) -> bool:
        """Whether a cell is the id, or nothing but the name."""
        stripped = value.strip()
        return stripped in self.identities or stripped.removeprefix("@") in self.names

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Begin and end of everything to mask in a text, in order, without overlaps."""
        found = list(self._window_spans(text))
        if self._pattern is not None and self._may_name(text):
            found += [match.span() for match in self._pattern.finditer(text)]
        return _joined(found)

    def are_in(self, text: str) -> bool:
        """Whether anything is to be masked in a text."""
        is_named = self._pattern is not None and self._may_name(text) and bool(self._pattern.search(text))
        return is_named or next(self._window_spans(text), None) is not None

    def masked(self, text: str) -> str:
        """The text with what was found replaced, character by character."""
        if self.is_whole(text):
            return MASK * len(text)
        parts, at = [], 0
        for begin, end in self.spans(text):
            parts += [text[at:begin], MASK * (end - begin)]
            at = end
        return "".join([*parts, text[at:]])

    def mask_all(self, texts: Sequence[str | None]) -> dict[int, str]:
        """Position -> masked text of those that held anything; all are looked at in one go."""
        given = [text or "" for text in texts]
        joined = "\x00".join(given)
        begins = np.cumsum([0, *(len(text) + 1 for text in given)])
        places = {int(np.searchsorted(begins, begin, "right")) - 1 for begin, _ in self.spans(joined)}
        places |= {place for place, text in enumerate(given) if text and self.is_whole(text)}
        return {place: self.masked(given[place]) for place in sorted(places)}

    def suspects(self, texts: Sequence[str]) -> set[int]:
        """Positions of the texts that may hold something, also ids too short to be looked for within texts."""
        joined = "\x00".join(texts)
        begins = np.cumsum([0, *(len(text) + 1 for text in texts)])
        found = [begin for begin, _ in self._window_spans(joined)]
        for word in (*self.identities, *self.names):
            found += [match.start() for match in re.finditer(re.escape(word), joined)]
        return {int(place) - 1 for place in np.searchsorted(begins, found, "right")} if found else set()

    def may_be_in(self, text: str) -> bool:
        """Whether a text may hold something; False is certain."""
        return self._may_name(text) or next(self._window_spans(text), None) is not None

    def met_windows(self, texts: Iterable[str]) -> set[str]:
        """Which of the stretches occur in these texts."""
        joined = "\x00".join(texts)
        return {joined[begin:end] for begin, end in self._window_spans(joined)}

    def without(self, windows: set[str]) -> "Needles":
        """The same but for stretches that others wrote too."""
        return Needles(self.identities, self.names, self.windows - windows, self.words)

    def _may_name(self, text: str) -> bool:
        """Whether a word occurs at all; many times faster than the pattern, which also looks at what stands around."""
        return any(word in text for word in (*self.identities, *self.names))

    def _window_spans(self, text: str) -> Iterator[tuple[int, int]]:
        if not self.windows or len(text) < WINDOW:
            return
        if len(text) < _SHORT:
            for at in range(len(text) - WINDOW + 1):
                if text[at : at + WINDOW] in self.windows:
                    yield at, at + WINDOW
            return
        for offset in range(0, len(text) - WINDOW + 1, _PIECE_CHARACTERS):
            piece = text[offset : offset + _PIECE_CHARACTERS + WINDOW - 1]
            for at in np.flatnonzero(self._table[_slots(_codes(piece))]).tolist():
                if piece[at : at + WINDOW] in self.windows:
                    yield offset + at, offset + at + WINDOW


def _pattern_of(identities: Iterable[str], names: Iterable[str], ordinary: Collection[str]) -> "re.Pattern[str] | None":
    """Ids stand alone between letters and digits; names may stand in the midst of Chinese."""
    words = [rf"(?<![0-9A-Za-z_]){re.escape(each)}(?![0-9A-Za-z_])" for each in identities if len(each) >= _SHORTEST_ID]
    for name in names:
        word = rf"(?<![0-9A-Za-z_]){re.escape(name)}(?![0-9A-Za-z_])" if name.isascii() else re.escape(name)
        is_telling = len(name) >= _SHORTEST_NAME and name not in ordinary
        words.append(word if is_telling else f"(?<=@){word}")
        words.append(rf"//@{re.escape(name)}[:：]{_CHAINED}")
    return re.compile("|".join(sorted(words, key=len, reverse=True))) if words else None


def _codes(text: str) -> NDArray[np.uint64]:
    raw = text.encode("utf-32-le", "surrogatepass")
    return np.frombuffer(raw, dtype=np.uint32).astype(np.uint64)


def _slots(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The place in the table of each stretch of WINDOW = 8 + 4 characters: a hash grown by doubling."""
    two = codes[:-1] * _BASE + codes[1:]
    four = two[:-2] * _BASE**2 + two[2:]
    eight = four[:-4] * _BASE**4 + four[4:]
    twelve = eight[: len(codes) - WINDOW + 1] * _BASE**4 + four[8 : len(codes) - 3]
    return (twelve * np.uint64(0xFF51AFD7ED558CCD)) >> np.uint64(64 - _BITS)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return joined
