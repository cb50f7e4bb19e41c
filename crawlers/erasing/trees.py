"""Records of one person inside a JSON document: found by their ids and words, cut out of what surrounds them."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from lake.needles import Needles

_ELSEWHERE = re.compile(r"parent|root|repl|refer|quot|retweet|repost|target|to_user|mention|at_user|origin", re.I)
"""Members that speak of another record than the one they stand in."""
_LEAST_TEXT = 4
"""Shorter texts are too common to tell one record from another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """How records of a page are told apart."""

    needles: Needles
    own: frozenset[str] = frozenset()
    """Native ids and texts of the person's own content on the page."""
    others: frozenset[str] = frozenset()
    """The same of everybody else."""

    @classmethod
    def of(cls, needles: Needles, own: Collection[str], others: Collection[str]) -> "Marks":
        """Marks without words that both wrote, and without short ones."""
        mine = {each for each in own if len(each) >= _LEAST_TEXT}
        theirs = {each for each in others if len(each) >= _LEAST_TEXT}
        return cls(needles=needles, own=frozenset(mine - theirs), others=frozenset(theirs - mine))


@dataclass(slots=True)
class _Seen:
    """What a node holds of its own, members that speak of others aside."""

    has_id: bool = False
    has_own: bool = False
    has_other: bool = False
    is_direct: bool = False
    """Whether the id stands in the node itself."""


@dataclass(slots=True)
class TreeCutter:
    """Cuts one document after another; counts what it cut."""

    marks: Marks
    record_count: int = 0
    is_changed: bool = False
    _gone: object = field(default_factory=object)

    def cut(self, value: Any) -> Any:
        """The document without the person's records; `None` where the whole of it was one."""
        kept, _ = self._node(value)
        return None if kept is self._gone else kept

    def _node(self, value: Any) -> tuple[Any, _Seen]:
        if isinstance(value, dict):
            return self._object(value)
        if isinstance(value, list):
            return self._list(value)
        return self._leaf(value)

    def _list(self, values: list[Any]) -> tuple[Any, _Seen]:
        found = [self._node(each) for each in values]
        return [kept for kept, _ in found if kept is not self._gone], _together([seen for _, seen in found])

    def _object(self, value: dict[str, Any]) -> tuple[Any, _Seen]:
        kept: dict[str, Any] = {}
        seen, is_husk, holds_other = _Seen(), False, False
        for name, member in value.items():
            inner, found = self._node(member)
            holds_other |= found.has_other
            if inner is self._gone or self.marks.needles.are_in(name) or self.marks.needles.is_whole(name):
                self.is_changed = True
                is_husk |= not _ELSEWHERE.search(name)
                continue
            kept[name] = inner
            if not _ELSEWHERE.search(name):
                seen = _together([seen, found])
                seen.is_direct |= found.has_id and not isinstance(member, (dict, list))
        if is_husk and not holds_other:
            return self._gone, _Seen()
        if seen.has_id and (seen.has_own or (seen.is_direct and not seen.has_other)):
            self.record_count += 1
            self.is_changed = True
            return self._gone, _Seen()
        seen.is_direct = False
        return kept, seen

    def _leaf(self, value: Any) -> tuple[Any, _Seen]:
        if value is None or isinstance(value, (bool, float)):
            return value, _Seen()
        text = str(value)
        marks = self.marks
        seen = _Seen(has_id=text in marks.needles.identities, has_own=text in marks.own, has_other=text in marks.others)
        if isinstance(value, int):
            kept: Any = None if seen.has_id else value
        else:
            kept = marks.needles.masked(text)
        self.is_changed |= kept != value
        return kept, seen


def _together(seen: list[_Seen]) -> _Seen:
    return _Seen(
        has_id=any(each.has_id for each in seen),
        has_own=any(each.has_own for each in seen),
        has_other=any(each.has_other for each in seen),
        is_direct=any(each.is_direct for each in seen),
    )
