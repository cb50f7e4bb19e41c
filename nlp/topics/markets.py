"""Topics market by market: brands that compete share their topics, what else is tracked has its own.

One model over phones and films would give a post about a phone the topic of a film that happens to share two words,
and what is written most about would own all topics.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from nlp.topics import engines, lineage
from nlp.topics.fitting import fit
from nlp.topics.lineage import Lineage
from nlp.topics.model import STEPS, TopicModel
from records import Brand, Lexicon
from records.errors import DamagedArtefact
from records.ids import version_of

FIT_VERSION = "3"
"""Raised when fitting changes, so that topics are fitted anew."""


class Topic(NamedTuple):
    """One topic of one text."""

    topic_id: str
    label: str
    weight: float
    """Share of the text; those of a text sum to exactly 1."""


def markets_of(brands: Sequence[Brand]) -> list[tuple[str, ...]]:
    """Groups of brand ids that name one another as competitors, directly or through others.

    A brand that neither names nor is named stands alone; where no brand names any, all are one market.
    """
    roots = {brand.brand_id: brand.brand_id for brand in brands}

    def root(brand_id: str) -> str:
        while roots[brand_id] != brand_id:
            brand_id = roots[brand_id]
        return brand_id

    pairs = [(brand.brand_id, other) for brand in brands for other in brand.competitors if other in roots]
    if not pairs:
        return [tuple(sorted(roots))] if roots else []
    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        roots[high] = low
    groups: dict[str, list[str]] = {}
    for brand_id in sorted(roots):
        groups.setdefault(root(brand_id), []).append(brand_id)
    return [tuple(groups[name]) for name in sorted(groups)]


def rules_version(brands: Sequence[Brand], engine: str = engines.DEFAULT) -> str:
    """Changes with the markets and the way of fitting: topics of another version are fitted anew."""
    markets = (" ".join(market) for market in markets_of(brands))
    return version_of("markets", FIT_VERSION, *markets, *([] if engine == engines.DEFAULT else [engine]))


@dataclass(frozen=True, eq=False)
class MarketTopics:
    """The topic model of each market that had texts enough."""

    models: Mapping[tuple[str, ...], TopicModel]
    """Brand ids of a market -> its model."""
    lineage: Mapping[tuple[str, ...], tuple[Lineage, ...]] = field(default_factory=dict)
    """Brand ids of a market -> what became of each topic since the fit before; of no effect on annotations."""

    @property
    def engine(self) -> str:
        """Name of the engine that fitted the models."""
        return next((model.engine for model in self.models.values()), engines.DEFAULT)

    @cached_property
    def version(self) -> str:
        """Changes with any model and with the brands each is for."""
        return version_of(*(f"{' '.join(market)}={model.version}" for market, model in self.models.items()))

    def apply(self, texts: Sequence[str], brand_ids: Sequence[Collection[str]]) -> list[list[Topic]]:
        """The topics of each text in the markets of its brands, strongest first; empty where nothing speaks for any.

        A text about brands of several markets is shared equally among those it has topics of.
        """
        found: list[list[list[Topic]]] = [[] for _ in texts]
        for market, model in self.models.items():
            asked = [at for at, ids in enumerate(brand_ids) if not set(market).isdisjoint(ids)]
            for at, weights in zip(asked, model.apply([texts[at] for at in asked]), strict=True):
                if weights:
                    named = [Topic(model.topic_ids[topic], model.labels[topic], weight) for topic, weight in weights]
                    found[at].append(named)
        return [_shared(parts) for parts in found]

    def save(self, folder: Path) -> None:
        """Writes each model into a folder of its own and `markets.json` last."""
        names = {version_of(*market): list(market) for market in self.models}
        for market, model in self.models.items():
            model.save(folder / version_of(*market))
        folder.mkdir(parents=True, exist_ok=True)
        events = {version_of(*market): [event.as_row() for event in found] for market, found in self.lineage.items()}
        content = {"markets": names, "version": self.version, "lineage": events}
        (folder / "markets.json").write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "MarketTopics":
        """Saved topics. Raises DamagedArtefact when files are missing or are not those that were written."""
        try:
            content = json.loads((folder / "markets.json").read_text(encoding="utf-8"))
            markets = {name: tuple(market) for name, market in content["markets"].items()}
            version = content["version"]
            events = {
                markets[name]: tuple(Lineage(**row) for row in rows)
                for name, rows in content.get("lineage", {}).items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DamagedArtefact(f"topic models {folder}: cannot be read ({error}); fit the topics again") from error
        found = cls({market: TopicModel.load(folder / name) for name, market in markets.items()}, events)
        if found.version != version:
            raise DamagedArtefact(f"topic models {folder}: not those that were written; fit the topics again")
        return found


def fit_markets(
    texts: Sequence[tuple[str, Collection[str]]],
    brands: Sequence[Brand],
    lexicon: Lexicon,
    *,
    previous: MarketTopics | None = None,
    engine: str = engines.DEFAULT,
    periods: Sequence[int] | None = None,
) -> MarketTopics | None:
    """Topics of each market from (text, ids of the brands it is about), or None when no market has texts enough.

    Brand and product names are left out of the words, so that topics are about what is said of them. Topics that were
    in `previous`, the fit before, keep their ids; the lineage tells what became of each. `periods` number the week or
    month of each text, for the engine that follows time. Raises UsageError for an unknown engine.
    """
    names = {alias for brand in brands for alias in brand.rule.aliases}
    names |= {alias for brand in brands for item in brand.products for alias in item.rule.aliases}
    models: dict[tuple[str, ...], TopicModel] = {}
    events: dict[tuple[str, ...], tuple[Lineage, ...]] = {}
    taken = {topic_id for model in (previous.models.values() if previous else ()) for topic_id in model.topic_ids}
    ancestors = _ancestors(markets_of(brands), previous)
    for market in markets_of(brands):
        own = [at for at, (_, ids) in enumerate(texts) if not set(market).isdisjoint(ids)]
        when = None if periods is None else [periods[at] for at in own]
        model = fit([texts[at][0] for at in own], lexicon, engine=engine, stop_words=names, periods=when)
        if model:
            before = ancestors.get(market)
            traced = lineage.trace(before, model, taken) if before else lineage.first(model, taken)
            models[market], events[market] = traced
            taken.update(models[market].topic_ids)
    return MarketTopics(models, events) if models else None


def _ancestors(markets: Sequence[tuple[str, ...]], previous: MarketTopics | None) -> dict[tuple[str, ...], TopicModel]:
    """The earlier model of each market: that with which it shares most brands; each is the model of one market."""
    if previous is None:
        return {}
    shared = [(len(set(market) & set(other)), market, other) for market in markets for other in previous.models]
    found: dict[tuple[str, ...], TopicModel] = {}
    used: set[tuple[str, ...]] = set()
    for count, market, other in sorted(shared, key=lambda item: (-item[0], item[1], item[2])):
        if count and market not in found and other not in used:
            found[market] = previous.models[other]
            used.add(other)
    return found


def _shared(parts: Sequence[Sequence[Topic]]) -> list[Topic]:
    """Equal shares of several markets; weights are multiples of 1/STEPS and sum to exactly 1."""
    if len(parts) < 2:
        return list(parts[0]) if parts else []
    topics = [topic for part in parts for topic in part]
    steps = [round(topic.weight * STEPS / len(parts)) for topic in topics]
    steps[0] += STEPS - sum(steps)
    shared = [topic._replace(weight=step / STEPS) for topic, step in zip(topics, steps, strict=True) if step]
    return sorted(shared, key=lambda topic: (-topic.weight, topic.topic_id))
