"""What a brand query would take, and why: the preview behind `scrm match`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.entities.linker import Linker
from nlp.entities.query import excluded, missing, parse
from nlp.text.fold import fold
from records import Brand, LinkRule, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The verdict on one text."""

    index: int
    """Position of the text in the batch."""
    is_match: bool
    """Whether the text is about the brand."""
    is_named: bool
    """Whether a name of the brand occurs at all."""
    spans: tuple[Span, ...] = ()
    """Names and query words that decided for it."""
    excluded_by: tuple[str, ...] = ()
    """Words under NOT that occur."""
    missing: tuple[str, ...] = ()
    """Words the query needs and the text lacks."""


def match(brand: Brand, query: str | None, texts: Sequence[str]) -> list[Match]:
    """The verdict on every text, for a brand's names and a query in place of its own (None keeps its own).

    Raises ConfigError for a query that cannot be read.
    """
    query = query if query is not None else brand.rule.query
    rule = LinkRule(aliases=brand.rule.aliases, query=query)
    taken = Linker([replace(brand, rule=rule, products=())]).link(texts)
    named = Linker([replace(brand, rule=replace(rule, query=None), products=())]).link(texts)
    return [
        _verdict(index, text, query, taken[index][0].spans if taken[index] else None, is_named=bool(named[index]))
        for index, text in enumerate(texts)
    ]


def _verdict(index: int, text: str, query: str | None, spans: tuple[Span, ...] | None, *, is_named: bool) -> Match:
    if spans is not None:
        return Match(index=index, is_match=True, is_named=True, spans=spans)
    if not is_named or query is None:
        return Match(index=index, is_match=False, is_named=is_named)
    node, folded = parse(query), fold(text)
    words = tuple(dict.fromkeys(hit.term for hit in excluded(node, folded)))
    return Match(
        index=index,
        is_match=False,
        is_named=True,
        excluded_by=words,
        missing=tuple(dict.fromkeys(missing(node, folded))),
    )
