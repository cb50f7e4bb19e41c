"""Whether what was read is what the source's yml says to expect."""

from crawlers.reading import Reading
from crawlers.spec import SourceSpec
from crawlers.tally import Tally
from records import Outcome

_FEW_ROWS = 20
"""Shares of fewer rows say nothing about a source."""


def drift_of(spec: SourceSpec, reading: Reading) -> str | None:
    """Why a reading is not what the yml expects, or None."""
    content_count = reading.taken_count + len(reading.refusals)
    bound = spec.max_refused_share
    is_one_of_few = len(reading.refusals) == 1 and reading.taken_count > 0
    if bound and len(reading.refusals) > bound.value * content_count and not is_one_of_few:
        return (
            f"refused {len(reading.refusals)} of {content_count} rows, more than {bound.value:.0%} ({bound.because}); "
            "nothing of it is taken: see the refused rows and mend the file or the mapping"
        )
    # Replies within a complaint's thread are no rows of their own and need not fill what the form asks for.
    own = [mention for mention in reading.mentions if spec.kind in (None, mention.kind)]
    if len(own) < _FEW_ROWS:
        return None
    for name, filled in spec.min_filled_share.items():
        share = sum(bool(getattr(mention, name)) for mention in own) / len(own)
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
