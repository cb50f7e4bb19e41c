"""Helpers of the tests that crawl the replay server: sizes, truth, what the lake holds."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from crawlers.gather import gather
from lake.home import Home
from lake.partition import read
from records import Coverage, SourceQuery
from world.replay import Item, Timeline, formats

T = TypeVar("T")

KEY = b"k" * 32
IS_LONG = os.environ.get("SCRM_LONG") == "1"
"""`make gather-faults` runs the same tests with larger numbers."""
SOURCES = ("appstore", "mastodon", "steam", "x", "youtube")


def sized(short: T, long: T) -> T:
    """A value for `make check`, or the one for the long run."""
    return long if IS_LONG else short


@pytest.fixture(scope="module")
def bytecode(tmp_path_factory: pytest.TempPathFactory) -> Iterable[None]:
    """Crawling processes compile what they import once, also where bytecode is not written by default."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.getbasetemp().parent / "bytecode"))
        patch.setenv("X_BEARER_TOKEN", "invented-token")
        patch.setenv("YOUTUBE_API_KEY", "invented-key")
        yield


def asked(source: str, *names: str) -> list[SourceQuery]:
    """Queries of a source, one for each name; without names the one its format answers."""
    return [SourceQuery(source=source, query=query_of(source, each)) for each in names or ("",)]


def query_of(source: str, name: str) -> str:
    """The query whose requests have `name` in their address."""
    if not name:
        return formats.load(source).QUERY
    return {"mastodon": f"#{name}", "youtube": f"video:{name}"}.get(source, name)


def crawl(
    home: Home, source: str, queries: Sequence[SourceQuery], base_url: str, run_id: str = "r1", **more: object
) -> dict[str, Coverage]:
    """One gathering run; coverage by query."""
    found = gather(source, queries, home=home, key=KEY, run_id=run_id, base_url=base_url, **more)  # type: ignore[arg-type]
    return {each.query: each for each in found}


def truth(source: str, timelines: Iterable[Timeline], *, is_limited: bool = True) -> dict[str, str]:
    """Mention id -> text of what the timelines hold now; `is_limited`: and the platform gives (Apple the last 500)."""
    limit = 500 if is_limited and source == "appstore" else None
    return {truth_id(source, item): item.text for timeline in timelines for item in timeline.items[:limit]}


def truth_id(source: str, item: Item) -> str:
    """The mention id of one item."""
    form = formats.load(source)
    return f"{form.PLATFORM}:{form.native_id(item)}"


def rows(home: Home) -> list[tuple[str, str]]:
    """Mention id and text of every row in the lake, without the videos that comments are about."""
    table = read(home.lake, "mentions")
    found = table.select(["mention_id", "text"]).to_pylist() if table.num_rows else []
    return [(row["mention_id"], row["text"]) for row in found if not _is_video(row["mention_id"])]


def _is_video(mention_id: str) -> bool:
    platform, _, number = mention_id.partition(":")
    return platform == "youtube" and len(number) == 11


def problem_of(home: Home, source: str, expected: Mapping[str, str], timeline: Timeline) -> str | None:
    """What is wrong with the rows of one timeline in the lake, compared with what it held when the crawl began."""
    now = truth(source, [timeline], is_limited=False)
    found = Counter(mention_id for mention_id, _ in rows(home) if mention_id in now)
    missing, doubled = set(expected) - set(found), [each for each, count in found.items() if count > 1]
    lost = f"{len(missing)} of {len(expected)} lost" if missing else ""
    return ", ".join(each for each in (lost, f"{len(doubled)} doubled" if doubled else "") if each) or None


def check_whole(home: Home, expected: Mapping[str, str]) -> None:
    """Every expected item once, with its own words, and nothing else."""
    found = Counter(mention_id for mention_id, _ in rows(home))
    missing = sorted(set(expected) - set(found))
    assert not missing, f"{len(missing)} of {len(expected)} items lost, for example {missing[:3]}"
    doubled = [each for each, count in found.items() if count > 1]
    assert not doubled, f"{len(doubled)} items doubled, for example {doubled[:3]}"
    check_nothing_wrong(home, expected)


def check_nothing_wrong(home: Home, expected: Mapping[str, str]) -> None:
    """Whatever was landed exists at the source and has its words (Mastodon adds a hashtag)."""
    for mention_id, text in rows(home):
        assert mention_id in expected
        assert text.startswith(expected[mention_id])


def fresh_home(folder: Path) -> Home:
    """An empty installation."""
    return Home(folder / "home").create()
