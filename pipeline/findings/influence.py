"""Who carried each brand week by week, how it spread, who moved its sentiment, and whom to watch."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.findings.histories import Histories
from pipeline.findings.result import Result, table_of_frame
from pipeline.findings.settledweeks import keys_of, resting, with_keys
from pipeline.findings.weeks import Week, weeks_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from crm.influence.network import Network


@dataclass(frozen=True)
class _Spoken:
    """A week's brands, all their mentions and all their reposts, whenever made."""

    week: Week
    mentions: "pd.DataFrame"
    posts: "pd.DataFrame"
    """The mentions as crm.influence.influencers prepares them."""
    edges: "pd.DataFrame"


BY_WEEK = ("influencers", "watches", "circles", "movers")
"""Results that are told week by week."""


def influence_results(histories: Histories) -> dict[str, Result]:
    """Influencers, watched accounts, trees, circles, movers and signs, by the names `ProfileInputs` has for them.

    A week whose rows rest in the lake, made of the same (pipeline.findings.settledweeks), is not made again.
    """
    weeks = weeks_of(histories.mentions, histories.edges)
    keys = keys_of(weeks, histories.mentions, histories.edges, _others(histories))
    tables: dict[str, dict[str, pa.Table]] = {name: {} for name in BY_WEEK}
    ranked: dict[Week, pd.DataFrame] = {}
    making, kept = _Making(histories, weeks), set()
    for week in weeks:
        found = resting(histories.lake, week, keys[week], BY_WEEK)
        if found is None:
            found = making.made(week, ranked)
        else:
            kept.add(week)
        ranked[week] = _as_ranked(found["influencers"])
        for name, table in found.items():
            if table is not None:
                tables[name][str(week)] = table
    return {
        **with_keys({name: Result(name, tables[name]) for name in BY_WEEK}, keys, kept),
        "cascades": _cascades(histories),
        "audience_signs": _audience_signs(histories, ranked),
    }


def _others(histories: Histories) -> list[object]:
    """What every week follows from besides what was said."""
    from crm.influence.platforms import platform_schemes

    return [platform_schemes(), sorted(histories.listed), histories.prices, sorted(histories.objecting)]


def _as_ranked(table: pa.Table | None) -> "pd.DataFrame":
    import pandas as pd

    from crm.frames import shaped
    from crm.influence.standing import DTYPES

    return shaped(pd.DataFrame() if table is None else table.to_pandas(), DTYPES)


class _Making:
    """Makes weeks one after the other; what several of them need is made once, and only when one is asked for."""

    def __init__(self, histories: Histories, weeks: "Mapping[Week, list[str]]") -> None:
        self._histories, self._weeks = histories, weeks
        self._networks: dict[Week, Network] = {}

    def made(self, week: Week, ranked: "Mapping[Week, pd.DataFrame]") -> "dict[str, pa.Table | None]":
        """The rows of BY_WEEK; `ranked` are the influencers of the weeks before."""
        import pandas as pd

        spoken = self._spoken(week)
        network = self._network(week)
        own = _influencers(spoken, network, self._histories)
        before = self._network(week.before) if week.before in self._weeks else None
        found = {
            "influencers": own,
            "watches": _watches(spoken, pd.concat([*ranked.values(), own]), self._histories),
            "circles": _circles(network, before),
            "movers": _movers(spoken),
        }
        return {name: table_of_frame(frame) if len(frame) else None for name, frame in found.items()}

    @cached_property
    def _posts(self) -> "pd.DataFrame":
        from crm.influence.influencers import prepared_posts

        return prepared_posts(self._histories.mentions)

    def _spoken(self, week: Week) -> _Spoken:
        frames = (self._histories.mentions, self._posts, self._histories.edges)
        return _Spoken(week, *(rows[rows["brand_id"].isin(self._weeks[week])] for rows in frames))

    def _network(self, week: Week) -> "Network":
        if week not in self._networks:
            self._networks[week] = _network(self._spoken(week))
        return self._networks[week]


