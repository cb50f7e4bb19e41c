"""What is known of a text that is a complaint."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlp.complaints.evidence import MAX_LENGTH, THRESHOLD, Evidence
from nlp.complaints.kinds import cause_of, demands_of, theme_of
from nlp.complaints.lexicon import Lexicon
from nlp.complaints.severity import MOST, Audience, factors, points
from nlp.complaints.taxonomy import Taxonomy
from nlp.text.clean import FILLER, CleanText, clean
from records import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that made a complaint as grave as it is."""

    code: str
    """kind, words, injury, illness, hazard, money, vulnerable, repeated, mass, reach, intense or audience."""
    points: int
    """Of 100; those of a complaint may sum to more, its severity is cut there."""
    spans: tuple[Span, ...]
    """Its words in the original text; none where the title or the audience said it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """The verdict on a text that is a complaint."""

    label: str
    """Type: quality, food_safety, delivery, service, price, false_advertising, refund, privacy or other."""
    kind: str
    """First level of the taxonomy: quality, after_sales, contract, false_advertising, price, safety, ..."""
    theme: str
    """Second level: refund_hard, slow_delivery, no_answer, auto_charge, defect, ..."""
    demands: tuple[str, ...]
    """What is asked for: refund, compensation, apology, repair, ...; empty where nothing is."""
    cause: str | None
    """Why it came to it: product_defect, staff, logistics, ...; None where nothing says so."""
    severity: float
    """`points` as a share: from 0 (a grumble) to 1 (people harmed)."""
    points: int
    """Severity of 100: the sum of the reasons' points, at most 100."""
    reasons: tuple[Reason, ...]
    """What brought the points, each with its words."""
    spans: tuple[Span, ...]
    """The words that decided, in the original text."""


def describe(
    lexicon: Lexicon,
    taxonomy: Taxonomy,
    cleaned: CleanText,
    title: str,
    label: str,
    evidence: Sequence[Evidence],
    audience: Audience,
    *,
    starts: Sequence[int],
) -> Complaint:
    """Theme, demands, cause and severity of a complaint of type `label`, found by these words of its text.

    `starts` are the places of the text where words of the taxonomy may begin.
    """
    text, headline = cleaned.text[:MAX_LENGTH], clean(title).text if title else ""
    theme = theme_of(lexicon, taxonomy, text, headline, label, starts)
    telling = [(item.start, item.end) for item in evidence if item.weight >= THRESHOLD]
    found = factors(lexicon, taxonomy, text, headline, theme=theme, telling=telling, audience=audience)
    total = points(found)
    locate = _locator(cleaned)
    return Complaint(
        label=label,
        kind=theme.kind,
        theme=theme.name,
        demands=demands_of(lexicon, taxonomy, f"{headline}\n{text}"),
        cause=cause_of(taxonomy, f"{headline}\n{text}", theme.name),
        severity=total / MOST,
        points=total,
        reasons=tuple(Reason(code=code, points=worth, spans=locate(places)) for code, worth, places in found),
        spans=locate([(item.start, item.end) for item in evidence]),
    )


def _locator(cleaned: CleanText) -> Callable[[Sequence[tuple[int, int]]], tuple[Span, ...]]:
    """What `cleaned.span` does, for many places of one text: the offsets are counted once."""
    offsets = [at for at, character in enumerate(cleaned.masked) if character != FILLER]
    return lambda places: tuple(Span(start=offsets[start], end=offsets[end - 1] + 1) for start, end in places)
