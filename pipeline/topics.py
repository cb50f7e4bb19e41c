"""The fitted topics: when they are fitted, where they are kept, which ones are current."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from lake.files import write_durably
from lake.landing import latest_versions
from lake.store import read
from pipeline.job import Job
from pipeline.turn import turn
from records.errors import DamagedArtefact
from records.ids import version_of

if TYPE_CHECKING:
    from nlp.batch import Plan
    from nlp.topics.markets import MarketTopics

BRAND_LIMIT = 3_000
"""Texts of the fitting window a brand, the most recent ones: one huge brand does not own the topics of its market."""

GROWTH_THAT_REFITS = 2.0
"""Models fitted on half as many mentions as there are now are fitted anew; in between, topic ids stay."""

_LINKED_AT_ONCE = 5_000
"""Mentions whose brands are looked for at a time, the newest first, until every brand has its texts."""

_FIT_SECONDS = 1_800.0
"""How long another run's fit is waited for: one of a hundred thousand texts takes minutes."""


def current(job: Job) -> "MarketTopics | None":
    """The topics that annotations are made with, or None before the first fit and where texts were too few for one."""
    pointer = _pointer(job)
    if not pointer.exists():
        return None
    from nlp.topics.markets import MarketTopics

    try:
        version: str | None = json.loads(pointer.read_bytes())["version"]
    except (ValueError, KeyError) as error:
        raise DamagedArtefact(
            f"{pointer}: damaged; delete it and run `scrm enrich`, topics are then fitted anew"
        ) from error
    return MarketTopics.load(_folder(job) / version) if version else None


def refresh(job: Job, plan: "Plan", *, mention_count: int) -> "MarketTopics | None":
    """The current topics, fitted first when there are none for this configuration or the mentions have doubled since.

    `mention_count` is the number of mention rows in the lake, which the caller knows without reading them.
    """
    rules = _rules_version(plan)
    if _is_due(job, rules, mention_count):
        # Two runs at once fit once: a second fit would take its ids over from the first, and differ from it.
        with turn(job.home.root / "locks" / "topics.lock", "topics", patience_seconds=_FIT_SECONDS):
            if _is_due(job, rules, mention_count):
                return _fitted(job, plan, rules, mention_count)
    return current(job)


def _is_due(job: Job, rules: str, mention_count: int) -> bool:
    known = _read_pointer(job)
    return known.get("rules") != rules or mention_count >= GROWTH_THAT_REFITS * int(known["mention_count"])


def _fitted(job: Job, plan: "Plan", rules: str, mention_count: int) -> "MarketTopics | None":
    from nlp.topics.markets import fit_markets

    fitted = fit_markets(linked_corpus(job, plan), plan.brands, plan.lexicon, previous=_previous(job))
    if fitted:
        fitted.save(_folder(job) / fitted.version)
    pointer = {"version": fitted and fitted.version, "rules": rules, "mention_count": mention_count}
    write_durably(_pointer(job), json.dumps(pointer, indent=1).encode())
    return fitted


def _previous(job: Job) -> "MarketTopics | None":
    """The topics whose ids a new fit takes over; a damaged one has none to give."""
    try:
        return current(job)
    except DamagedArtefact:
        return None


def linked_corpus(job: Job, plan: "Plan") -> list[tuple[str, frozenset[str]]]:
    """Texts about tracked brands with the ids of these, oldest first, whatever order files came in.

    Of each brand the most recent BRAND_LIMIT; a text is in when it is among those of any of its brands.
    """
    columns = ["mention_id", "source", "observed_at", "query", "title", "text", "product", "published_at"]
    table = read(job.home.store, "mentions", columns=columns)
    if table.num_rows == 0:
        return []
    left = dict.fromkeys((brand.brand_id for brand in plan.brands), BRAND_LIMIT)
    chosen: list[tuple[str, frozenset[str]]] = []
    for ids, title, text in _newest_first(latest_versions(table), plan):
        if any(left[each] > 0 for each in ids) and (title or text):
            chosen.append(("\n".join(part for part in (title, text) if part), ids))
            left |= {each: left[each] - 1 for each in ids}
        if not any(count > 0 for count in left.values()):
            break
    return chosen[::-1]


def _newest_first(mentions: pa.Table, plan: "Plan") -> Iterator[tuple[frozenset[str], str | None, str | None]]:
    """The brands, title and text of each mention about any; linked a batch at a time: the oldest may not be asked."""
    from nlp.entities import linker

    ordered = mentions.sort_by([("published_at", "ascending"), ("mention_id", "ascending")])
    links = linker(plan.brands)
    for begin in range(ordered.num_rows - 1, -1, -_LINKED_AT_ONCE):
        batch = ordered.slice(max(0, begin + 1 - _LINKED_AT_ONCE), min(begin + 1, _LINKED_AT_ONCE))
        source, query, title, text, product = (
            batch.column(name).to_pylist()[::-1] for name in ("source", "query", "title", "text", "product")
        )
        assigned = [plan.assignments.get(key) for key in zip(source, query, strict=True)]
        found = links.link(text, titles=title, products=product, assigned=assigned)
        yield from (
            (frozenset(item.brand_id for item in one), *said)
            for one, *said in zip(found, title, text, strict=True)
            if one
        )


def _rules_version(plan: "Plan") -> str:
    from nlp.batch import plan_versions
    from nlp.topics.markets import rules_version

    return version_of(plan_versions(plan)["link"][1], rules_version(plan.brands), *plan.lexicon.words)


def _read_pointer(job: Job) -> dict[str, Any]:
    pointer = _pointer(job)
    return json.loads(pointer.read_bytes()) if pointer.exists() else {}


def _folder(job: Job) -> Path:
    return job.home.models / "topics"


def _pointer(job: Job) -> Path:
    return _folder(job) / "current.json"
