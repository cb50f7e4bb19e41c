import pytest

from crm.influence.indices import INDEX_VERSIONS, WechatCounts, bci, wci, wci_2
from records.errors import UsageError

NOTHING = WechatCounts(reads=0, wows=0, likes=0, shares=0)


def test_bci_of_a_published_register() -> None:
    assert round(bci(posts=30, reposts=1200, comments=800, likes=5000), 4) == 1033.3035


def test_wci_2_of_the_worked_example() -> None:
    assert round(wci_2(reads=(10_000, 100, 300), likes=(4_000, 40, 60)), 7) == 411.4875079


def test_wci_by_hand() -> None:
    # e - 1 reads make a level of .70, so (.6 x .7)^2 x 12 when only the day's articles were read.
    read = WechatCounts(reads=1.718281828459045, wows=0, likes=0, shares=0)
    assert wci(daily=read, per_article=NOTHING, headline_daily=NOTHING, maximum=NOTHING) == pytest.approx(2.1168)
    assert wci(daily=read, per_article=read, headline_daily=read, maximum=read) == pytest.approx(0.7**2 * 12)


def test_each_part_of_wci_has_its_weight() -> None:
    # Ten times .1718... less one is e: all four levels are 1, and the weights sum to 1.
    full = WechatCounts(reads=1.718281828459045, wows=0.1718281828459045, likes=0.1718281828459045,
                        shares=0.1718281828459045)  # fmt: skip
    assert wci(daily=full, per_article=full, headline_daily=full, maximum=full) == pytest.approx(12)
    shared = WechatCounts(reads=0, wows=0, likes=0, shares=0.1718281828459045)
    assert wci(daily=shared, per_article=shared, headline_daily=shared, maximum=shared) == pytest.approx(0.15**2 * 12)
    for place, weight in (("per_article", 0.2), ("headline_daily", 0.1), ("maximum", 0.1)):
        parts = dict.fromkeys(("daily", "per_article", "headline_daily", "maximum"), NOTHING) | {place: full}
        assert wci(**parts) == pytest.approx(weight**2 * 12)


def test_silence_is_zero_and_impossible_counts_are_refused() -> None:
    assert bci(posts=0, reposts=0, comments=0, likes=0) == 0
    assert wci(daily=NOTHING, per_article=NOTHING, headline_daily=NOTHING, maximum=NOTHING) == 0
    for count in (-1, float("nan")):
        with pytest.raises(UsageError, match="0 or more"):
            bci(posts=count, reposts=0, comments=0, likes=0)
    with pytest.raises(UsageError, match="not 2 figures"):
        wci_2(reads=(1, 2), likes=(1, 2, 3))


def test_every_index_tells_its_version() -> None:
    assert INDEX_VERSIONS == {"wci": "WCI V14.2", "wci_2": "WCI 2.0", "bci": "BCI short form"}
