"""What loose texts say of given brands and products: where each is named, and how it is judged."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from nlp.directed.combine import TargetVerdict
from nlp.directed.engine import load
from nlp.entities.linker import Link, linker
from nlp.named import Entity
from nlp.text.clean import CleanText
from records import Brand, Span


class Named(NamedTuple):
    """What a text says of the brands."""

    targets: list[dict[str, Any]]
    """Of each brand and product its author names: why it is linked, and what is said of it, ready for JSON."""
    entities: list[Entity]
    """The names themselves, as places in the cleaned text."""


def named_brands(brands: Sequence[Brand], cleaned: Sequence[CleanText]) -> list[Named]:
    """Of each text its targets and entities. Raises ConfigError for a brand query that cannot be read.

    Every name is judged by the rules of `directed`, also where a text names one alone.
    """
    reader = linker(tuple(brands))
    links = reader.link([text.original for text in cleaned], own_ends=[text.own_end for text in cleaned])
    own = [
        [(link, place) for link in mine if (place := _place(link, text))]
        for text, mine in zip(cleaned, links, strict=True)
    ]
    verdicts = load().read_targets([text.own for text in cleaned], [[place for _, place in mine] for mine in own])
    plain = reader.link([text.text for text in cleaned])
    rows = zip(own, verdicts, plain, cleaned, strict=True)
    return [
        Named(
            [_target(link, verdict) for (link, _), verdict in zip(mine, said, strict=True)],
            _entities(text.text, found),
        )
        for mine, said, found, text in rows
    ]


def _place(link: Link, text: CleanText) -> Span | None:
    """Where the author names it first; None where only the quoted chain does."""
    return next((span for span in link.names if span.end <= text.own_end), None)


def _target(link: Link, said: TargetVerdict) -> dict[str, Any]:
    return {
        "target": link.target,
        "reason": link.label,
        "prominence": round(link.prominence, 3),
        "label": said.label,
        "probability": round(said.probability, 4),
        "is_abstained": said.is_abstained,
        "score": round(said.balance, 4),
        "spans": [[span.start, span.end] for span in said.spans],
    }


def _entities(text: str, links: Sequence[Link]) -> list[Entity]:
    return [
        Entity("product" if "/" in link.target else "brand", span.start, span.end, text[span.start : span.end])
        for link in sorted(links, key=lambda each: each.target.count("/"), reverse=True)
        for span in link.names
    ]
