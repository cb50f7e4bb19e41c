"""What speaks for a campaign beside the shared text: how fast, how alike, how young, how single-minded."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from nlp.integrity.duplicates import Group
from nlp.integrity.fingerprints import MIN_NEAR_LENGTH, jaccard

Code = Literal["shared_text", "burst", "template", "young_account", "single_brand"]

YOUNG = timedelta(days=30)
"""Age of an account at its post below which it is young."""
MIN_KNOWN_SHARE = 0.5
"""Share of a campaign's accounts whose age, or other posts, must be known before they are evidence either way."""
MIN_YOUNG_SHARE, MIN_SINGLE_SHARE = 0.5, 0.8
"""Shares of a campaign's accounts from which young and single-minded accounts speak for it."""
MIN_LIFT = 1.5
"""How many times the share among all accounts it must be: where one brand alone is gathered, all speak of it."""
_COMPARED = 200
"""Different wordings of a group compared with its commonest."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason, with its number."""

    code: Code
    """shared_text: accounts within 24 hours; burst: hours that hold half of the posts; template: mean share of 3-grams
    that other wordings have in common with the commonest; young_account: share of accounts of known age younger than 30
    days at their post; single_brand: share of accounts of several posts that speak of one brand alone."""
    value: float | None
    """The number; None where the data do not tell, which is evidence of nothing."""
    holds: bool
    """Whether it speaks for a campaign."""


def burst(times: Sequence[datetime]) -> Evidence:
    """The shortest time, in hours, that holds half of the posts; `times` ascending, not empty."""
    half = (len(times) + 1) // 2
    shortest = min(times[at + half - 1] - times[at] for at in range(len(times) - half + 1))
    return Evidence("burst", shortest.total_seconds() / 3_600, shortest <= timedelta(hours=24))


def template(group: Group, keys: Sequence[str]) -> Evidence:
    """How alike the different wordings are; holds nothing where all are equal. `keys` are those of the members."""
    counts = dict.fromkeys(sorted(group.keys), 0)
    for key in keys:
        counts[key] += 1
    commonest = max(counts, key=lambda key: counts[key])
    others = [key for key in counts if key != commonest][:_COMPARED]
    if not others or len(commonest) < MIN_NEAR_LENGTH:
        return Evidence("template", None, False)
    return Evidence("template", sum(jaccard(commonest, key) for key in others) / len(others), True)


def young_accounts(posts: Sequence[tuple[datetime, str, int]], created: Sequence[datetime | None] | None) -> Evidence:
    """The share of young accounts; `posts` are (time, author, position), `created` the accounts' birth by position."""
    ages = {author: when - born for when, author, at in posts if created is not None and (born := created[at])}
    if not ages or len(ages) < MIN_KNOWN_SHARE * len({author for _, author, _ in posts}):
        return Evidence("young_account", None, False)
    share = sum(age < YOUNG for age in ages.values()) / len(ages)
    return Evidence("young_account", share, share >= MIN_YOUNG_SHARE)


class SingleBrands:
    """Which accounts with several posts speak of one brand alone."""

    def __init__(self, authors: Sequence[str | None], brands: Sequence[Collection[str]]) -> None:
        """Reads the brands of each row; rows without author or brand tell nothing."""
        counts: dict[str, int] = {}
        spoken: dict[str, set[str]] = {}
        for author, ids in zip(authors, brands, strict=False):
            if author and ids:
                counts[author] = counts.get(author, 0) + 1
                spoken.setdefault(author, set()).update(ids)
        self._is_single = {author: len(spoken[author]) == 1 for author, count in counts.items() if count > 1}
        self._usual = sum(self._is_single.values()) / max(1, len(self._is_single))

    def of(self, accounts: Collection[str]) -> Evidence:
        """The share of single-minded ones among the accounts of a campaign that posted more than once."""
        known = [self._is_single[author] for author in accounts if author in self._is_single]
        if not known or len(known) < MIN_KNOWN_SHARE * len(accounts):
            return Evidence("single_brand", None, False)
        share = sum(known) / len(known)
        return Evidence("single_brand", share, share >= max(MIN_SINGLE_SHARE, MIN_LIFT * self._usual))
