"""Boolean brand queries: words, "phrases", AND, OR, NOT, parentheses; read into a small tree.

    query  := and (OR and)*             NOT binds before AND, AND before OR
    and    := not ([AND] not)*          two terms side by side mean AND
    not    := NOT not | ( query ) | word | "phrase"

与 且, 或, 非 and &, |, ! are the same operators when they stand alone; `-word` is NOT word. Operators are upper case,
so that `and` can be part of a name. A term holds where it occurs in the text, without regard to case, width and
traditional characters; at its Latin ends it must not run on into further letters (digits at digits).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from nlp.entities.terms import Hit, term_pattern
from records.errors import ConfigError

_TOKEN = re.compile(
    r"\s*(?:(?P<open>[(（])|(?P<close>[)）])|(?P<quote>[\"“”「])|(?P<minus>-(?=[^\s\-]))|(?P<sign>[&|!])"
    r"|(?P<word>[^\s()（）\"“”「」&|!]+))"
)
_PHRASE_END = re.compile(r"[\"”“」]")
_OPERATORS = {"AND": "AND", "与": "AND", "且": "AND", "&": "AND", "OR": "OR", "或": "OR", "|": "OR"} | {
    "NOT": "NOT", "非": "NOT", "!": "NOT", "-": "NOT",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that must occur."""

    text: str

    def holds(self, folded: str, found: list[Hit]) -> bool:
        """Whether it occurs in a folded text; its first place is added to `found`."""
        match = term_pattern(self.text).search(folded)
        if match:
            found.append(Hit(self.text, match.start(), match.end()))
        return match is not None


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold."""

    part: "Node"

    def holds(self, folded: str, found: list[Hit]) -> bool:
        """True when the part fails; what an excluded part matched is no evidence for the query."""
        return not self.part.holds(folded, [])


@dataclass(frozen=True, slots=True)
class And:
    """All parts must hold."""

    parts: tuple["Node", ...]

    def holds(self, folded: str, found: list[Hit]) -> bool:
        """True when every part holds."""
        own: list[Hit] = []
        if not all(part.holds(folded, own) for part in self.parts):
            return False
        found.extend(own)
        return True


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part must hold."""

    parts: tuple["Node", ...]

    def holds(self, folded: str, found: list[Hit]) -> bool:
        """True when a part holds; the evidence is that of the first one that does."""
        return any(part.holds(folded, found) for part in self.parts)


Node = Term | Not | And | Or


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


@lru_cache(maxsize=1024)
def parse(query: str) -> Node:
    """The tree of a query. Raises ConfigError that names the position (from 1) and what is wrong there."""
    return _Parser(query).parse()


def excluded(node: Node, folded: str) -> list[Hit]:
    """The terms under a NOT that occur in a folded text: why a query refuses it."""
    if isinstance(node, Not):
        found: list[Hit] = []
        return found if node.part.holds(folded, found) else []
    if isinstance(node, Term):
        return []
    return [hit for part in node.parts for hit in excluded(part, folded)]


def missing(node: Node, folded: str) -> list[str]:
    """The terms a query would need and a folded text lacks."""
    if isinstance(node, Term):
        return [] if node.holds(folded, []) else [node.text]
    if isinstance(node, Not) or node.holds(folded, []):
        return []
    return [text for part in node.parts for text in missing(part, folded)]


class _Parser:
    def __init__(self, query: str) -> None:
        self._query = query
        self._tokens = self._tokenize()
        self._at = 0

    def parse(self) -> Node:
        if not self._tokens:
            raise ConfigError("query is empty: give at least one word, or leave the query out")
        node = self._or()
        if self._at < len(self._tokens):
            token = self._tokens[self._at]
            raise self._error(token.position, "')' without '('" if token.kind == ")" else f"unexpected {token.text!r}")
        return node

    def _tokenize(self) -> list[_Token]:
        tokens: list[_Token] = []
        at, end = 0, len(self._query.rstrip())
        while at < end:
            match = _TOKEN.match(self._query, at)
            if match is None:
                raise self._error(at, f"unexpected {self._query[at:end].lstrip()[:1]!r}")
            token, at = self._token(match)
            tokens.append(token)
        return tokens

    def _token(self, match: re.Match[str]) -> tuple[_Token, int]:
        kind, text = match.lastgroup or "", match.group(match.lastgroup or 0)
        start = match.start(kind)
        if kind == "quote":
            closing = _PHRASE_END.search(self._query, match.end())
            if closing is None:
                raise self._error(start, "phrase is not closed: a second quotation mark is missing")
            phrase = self._query[match.end() : closing.start()].strip()
            if not phrase:
                raise self._error(start, "phrase is empty")
            return _Token("term", phrase, start), closing.end()
        if kind in ("open", "close"):
            return _Token("(" if kind == "open" else ")", text, start), match.end()
        return _Token(_OPERATORS.get(text, "term"), text, start), match.end()

    def _peek(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else "end"

    def _or(self) -> Node:
        return self._chain("OR", self._and, Or)

    def _and(self) -> Node:
        parts = [self._not()]
        while self._peek() in ("AND", "NOT", "(", "term"):
            if self._peek() == "AND":
                self._at += 1
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _chain(self, operator: str, part: Callable[[], Node], build: Callable[[tuple[Node, ...]], Node]) -> Node:
        parts = [part()]
        while self._peek() == operator:
            self._at += 1
            parts.append(part())
        return parts[0] if len(parts) == 1 else build(tuple(parts))

    def _not(self) -> Node:
        if self._peek() == "NOT":
            self._at += 1
            return Not(self._not())
        return self._primary()

    def _primary(self) -> Node:
        kind = self._peek()
        if kind == "end":
            raise self._error(len(self._query), "a word, a phrase or '(' is missing at the end")
        token = self._tokens[self._at]
        self._at += 1
        if kind == "term":
            return Term(token.text)
        if kind != "(":
            raise self._error(token.position, f"a word, a phrase or '(' is missing before {token.text!r}")
        node = self._or()
        if self._peek() != ")":
            raise self._error(token.position, "'(' is not closed")
        self._at += 1
        return node

    def _error(self, position: int, problem: str) -> ConfigError:
        return ConfigError(f"query {self._query!r}, position {position + 1}: {problem}")
