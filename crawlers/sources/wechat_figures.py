"""Figures of WeChat's data cube as records. No source of its own: it has no yml.

Old interfaces: getarticletotal, getarticlesummary, getuserread, getusershare, getusersummary, getusercumulate. Since
2025 also getarticletotaldetail, getarticleread, getarticleshare and getbizsummary, which count people where the old
ones count times. getarticlesummary, getarticleread and getarticleshare count a single day, so a crawl asks for the
totals alone, which grow as the counts of an observation do; the others are read from recordings. Formats:
https://developers.weixin.qq.com/doc/service/api/wedata/news/ and .../wedata/user/
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from crawlers.authors import AuthorBook
from crawlers.convert.counts import exact, whole
from crawlers.responses import Record, mapping, objects, query_of
from crawlers.spec import SourceSpec
from records import Author, CommunityDay, Observation, RawPage
from records.time import SHANGHAI

OWN_ACCOUNT = "the account"
"""The account whose token is used: its own number is in no answer."""
_ALL_CHANNELS = 99999999
_COUNTS: Mapping[str, tuple[str, ...]] = {
    "view_count": ("int_page_read_count", "read_user"),
    "share_count": ("share_count", "share_user"),
    "favorite_count": ("add_to_fav_count", "collection_user"),
    "like_count": ("like_user",),
    "comment_count": ("comment_count",),
    "wow_count": ("zaikan_user",),
}
"""Our counts and WeChat's names for them: times where it counts times, else people."""
_NAMED = (
    (("user_source", "int_page_read_user"), "reading of all articles by day (getuserread)"),
    (("share_scene",), "sharing of all articles by day (getusershare)"),
    (("ref_hour",), "figures by the hour"),
    (("msg_type",), "messages received (getupstreammsg)"),
    (("count_interval",), "messages received (getupstreammsgdist)"),
    (("msg_user",), "messages received (getupstreammsg)"),
    (("callback_count",), "interface calls (getinterfacesummary)"),
    (("int_page_read_user",), "reading of all articles by day (getuserread)"),
    (("share_user",), "sharing of all articles by day (getusershare)"),
    (("detail",), "an account's daily summary (getbizsummary)"),
)


def is_figures(content: Mapping[str, Any]) -> bool:
    """Whether an answer is the data cube's: a list of entries that each name their day."""
    return isinstance(content.get("list"), list) and all("ref_date" in each for each in objects(content["list"]))


def figure_entries(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The entries that give records: articles, one for each day counted, and followers, one for each day."""
    entries = [each for each in objects(content["list"]) if "ref_hour" not in each]
    articles = [part for each in entries if "msgid" in each for part in _by_day(each)]
    has_all = any(each.get("user_source") == _ALL_CHANNELS for each in articles)
    articles = [each for each in articles if not has_all or each.get("user_source") == _ALL_CHANNELS]
    return [*articles, *_followers(entries)]


def name_of(content: Mapping[str, Any]) -> str:
    """What figures that are of no single article are."""
    entries = objects(content["list"])
    found = {key for each in entries for key in each}
    what = next((name for keys, name in _NAMED if found.issuperset(keys)), "figures")
    return f"{what}, from the data cube, {len(entries)} entries"


def figure_record(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> list[Record]:
    """The counts of an article at the end of a day, or the account and its community of followers on a day."""
    if "msgid" in entry:
        return [_observation(spec, page, entry)]
    day = date.fromisoformat(str(entry["ref_date"]))
    account = book.author(OWN_ACCOUNT, _end_of(day), follower_count=entry["member_count"], verified_type="brand")
    if account is None:
        raise KeyError("account")
    community = _community(spec, page, entry, day, account)
    return [community] if account.follower_count is None else [account, community]


def _by_day(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """An article's figures: its own, those of the one day in `detail`, or cumulative ones of each day since."""
    of_days = objects(entry.get("details")) + objects(entry.get("detail_list"))
    named = {"msgid": entry["msgid"], "ref_date": entry["ref_date"]}
    return [{**each, **named} for each in of_days] if of_days else [{**entry, **mapping(entry.get("detail"))}]


def _followers(entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Followers at the end of each day (getusercumulate) and those gained on it over all channels (getusersummary)."""
    found: dict[str, dict[str, int | None]] = {}
    for each in entries:
        if not {"cumulate_user", "new_user"} & set(each):
            continue
        figures = found.setdefault(str(each["ref_date"]), {"member_count": None, "new_member_count": None})
        gained = whole(each.get("new_user"))
        figures["member_count"] = _larger(figures["member_count"], whole(each.get("cumulate_user")))
        figures["new_member_count"] = _sum(figures["new_member_count"], gained)
    return [{"ref_date": day, **figures} for day, figures in found.items()]


def _larger(one: int | None, other: int | None) -> int | None:
    """Of several rows of a day that with all followers; the rest is of one channel."""
    return max((each for each in (one, other) if each is not None), default=None)


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None and other is None else (one or 0) + (other or 0)


def _observation(spec: SourceSpec, page: RawPage, entry: dict[str, Any]) -> Observation:
    counts = {name: _first_known(entry, theirs) for name, theirs in _COUNTS.items()}
    if exact(*counts.values()) is None:
        raise KeyError("counts")
    return Observation(
        mention_id=f"{spec.platform}:{entry['msgid']}",
        source=spec.name,
        observed_at=_end_of(date.fromisoformat(str(entry.get("stat_date") or entry["ref_date"]))),
        count_precision=exact(*counts.values()),
        **counts,
    )


def _first_known(entry: Mapping[str, Any], names: Sequence[str]) -> int | None:
    return next((count for name in names if (count := whole(entry.get(name))) is not None), None)


def _community(spec: SourceSpec, page: RawPage, entry: dict[str, Any], day: date, account: Author) -> CommunityDay:
    return CommunityDay(
        source=spec.name,
        platform=spec.platform,
        community_id=account.author_id,
        day=day,
        observed_at=page.fetched_at,
        query=query_of(page),
        member_count=entry["member_count"],
        new_member_count=entry["new_member_count"],
    )


def _end_of(day: date) -> datetime:
    """The midnight in China at which a day's figures are complete."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)
