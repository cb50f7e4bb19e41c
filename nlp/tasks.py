"""The tasks in order, their engines and versions.

Each task reads one day (`Day`) and what earlier tasks found, and writes annotations; a new task is one function here.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import pyarrow as pa

from nlp import complaints, sentiment
from nlp.columns import Columns
from nlp.complaints.tone import CERTAIN, tone_of
from nlp.engine import Engine
from nlp.entities.linker import Link, linker
from nlp.integrity import army, duplicates
from nlp.integrity import content as classes
from nlp.text.clean import CLEAN_VERSION, CleanText
from nlp.topics.markets import MarketTopics
from records import Brand, Lexicon
from records.ids import version_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything a day's annotations depend on besides the texts."""

    brands: tuple[Brand, ...]
    """What is tracked."""
    lexicon: Lexicon
    """User words of the brand file."""
    assignments: Mapping[tuple[str, str], str]
    """(source, query) -> brand_id: whole queries that are about a brand."""
    sentiment_engine: str = "linear"
    """Name of the sentiment engine."""
    transformers_model: str | None = None
    """Folder or hub name for the transformers engine."""
    topics: MarketTopics | None = None
    """The fitted topics; None before the first fit, and then no topics are written."""


@dataclass(slots=True)
class Day:
    """The mentions of one partition as columns, and what the tasks have found so far."""

    ids: list[str]
    texts: list[str]
    cleaned: list[CleanText]
    keys: list[str]
    titles: list[str | None]
    products: list[str | None]
    ratings: list[float | None]
    rating_scales: list[float | None]
    kinds: list[str]
    platforms: list[str]
    statuses: list[str | None]
    verified_types: list[str | None]
    assigned: list[str | None]
    authors: list[str | None]
    times: list[datetime | None]
    past_ids: list[str]
    past_keys: list[str]
    past_authors: list[str | None]
    past_times: list[datetime | None]
    groups: list[duplicates.Group] = field(default_factory=list)
    links: list[list[Link]] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    tones: list[str | None] = field(default_factory=list)
    """Sentiment where it is certain (nlp.complaints.tone); None where it is not, and where nothing is said."""

    def titled(self, at: int) -> str:
        """Text, then title: offsets in the text stay what they are."""
        title = self.titles[at]
        return f"{self.texts[at]}\n{title}" if title else self.texts[at]


_WHO_IS_ASKED = "2"
"""Raised when sentiment_task asks other texts, or overrules the engine in other cases."""


@lru_cache(maxsize=4)
def _sentiment(name: str, model: str | None) -> Engine:
    return sentiment.load(name, model=model)


def plan_versions(plan: Plan) -> dict[str, tuple[str, str]]:
    """Engine and version of each task's annotations under a plan, in the order of the tasks.

    A day annotated with other versions is stale; nothing needs to be run to tell. A changed name or query changes the
    versions of link and of what depends on links.
    """
    engine = _sentiment(plan.sentiment_engine, plan.transformers_model)
    assigned = (f"{source}\x1f{query}\x1f{brand}" for (source, query), brand in sorted(plan.assignments.items()))
    link = version_of(CLEAN_VERSION, linker(plan.brands).version, *assigned)
    duplicate, class_version = version_of(CLEAN_VERSION, duplicates.version()), classes.version()
    tone = version_of(CLEAN_VERSION, _WHO_IS_ASKED, engine.version, class_version)
    versions = {
        "duplicate": ("minhash", duplicate),
        "link": ("rules", link),
        "sentiment": (engine.name, tone),
        "content_class": ("rules", class_version),
        "complaint": ("rules", version_of(complaints.load().version, engine.name, tone, link)),
        "integrity": ("rules", version_of(duplicate, class_version, army.version())),
    }
    if plan.topics is not None:
        versions["topic"] = ("lda", version_of(CLEAN_VERSION, plan.topics.version, link))
    return {task: versions[task] for task in TASKS if task in versions}


def duplicate(day: Day, plan: Plan, columns: Columns) -> None:
    """Exact and near-duplicate groups over the day and its look-back."""
    keys = day.keys + day.past_keys
    day.groups = duplicates.groups_of(day.ids + day.past_ids, keys, day_count=len(day.ids))
    for group in day.groups:
        held = Counter(keys[at] for at in group.members)
        size = len(group.members)
        for at in group.members:
            if at < len(day.ids):
                label = "unique" if size == 1 else "exact" if held[keys[at]] > 1 else "near"
                columns.add(day.ids[at], label, target=group.group_id, value=float(size))


def link(day: Day, plan: Plan, columns: Columns) -> None:
    """Brands and products each text is about; the value is how prominent each is in it."""
    day.links = linker(plan.brands).link(
        day.texts,
        titles=day.titles,
        products=day.products,
        assigned=day.assigned,
        own_ends=[cleaned.own_end for cleaned in day.cleaned],
    )
    for mention_id, links in zip(day.ids, day.links, strict=True):
        for item in links:
            columns.add(mention_id, item.label, target=item.target, value=item.prominence, spans=item.spans)


