"""What a brand query would take, and why: the preview behind `scrm match`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.entities.contexts import Contexts
from nlp.entities.linker import Linker
from nlp.entities.query import excluded, missing, parse
from nlp.entities.terms import Hit
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
    outweighed_by: tuple[str, ...] = ()
    """Words for which a name that is an ordinary word, too, was taken for that (水果 beside 苹果)."""


def match(brand: Brand, query: str | None, texts: Sequence[str]) -> list[Match]:
    """The verdict on every text, for a brand's names and a query in place of its own (None keeps its own).

    Raises ConfigError for a query that cannot be read.
    """
    query = query if query is not None else brand.rule.query
    rule = replace(brand.rule, query=query)
    taken = _linked(brand, rule, texts)
    named = _linked(brand, LinkRule(aliases=rule.aliases, homonyms=()), texts)
    return [
        _match(index, text, rule, taken[index], names) if names is not None else _unnamed(index)
        for index, (text, names) in enumerate(zip(texts, named, strict=True))
    ]


def _linked(brand: Brand, rule: LinkRule, texts: Sequence[str]) -> list[tuple[Span, ...] | None]:
    """What decided in each text, None where the rule does not hold."""
    links = Linker([replace(brand, rule=rule, products=())]).link(texts)
    return [found[0].spans if found else None for found in links]


def _unnamed(index: int) -> Match:
    return Match(index=index, is_match=False, is_named=False)


def _match(index: int, text: str, rule: LinkRule, spans: tuple[Span, ...] | None, names: Sequence[Span]) -> Match:
    """The verdict on a text in which a name of the brand occurs."""
    if spans is not None:
        return Match(index=index, is_match=True, is_named=True, spans=spans)
    folded = fold(text)
    against = Contexts(rule).against(folded, [Hit("", name.start, name.end) for name in names])
    if rule.query is None:
        return Match(index=index, is_match=False, is_named=True, outweighed_by=_terms(against))
    node = parse(rule.query)
    return Match(
        index=index,
        is_match=False,
        is_named=True,
        excluded_by=_terms(excluded(node, folded)),
        missing=tuple(dict.fromkeys(missing(node, folded))),
        outweighed_by=_terms(against),
    )


def _terms(hits: Sequence[Hit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.term for hit in hits))
