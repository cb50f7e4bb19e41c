"""What each step reads and writes, by the names OpenLineage has for files and databases.

https://openlineage.io/docs/spec/naming
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline import warehouse
from pipeline.observe.step import Step


@dataclass(frozen=True, slots=True)
class Place:
    """A dataset by its namespace and name."""

    namespace: str
    name: str


_READ = {
    "gather": ("source",),
    "inbox": ("inbox",),
    "enrich": ("lake/mentions",),
    "load": ("lake/mentions", "lake/observations", "lake/authors", "lake/annotations", "lake/coverage"),
    "profile": ("building",),
    "publish": ("building",),
    "warn": ("lake/mentions", "lake/observations", "lake/authors", "lake/annotations", "lake/coverage"),
    "report": ("warehouse",),
    "alert": ("warehouse",),
}
_WRITTEN = {
    "gather": ("raw", "lake/mentions", "lake/observations", "lake/authors", "lake/coverage"),
    "inbox": ("raw", "lake/mentions", "lake/observations", "lake/authors", "lake/coverage"),
    "enrich": ("lake/annotations",),
    "load": ("building",),
    "profile": ("lake/profiles", "building"),
    "publish": ("warehouse",),
    "warn": ("lake/profiles", "warehouse"),
    "report": ("reports",),
    "alert": ("channels",),
}


def read_by(step: Step) -> list[Place]:
    """Datasets the step reads."""
    return [_place(step, name) for name in _READ[step.name]]


def written_by(step: Step) -> list[Place]:
    """Datasets the step writes."""
    return [_place(step, name) for name in _WRITTEN[step.name]]


def _place(step: Step, name: str) -> Place:
    if name == "source":
        return Place("scrm", f"source/{step.subject}")
    if name == "channels":
        return Place("scrm", "channels")
    if name in ("building", "warehouse"):
        return _star(step, name)
    return Place("file", str(step.home.root.absolute() / name))


def _star(step: Step, name: str) -> Place:
    """The star as file or database; a database's login and password stay out."""
    database = warehouse.url()
    if database is None:
        path = step.home.next_warehouse if name == "building" else step.home.warehouse
        return Place("file", str(path.absolute()))
    parts = urlsplit(database)
    return Place(f"postgres://{parts.hostname}:{parts.port or 5432}", f"{parts.path.lstrip('/')}.public")
