"""The fitted topic model: when it is fitted, where it is kept, which one is current."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from lake.files import write_durably
from lake.landing import latest_versions
from lake.partition import read
from pipeline.job import Job
from records.errors import DamagedArtefact

if TYPE_CHECKING:
    from nlp.batch import Plan
    from nlp.topics.model import TopicModel

CORPUS_LIMIT = 20_000
"""Texts in the fitting window, the most recent about a tracked brand; more changes labels little and costs much."""

GROWTH_THAT_REFITS = 2.0
"""A model fitted on half as many texts as there are now is fitted anew; in between, topic ids stay."""


def current(job: Job) -> "TopicModel | None":
    """The topic model that annotations are made with, or None before the first fit."""
    pointer = _pointer(job)
    if not pointer.exists():
        return None
    from nlp.topics.model import TopicModel

    try:
        version = json.loads(pointer.read_bytes())["version"]
    except (ValueError, KeyError) as error:
        raise DamagedArtefact(
            f"{pointer}: damaged; delete it and run `scrm enrich`, topics are then fitted anew"
        ) from error
    return TopicModel.load(_folder(job) / version)


def refresh(job: Job, plan: "Plan") -> "TopicModel | None":
    """The current model, fitted first when there is none for this configuration or the corpus has doubled since."""
    from nlp.topics.lda import fit

    rules = _rules_version(plan)
    corpus = linked_corpus(job, plan)
    known = _read_pointer(job)
    if known.get("rules") == rules and len(corpus) < GROWTH_THAT_REFITS * int(known["text_count"]):
        return current(job)
    model = fit(corpus, plan.lexicon, stop_words=_names(plan))
    if model is None:
        return None
    folder = _folder(job) / model.version
    folder.mkdir(parents=True, exist_ok=True)
    model.save(folder)
    pointer = {"version": model.version, "rules": rules, "text_count": len(corpus)}
    write_durably(_pointer(job), json.dumps(pointer, indent=1).encode())
    return model


def linked_corpus(job: Job, plan: "Plan") -> list[str]:
    """The most recent CORPUS_LIMIT texts about a tracked brand, oldest first, whatever order files came in."""
    from nlp.entities import linker

    columns = ["mention_id", "source", "observed_at", "query", "title", "text", "product", "published_at"]
    table = read(job.home.lake, "mentions", columns=columns)
    if table.num_rows == 0:
        return []
    mentions = latest_versions(table)
    source, query, title, text, product = (
        mentions.column(name).to_pylist() for name in ("source", "query", "title", "text", "product")
    )
    assigned = [plan.assignments.get(key) for key in zip(source, query, strict=True)]
    links = linker(plan.brands).link(text, titles=title, products=product, assigned=assigned)
    is_linked = [bool(found) for found in links]
    linked = mentions.filter(pa.array(is_linked, pa.bool_()))
    ordered = linked.sort_by([("published_at", "ascending"), ("mention_id", "ascending")])
    parts = zip(ordered.column("title").to_pylist(), ordered.column("text").to_pylist(), strict=True)
    texts = ["\n".join(part for part in pair if part) for pair in parts]
    return [text for text in texts if text][-CORPUS_LIMIT:]


def _names(plan: "Plan") -> set[str]:
    """Brand and product names, so that topics are about what is said of them."""
    names = {alias for brand in plan.brands for alias in brand.rule.aliases}
    return names | {alias for brand in plan.brands for item in brand.products for alias in item.rule.aliases}


def _rules_version(plan: "Plan") -> str:
    from nlp.batch import plan_versions

    return plan_versions(plan)["link"][1]


def _read_pointer(job: Job) -> dict[str, str]:
    pointer = _pointer(job)
    return json.loads(pointer.read_bytes()) if pointer.exists() else {}


def _folder(job: Job) -> Path:
    return job.home.lake / "models" / "topics"


def _pointer(job: Job) -> Path:
    return _folder(job) / "current.json"