def _network(spoken: _Spoken) -> "Network":
    """Who passed on whom; a water army's reposts are nobody's."""
    from crm.influence.network import repost_network

    reposts = _organic_reposts(spoken.edges, spoken.mentions)
    return repost_network(reposts, period_start=spoken.week.start, period_end=spoken.week.end)


def _influencers(spoken: _Spoken, network: "Network", histories: Histories) -> "pd.DataFrame":
    from crm.influence.influencers import influencers
    from crm.influence.platforms import platform_schemes
    from crm.influence.standing import with_standing

    start, end = spoken.week
    ranked = influencers(spoken.posts, spoken.edges, period_start=start, period_end=end, schemes=platform_schemes())
    return with_standing(
        ranked, spoken.mentions, network.positions, period_start=start, period_end=end, prices=histories.prices
    )


def _watches(spoken: _Spoken, ranked: "pd.DataFrame", histories: Histories) -> "pd.DataFrame":
    from crm.influence.watch import watched_authors

    brands = set(spoken.mentions["brand_id"])
    listed = [each for each in histories.listed if each[0] in brands]
    start, end = spoken.week
    return watched_authors(spoken.mentions, ranked, period_start=start, period_end=end, listed=listed)


def _circles(network: "Network", before: "Network | None") -> "pd.DataFrame":
    """Compared with the week before, where that was told too."""
    from crm.influence.circles import circle_periods

    return circle_periods(network, None if before is None else before.positions)


def _movers(spoken: _Spoken) -> "pd.DataFrame":
    from crm.influence.movers import sentiment_movers

    week = spoken.week
    return sentiment_movers(
        spoken.mentions, spoken.edges, period_start=week.start, period_end=week.end,
        previous_start=week.before.start, previous_end=week.before.end,
    )  # fmt: skip


def _cascades(histories: Histories) -> Result:
    """The trees of each brand: a repost that mentions two belongs to a tree of either."""
    from crm.influence.cascades import cascades

    mentions = histories.mentions
    roots = mentions[["mention_id", "author_id", "published_at"]].drop_duplicates("mention_id")
    reposts = histories.edges[histories.edges["kind"] == "repost"].dropna(subset=["brand_id"])
    tables = {
        str(brand_id): cascades(rows.drop_duplicates("child_mention_id"), roots=roots).assign(brand_id=brand_id)
        for brand_id, rows in reposts.groupby("brand_id")
    }
    return _all_result("cascades", list(tables.values()), "no reposts")


def _audience_signs(histories: Histories, ranked: "Mapping[Week, pd.DataFrame]") -> Result:
    """Of accounts that were ranked; what is usual is told by all accounts."""
    import pandas as pd

    from crm.influence.accounts import accounts_of, reactions_of
    from crm.influence.audience import KEY, audience_signs
    from crm.influence.platforms import platform_schemes

    if not ranked:
        return Result("audience_signs", reason="nobody was ranked")
    mentions = histories.mentions
    army = mentions.loc[mentions["is_water_army"].fillna(False).astype(bool), "mention_id"]
    signs = audience_signs(
        accounts_of(histories.accounts, mentions),
        schemes=platform_schemes(),
        observations=histories.accounts,
        reactions=reactions_of(histories.edges, army),
    )
    asked = pd.concat(list(ranked.values()))[KEY].astype("string").drop_duplicates()
    found = signs.merge(asked, on=KEY).assign(period_start=min(ranked).start, period_end=max(ranked).end)
    return _all_result("audience_signs", [found], "too few peers, observations and reactions")


def _organic_reposts(edges: "pd.DataFrame", mentions: "pd.DataFrame") -> "pd.DataFrame":
    army = mentions.loc[mentions["is_water_army"].fillna(False).astype(bool), "mention_id"]
    return edges[(edges["kind"] == "repost") & ~edges["child_mention_id"].isin(army)]


def _all_result(name: str, frames: "list[pd.DataFrame]", lack: str) -> Result:
    import pandas as pd

    whole = pd.concat(frames) if frames else pd.DataFrame()
    return Result(name, {"all": table_of_frame(whole)}) if len(whole) else Result(name, reason=lack)