def sentiment_task(day: Day, plan: Plan, columns: Columns) -> None:
    """Sentiment of the author's own words; a bare repost has none, and what a brand says of itself is no opinion.

    Nobody lodges a complaint to praise: where the engine reads one as positive, it is taken to abstain.
    """
    voiced = [at for at, cleaned in enumerate(day.cleaned) if cleaned.is_voiced and day.classes[at] != "BGC"]
    own = [day.cleaned[at].own for at in voiced]
    engine = _sentiment(plan.sentiment_engine, plan.transformers_model)
    verdicts, evidence = engine.read(own), engine.explain(own)
    rows = zip(
        voiced,
        verdicts.names(),
        verdicts.balance().tolist(),
        verdicts.confidence().tolist(),
        verdicts.is_abstained.tolist(),
        evidence,
        strict=True,
    )
    day.tones = [None] * len(day.ids)
    for at, label, balance, confidence, is_abstained, spans in rows:
        is_abstained = is_abstained or (label == "positive" and day.kinds[at] == "complaint")
        day.tones[at] = label if confidence >= CERTAIN and not is_abstained else None
        columns.add(day.ids[at], label, value=balance, probability=confidence, is_abstained=is_abstained, spans=spans)


def topic(day: Day, plan: Plan, columns: Columns) -> None:
    """Topics of linked mentions in their brands' markets; weights of a mention sum to 1, or it has none."""
    if plan.topics is None:
        return
    linked = [at for at, links in enumerate(day.links) if links]
    brand_ids = [{item.brand_id for item in day.links[at]} for at in linked]
    found = plan.topics.apply([day.titled(at) for at in linked], brand_ids)
    for at, topics in zip(linked, found, strict=True):
        for item in topics:
            columns.add(day.ids[at], item.label, target=item.topic_id, value=item.weight)


def content_class(day: Day, plan: Plan, columns: Columns) -> None:
    """Who speaks and why."""
    rows = zip(day.ids, day.texts, day.titles, day.kinds, day.platforms, day.statuses, day.verified_types, strict=True)
    for mention_id, text, title, kind, platform, status, verified_type in rows:
        found = classes.content_class(
            text or title or "", kind=kind, platform=platform, status=status, verified_type=verified_type
        )
        day.classes.append(found.label)
        columns.add(mention_id, found.label, spans=found.spans if text else ())


def complaint(day: Day, plan: Plan, columns: Columns) -> None:
    """Complaints: declared ones, and those that consumers' own posts, comments and reviews hold."""
    asked = [at for at, kind in enumerate(day.kinds) if kind == "complaint" or day.classes[at] == "UGC"]
    found = complaints.load().judge_cleaned(
        [day.cleaned[at] for at in asked],
        titles=[day.titles[at] for at in asked],
        is_declared=[day.kinds[at] == "complaint" for at in asked],
        is_consumer=[_is_about_a_purchase(day, at) for at in asked],
        tones=[tone_of(day.ratings[at], day.rating_scales[at], day.tones[at]) for at in asked],
    )
    for at, item in zip(asked, found, strict=True):
        if item:
            columns.add(day.ids[at], item.label, value=item.severity, spans=item.spans)


def _is_about_a_purchase(day: Day, at: int) -> bool:
    """Whether a text is a review of something tracked, or names it; under a brand's posts people talk of anything."""
    return any(day.kinds[at] == "review" or item.label != "assigned" for item in day.links[at])


def integrity(day: Day, plan: Plan, columns: Columns) -> None:
    """Mentions that speak for a campaign; reposts and what repeats for reasons of its own are not asked."""
    judged = [
        kind != "repost" and label in army.ORGANIC_CLASSES for kind, label in zip(day.kinds, day.classes, strict=True)
    ]
    suspicions = army.water_army(
        day.groups,
        day.texts,
        day.authors + day.past_authors,
        day.times + day.past_times,
        judged,
    )
    for item in suspicions:
        columns.add(day.ids[item.index], "water_army", target=item.group_id, value=item.organic_weight)


TASKS = {
    "duplicate": duplicate,
    "link": link,
    "content_class": content_class,
    "sentiment": sentiment_task,
    "topic": topic,
    "complaint": complaint,
    "integrity": integrity,
}
"""Each task and what does it, in the order in which one may read what another found."""


def run(day: Day, plan: Plan) -> dict[str, pa.Table]:
    """All annotations of a day, task by task."""
    tables = {}
    for task, (engine, version) in plan_versions(plan).items():
        columns = Columns(task, engine, version)
        TASKS[task](day, plan, columns)
        tables[task] = columns.table()
    return tables
