"""Walks by themselves: where they stop, what they cover, how a cut window goes on. No network."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

from crawlers.errand import Errand
from crawlers.reading import Reading
from crawlers.source import Fetch, Source, Step
from crawlers.spec import SourceSpec, Title
from crawlers.walk import Trail, Walk, finish, follow, walks_of
from records import Mention, Outcome, RawPage, SourceQuery

NOW = datetime(2026, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)
QUERY = SourceQuery(source="fake", query="茶")


@dataclass
class FakeSource:
    """A source whose pages are lists of ages in days."""

    steps: dict[str, Step] = field(default_factory=dict)
    asked: list[SourceQuery] = field(default_factory=list)
    takes_windows: bool = True

    def first(self, query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
        self.asked.append(query)
        window = f"{query.params.get('until', '')}" if self.takes_windows else ""
        return [Fetch(url=f"https://x.example/1{window}", request={"query": query.query, "chain": "0"})]

    def after(self, page: RawPage) -> Step:
        return self.steps.get(page.url, Step(next=Fetch(url="https://x.example/next", request=page.request)))

    def read(self, spec: SourceSpec, page: RawPage, key: bytes) -> Reading:
        ages = [part for part in page.body.decode().split() if part]
        return Reading(what="fake", mentions=[_mention(age) for age in ages])


def _mention(age: str) -> Mention:
    extra = {"is_pinned": "true"} if age.endswith("p") else {}
    published_at = NOW - float(age.rstrip("p")) * DAY
    return Mention(
        source="fake", platform="fake", native_id=age, kind="post", text=age, observed_at=NOW,
        published_at=published_at, extra=extra,
    )  # fmt: skip


def _source(**more: Any) -> tuple[Source, FakeSource]:
    fake = FakeSource()
    spec = SourceSpec(
        name="fake", title=Title(zh="假", en="Fake"), platform="fake", access="open", terms="none", formats=("http",),
        is_newest_first=True, **more,
    )  # fmt: skip
    module = SimpleNamespace(first=fake.first, after=fake.after, read=fake.read)
    return Source(spec, cast(Any, module)), fake


def _page(ages: str, number: int = 1, chain: str = "0") -> RawPage:
    return RawPage(
        source="fake", url=f"https://x.example/{number}", body=ages.encode(), fetched_at=NOW, page_number=number,
        request={"query": "茶", "chain": chain},
    )  # fmt: skip


def _walk(source: Source, errand: Errand, *pages: RawPage) -> Walk:
    walk = Walk(errand=errand, start=None)
    for page in pages:
        walk.trail.note(page, source.read(page, key=b""), is_aside=False)
    return walk


def test_a_walk_stops_only_at_a_page_that_is_old_as_a_whole() -> None:
    source, _ = _source()
    errand = Errand(query=QUERY, begins_at=NOW - 5 * DAY)

    def goes_on(ages: str) -> bool:
        page = _page(ages)
        return follow(source, page, source.read(page, key=b""), errand).next is not None

    assert goes_on("1 2 9")
    assert goes_on("9 6 4.9")
    assert not goes_on("5.1 9")
    assert not goes_on("1p 6 7"), "a pinned item never keeps an old list going"
    assert goes_on("400p 1"), "nor does it end a young one"
    assert goes_on("")


def test_pages_beside_the_list_do_not_end_it() -> None:
    source, fake = _source()
    fake.steps["https://x.example/1"] = Step(next=Fetch(url="u", request={}), is_aside=True)
    page = _page("90")
    errand = Errand(query=QUERY, begins_at=NOW - DAY)
    assert follow(source, page, source.read(page, key=b""), errand).next is not None


def test_a_capped_window_goes_on_from_where_it_stopped() -> None:
    source, _ = _source(has_date_windows=True)
    errand = Errand(query=QUERY, begins_at=NOW - 30 * DAY, ends_at=NOW)
    walk = _walk(source, errand, _page("1 2", 1), _page("3 4", 2))
    (rest,) = finish(source, walk, Step(is_capped=True))
    assert (rest.begins_at, rest.ends_at) == (NOW - 30 * DAY, NOW - 3 * DAY + timedelta(seconds=1))
    assert (walk.outcome, walk.is_capped) == (Outcome.OK, False)
    assert walk.covered_from == NOW - 3 * DAY + timedelta(seconds=1), "what lies below is the other walk's to claim"


def test_a_query_whose_address_takes_no_window_is_not_walked_twice() -> None:
    source, fake = _source(has_date_windows=True)
    fake.takes_windows = False
    walk = _walk(source, Errand(query=QUERY), _page("1 2"))
    assert finish(source, walk, Step(is_suspicious=True)) == []
    assert (walk.outcome, walk.is_at_end) == (Outcome.PARTIAL, True)


def test_a_window_that_does_not_come_on_is_partial_not_endless() -> None:
    source, _ = _source(has_date_windows=True)
    errand = Errand(query=QUERY, begins_at=NOW - 30 * DAY, ends_at=NOW - 3 * DAY + timedelta(seconds=1))
    walk = _walk(source, errand, _page("3 4"))
    assert finish(source, walk, Step(is_suspicious=True)) == []
    assert walk.outcome is Outcome.PARTIAL
    assert walk.covered_from == NOW - 3 * DAY + timedelta(seconds=1)


def test_a_suspiciously_empty_window_is_halved_down_to_an_hour() -> None:
    source, _ = _source(has_date_windows=True)
    errand = Errand(query=QUERY, begins_at=NOW - DAY, ends_at=NOW)
    spans, smallest = [errand], DAY
    while spans:
        each = spans.pop()
        assert each.begins_at
        assert each.ends_at
        smallest = min(smallest, each.ends_at - each.begins_at)
        spans += finish(source, Walk(errand=each, start=None), Step(is_suspicious=True))
    assert timedelta(minutes=30) <= smallest < timedelta(hours=1)


def test_a_source_without_windows_is_partial_at_a_false_end() -> None:
    source, _ = _source()
    walk = _walk(source, Errand(query=QUERY), _page("1 2"))
    assert finish(source, walk, Step(is_suspicious=True)) == []
    assert (walk.outcome, walk.is_at_end) == (Outcome.PARTIAL, True)


def test_what_a_walk_covers() -> None:
    source, _ = _source()
    whole = _walk(source, Errand(query=QUERY, begins_at=NOW - 9 * DAY), _page("1 2"), _page("8 400", 2))
    finish(source, whole, Step())
    assert whole.covered_from == NOW - 9 * DAY
    torn = _walk(source, Errand(query=QUERY, begins_at=NOW - 9 * DAY), _page("1 2"), _page("3 400", 2))
    torn.end(Outcome.ERROR, "no answer")
    assert torn.covered_from == NOW - 3 * DAY + timedelta(seconds=1), "an old original on the page claims nothing"
    assert Walk(errand=Errand(query=QUERY), start=None).covered_from is None


def test_windows_reach_the_source_and_keep_their_walks_apart() -> None:
    source, fake = _source(has_date_windows=True)
    errand = Errand(query=QUERY).within(NOW - DAY, NOW)
    (walk,) = walks_of(source, errand, {})
    assert fake.asked[0].params == {"since": (NOW - DAY).isoformat(), "until": NOW.isoformat()}
    assert walk.start
    assert walk.start.request["chain"] == "0@20260309T000000..20260310T000000"


def test_a_split_is_resumed_in_its_rest() -> None:
    source, fake = _source(has_date_windows=True)
    errand = Errand(query=QUERY).within(NOW - 30 * DAY, NOW)
    chain = f"0{errand.name}"
    fake.steps["https://x.example/2"] = Step(is_capped=True)
    trail = Trail()
    for page in (_page("1 2", 1, chain), _page("3 4", 2, chain)):
        trail.note(page, source.read(page, key=b""), is_aside=False)
    done, rest = walks_of(source, errand, {("茶", chain): trail})
    assert (done.start, done.is_at_end) == (None, True)
    assert rest.start
    assert rest.errand.ends_at == NOW - 3 * DAY + timedelta(seconds=1)


def test_items_asked_for_singly_came_or_did_not() -> None:
    source, _ = _source()
    page = _page("1 2")
    asked = RawPage(source="fake", url="u", body=page.body, fetched_at=NOW, request={"query": "茶", "ids": "1,2,77"})
    trail = Trail()
    trail.note(asked, source.read(asked, key=b""), is_aside=False)
    assert (trail.given_ids, trail.missed_ids) == ({"1", "2"}, {"77"})
