"""WeCom customer contact: an employee's chats of a day as contacts, an owner's customer groups of a day as communities.

Asked for with POST; errors come with HTTP 200 as `{"errcode", "errmsg"}`. Formats:
https://developer.work.weixin.qq.com/document/path/92132 (contacts) and .../92133 (groups).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.counts import whole
from crawlers.convert.times import epoch
from crawlers.reading import Reading
from crawlers.responses import (
    ErrorAnswer,
    json_body,
    mapping,
    nothing,
    objects,
    on_server,
    query_of,
    read_entries,
    short,
)
from crawlers.source import Fetch, Step
from crawlers.sources.asked import days_between, days_of, window_of
from crawlers.spec import SourceSpec
from records import CommunityDay, Contact, Outcome, RawPage, SourceQuery
from records.errors import SchemaDrift, UsageError
from records.ids import hashed_native_id
from records.time import SHANGHAI, shanghai_day

KEPT_DAYS = 180
"""WeCom forgets what is older."""
LONGEST_DAYS = 30
"""Most days that one request may span."""
EVERYONE = "all"
"""In place of owners: every owner whom the application may see."""
_HOST = "https://qyapi.weixin.qq.com"
_WHAT = "a WeCom answer"
_PAGE_SIZE = 1000
_BEHAVIOUR = "externalcontact/get_user_behavior_data"
_BY_OWNER = "externalcontact/groupchat/statistic"
_BY_DAY = "externalcontact/groupchat/statistic_group_by_day"
_TOKEN = (40001, 40013, 40014, 40082, 41001, 42001, 42007, 42009)
_RATE = (45009, 45011, 45033, 45047)
_ACCESS = (48001, 48002, 48004, 50001, 60011, 60020, 301002, 301021, 84061, 84074, 84084)
# Meanings: https://developer.work.weixin.qq.com/document/path/90313
_OTHERS = {
    "access_token": "an access token of WeCom",
    "statistic_list": "figures of WeCom's customer service accounts",
    "group_chat_list": "a list of customer groups, without figures",
    "group_chat": "a customer group with its members, without figures",
    "follow_user": "employees who may have customers",
    "external_userid": "the customers of an employee, without figures",
    "external_contact": "one customer of an employee",
    "ip_list": "the addresses of WeCom's servers",
}
_GROUP_FIGURES = {
    "group_count": "chat_total",
    "new_group_count": "new_chat_cnt",
    "active_group_count": "chat_has_msg",
    "member_count": "member_total",
    "new_member_count": "new_member_cnt",
    "active_member_count": "member_has_msg",
    "message_count": "msg_total",
}


def first(query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """`yesterday`, a day or `2026-03-01..2026-03-07`, with `staff` and `owners`: ids with commas between them.

    `owners: all` asks for every owner; the window `since`, `until` wins over the days in words. Raises UsageError.
    """
    days = _days(query)
    staff, owners = (_ids(query, name) for name in ("staff", "owners"))
    if not staff and not owners:
        raise UsageError("wecom: nobody is named; give params `staff` and `owners` (ids with commas, or owners: all)")
    common = {"query": query.query, "base_url": base_url or ""}
    asked = [(_BEHAVIOUR, who, begin, end) for who in staff for begin, end in _spans(days, LONGEST_DAYS)]
    for who in owners:
        # All owners at once come per owner, so for one day at a time; a single owner comes per day.
        path, length = (_BY_OWNER, 1) if who == EVERYONE else (_BY_DAY, LONGEST_DAYS)
        asked += [(path, who, begin, end) for begin, end in _spans(days, length)]
    return [
        _fetch({**common, "chain": f"{path}:{who}:{begin}", "path": path, "who": who, "from": begin, "to": end}, 1)
        for path, who, begin, end in asked
    ]


def after(page: RawPage) -> Step:
    """The owners behind those received; all other answers are one page. Raises SchemaDrift, ErrorAnswer."""
    content = _content(page)
    behind, total = whole(content.get("next_offset")), whole(content.get("total"))
    if page.request.get("path") != _BY_OWNER or behind is None or total is None or behind >= total:
        return Step()
    if not objects(content.get("items")):
        return Step(missing_count=total - behind, is_suspicious=True)
    return Step(next=_fetch({**page.request, "offset": str(behind)}, page.page_number + 1))


def read(spec: SourceSpec, page: RawPage, key: bytes) -> Reading:
    """Contacts and community days. Raises SchemaDrift, ErrorAnswer."""
    content = _content(page)
    book = AuthorBook(spec.platform, key)
    if "behavior_data" in content:
        entries = objects(content["behavior_data"])
        return read_entries(spec, page, entries, lambda entry: _contact(spec, page, entry, book))
    if "items" in content:
        entries = objects(content["items"])
        if entries and not _has_day(page, entries):
            return nothing(spec, f"groups of {len(entries)} owners without the day they are of; it is in the request")
        return read_entries(spec, page, entries, lambda entry: _community(spec, page, entry, book))
    return nothing(spec, next((what for key, what in _OTHERS.items() if key in content), "an answer without content"))


def _ids(query: SourceQuery, name: str) -> list[str]:
    return [each for each in re.split(r"[,，\s]+", query.params.get(name, "")) if each]


def _days(query: SourceQuery) -> list[date]:
    since, until = window_of(query)
    words = query.query.strip()
    days = days_of(query) if since or until or words == "yesterday" else _days_in_words(words)
    today = datetime.now(SHANGHAI).date()
    if not days or days[-1] >= today or days[0] < today - timedelta(days=KEPT_DAYS):
        raise UsageError(f"wecom: {words!r} is no range from {KEPT_DAYS} days ago to yesterday; give such days")
    return days


def _days_in_words(words: str) -> list[date]:
    begin, _, end = words.partition("..")
    try:
        return days_between(date.fromisoformat(begin), date.fromisoformat(end or begin))
    except ValueError:
        raise UsageError(f"wecom: {words!r} is no day; give yesterday, 2026-03-01 or 2026-03-01..2026-03-07") from None


def _spans(days: Sequence[date], length: int) -> Iterator[tuple[str, str]]:
    for start in range(0, len(days), length):
        span = days[start : start + length]
        yield span[0].isoformat(), span[-1].isoformat()


def _fetch(request: Mapping[str, str], page_number: int) -> Fetch:
    begin, end = (_seconds(request[name]) for name in ("from", "to"))
    body: dict[str, Any] = {"day_begin_time": begin, "day_end_time": end}
    if request["path"] == _BEHAVIOUR:
        body = {"userid": [request["who"]], "start_time": begin, "end_time": end}
    elif request["path"] == _BY_OWNER:
        body |= {"order_by": 2, "offset": int(request.get("offset", "0")), "limit": _PAGE_SIZE}
    else:
        body |= {"owner_filter": {"userid_list": [request["who"]]}}
    url = on_server(f"{_HOST}/cgi-bin/{request['path']}", request.get("base_url"))
    return Fetch(url=url, request=request, body=json.dumps(body), page_number=page_number)


def _seconds(day: str) -> int:
    return int(_begin_of(date.fromisoformat(day)).timestamp())


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def _content(page: RawPage) -> dict[str, Any]:
    content = json_body(page, _WHAT, ("errcode", "behavior_data", "items", *_OTHERS))
    if content.get("errcode"):
        raise _error(content)
    for name in ("behavior_data", "items"):
        if name in content and not isinstance(content[name], list):
            raise SchemaDrift(f"{page.url}: `{name}` is no list; has WeCom changed the format?")
    if "items" in content and not all({"owner", "stat_time"} & set(each) for each in objects(content["items"])):
        raise SchemaDrift(f"{page.url}: not {_WHAT}; is this a recording of another source?")
    return content


def _error(content: dict[str, Any]) -> ErrorAnswer:
    code = content["errcode"]
    # The message of a refused call repeats addresses behind its words.
    words = re.split(r",? (?:hint|from ip|more info)\b", short(content.get("errmsg") or ""))[0]
    says = f"WeCom says: {code} {words}".strip()
    if code in _TOKEN:
        return ErrorAnswer(Outcome.AUTH_REQUIRED, f"{says}; renew the token in WECOM_ACCESS_TOKEN")
    if code in _RATE:
        return ErrorAnswer(Outcome.RATE_LIMITED, says)
    if code in _ACCESS:
        return ErrorAnswer(Outcome.BLOCKED, f"{says}; see the application's permissions, scope and trusted addresses")
    return ErrorAnswer(Outcome.ERROR, says)


def _contact(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> Contact:
    """One employee's chats of one day; those of several employees together name none."""
    day = shanghai_day(epoch(entry["stat_time"], Context(fetched_at=page.fetched_at)))
    who = page.request.get("who")
    agent = book.author(who, page.fetched_at) if who else None
    told_apart = book.lasting(who) if who else query_of(page)
    count = whole(entry["chat_cnt"])
    if count is None:
        raise ValueError("chat_cnt is no count")
    share, minutes = _number(entry.get("reply_percentage")), _number(entry.get("avg_reply_time"))
    return Contact(
        source=spec.name,
        contact_id=hashed_native_id(spec.platform, told_apart, day.isoformat(), "chats", 0),
        contacted_at=_begin_of(day),
        observed_at=page.fetched_at,
        query=query_of(page),
        agent_id=agent.author_id if agent else None,
        channel=spec.platform,
        contact_count=count,
        message_count=whole(entry.get("message_cnt")),
        new_customer_count=whole(entry.get("new_contact_cnt")),
        lost_customer_count=whole(entry.get("negative_feedback_cnt")),
        reply_share=share / 100 if share is not None and 0 <= share <= 100 else None,
        first_response_minutes=minutes,
    )


