"""Connected parts of a graph that is met edge by edge (union-find with path halving)."""

from collections import defaultdict
from collections.abc import Iterable


class Parts:
    """Disjoint sets of names; each begins alone."""

    def __init__(self, names: Iterable[str]) -> None:
        self._above = {name: name for name in names}

    def __contains__(self, name: str) -> bool:
        return name in self._above

    def are_one(self, one: str, other: str) -> bool:
        """Whether two known names are in one part."""
        return self._root(one) == self._root(other)

    def join(self, known: str, other: str) -> None:
        """Puts the parts of both together; `other` may be new."""
        self._above[self._root(self._above.setdefault(other, other))] = self._root(known)

    def all(self) -> Iterable[list[str]]:
        """The names of each part, in the order they became known."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._above:
            found[self._root(name)].append(name)
        return found.values()

    def _root(self, name: str) -> str:
        above = self._above
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name
