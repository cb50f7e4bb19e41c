"""Whether what was read is what the source's yml says to expect."""

from collections.abc import Mapping

from crawlers.reading import Reading
from crawlers.spec import SourceSpec
from crawlers.tally import Tally
from records import Outcome

_FEW_ROWS = 20
"""Shares of fewer rows say nothing about a source."""


def drift_of(spec: SourceSpec, reading: Reading) -> str | None:
    """Why a reading is not what the yml expects, or None."""
    # Replies within a complaint's thread are no rows of their own and need not fill what the form asks for.
    own = [mention for mention in reading.mentions if spec.kind in (None, mention.kind)]
    filled_counts = {name: sum(bool(getattr(mention, name)) for mention in own) for name in spec.min_filled_share}
    return drift_of_counts(spec, reading.taken_count, len(reading.refusals), len(own), filled_counts)


def drift_of_counts(
    spec: SourceSpec, taken_count: int, refused_count: int, mention_count: int, filled_counts: Mapping[str, int]
) -> str | None:
    """The same of counts: rows taken and refused, mentions of the source's kind, those with each expected field."""
    content_count = taken_count + refused_count
    bound = spec.max_refused_share
    is_one_of_few = refused_count == 1 and taken_count > 0
    if bound and refused_count > bound.value * content_count and not is_one_of_few:
        return (
            f"refused {refused_count} of {content_count} rows, more than {bound.value:.0%} ({bound.because}); "
            "nothing of it is taken: see the refused rows and mend the file or the mapping"
        )
    if mention_count < _FEW_ROWS:
        return None
    for name, filled in spec.min_filled_share.items():
        share = filled_counts[name] / mention_count
        if share < filled.value:
            return f"{name} is filled in {share:.0%} of rows, expected {filled.value:.0%} ({filled.because})"
    return None


def count_problem(spec: SourceSpec, tally: Tally) -> tuple[Outcome, str] | None:
    """What is wrong with the number of items of one query: too few are an error, very many worth a word."""
    count = tally.mention_count + tally.author_count + tally.observation_count + tally.feed_count
    fewest, most = spec.min_items, spec.max_items
    if fewest and count < fewest.value:
        return Outcome.ERROR, f"{count} items, expected at least {fewest.value} ({fewest.because}); check the query"
    if most and count > most.value:
        return Outcome.OK, f"{count:,} items, more than the usual {most.value:,} ({most.because})"
    return None
