"""Who carried each brand week by week, how it spread, who moved its sentiment, and whom to watch."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.findings.histories import Histories
from pipeline.findings.result import Result, table_of_frame
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


def influence_results(histories: Histories) -> dict[str, Result]:
    """Influencers, watched accounts, trees, circles, movers and signs, by the names `ProfileInputs` has for them."""
    import pandas as pd

    ranked, watches, circles, movers = {}, {}, {}, {}
    previous: Network | None = None
    for spoken in _weekly(histories):
        week = spoken.week
        network = _network(spoken)
        ranked[week] = _influencers(spoken, network, histories)
        watches[week] = _watches(spoken, pd.concat(list(ranked.values())), histories)
        circles[week] = _circles(network, previous, week)
        movers[week] = _movers(spoken)
        previous = network
    return {
        "influencers": _weeks_result("influencers", ranked),
        "watches": _weeks_result("watches", watches),
        "circles": _weeks_result("circles", circles),
        "movers": _weeks_result("movers", movers),
        "cascades": _cascades(histories),
        "audience_signs": _audience_signs(histories, ranked),
    }


def _weekly(histories: Histories) -> "list[_Spoken]":
    from crm.influence.influencers import prepared_posts

    mentions, edges = histories.mentions, histories.edges
    posts = prepared_posts(mentions)
    return [
        _Spoken(week, *(rows[rows["brand_id"].isin(brands)] for rows in (mentions, posts, edges)))
        for week, brands in weeks_of(mentions, edges).items()
    ]


def _network(spoken: _Spoken) -> "Network":
    """Who passed on whom; a water army's reposts are nobody's."""
    from crm.influence.network import repost_network

    reposts = _organic_reposts(spoken.edges, spoken.mentions)
    return repost_network(reposts, period_start=spoken.week.start, period_end=spoken.week.end)


def _influencers(spoken: _Spoken, network: "Network", histories: Histories) -> "pd.DataFrame":
    from crm.influence.influencers import influencers_of
    from crm.influence.platforms import platform_schemes
    from crm.influence.standing import with_standing

    start, end = spoken.week
    ranked = influencers_of(spoken.posts, spoken.edges, period_start=start, period_end=end, schemes=platform_schemes())
    return with_standing(
        ranked, spoken.mentions, network.positions, period_start=start, period_end=end, prices=histories.prices
    )


def _watches(spoken: _Spoken, ranked: "pd.DataFrame", histories: Histories) -> "pd.DataFrame":
    from crm.influence.watch import watched_authors

    brands = set(spoken.mentions["brand_id"])
    listed = [each for each in histories.listed if each[0] in brands]
    start, end = spoken.week
    return watched_authors(spoken.mentions, ranked, period_start=start, period_end=end, listed=listed)


def _circles(network: "Network", previous: "Network | None", week: Week) -> "pd.DataFrame":
    """Compared with the week before, where that was told too."""
    from crm.influence.circles import circle_periods

    before = None if previous is None else previous.positions
    if before is not None:
        before = before[before["period_start"] == week.before.start]
    return circle_periods(network, before)


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


def _weeks_result(name: str, frames: "Mapping[Week, pd.DataFrame]") -> Result:
    return Result(name, {str(week): table_of_frame(frame) for week, frame in frames.items() if len(frame)})


def _all_result(name: str, frames: "list[pd.DataFrame]", lack: str) -> Result:
    import pandas as pd

    whole = pd.concat(frames) if frames else pd.DataFrame()
    return Result(name, {"all": table_of_frame(whole)}) if len(whole) else Result(name, reason=lack)