def _has_day(page: RawPage, entries: Sequence[dict[str, Any]]) -> bool:
    """Whether the figures are of one known day each: theirs, or the only one that was asked for."""
    asked = page.request.get("from")
    return all("stat_time" in each for each in entries) or (bool(asked) and asked == page.request.get("to"))


def _community(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> CommunityDay:
    """The groups of one owner on one day; of all owners together where none is named."""
    figures = mapping(entry["data"])
    day = date.fromisoformat(page.request["from"]) if "stat_time" not in entry else None
    owner = book.author(str(entry.get("owner") or page.request.get("who") or EVERYONE), page.fetched_at)
    if owner is None:
        raise KeyError("owner")
    counts = {name: whole(figures.get(theirs)) for name, theirs in _GROUP_FIGURES.items()}
    if not any(count is not None for count in counts.values()):
        raise KeyError("figures")
    return CommunityDay(
        source=spec.name,
        platform=spec.platform,
        community_id=owner.author_id,
        day=day or shanghai_day(epoch(entry["stat_time"], Context(fetched_at=page.fetched_at))),
        observed_at=page.fetched_at,
        query=query_of(page),
        **counts,
    )


def _number(value: Any) -> float | None:
    """A figure that WeCom gives only where there were chats; whole, broken or in quotes."""
    try:
        return None if value is None or isinstance(value, bool) else float(value)
    except ValueError:
        return None
