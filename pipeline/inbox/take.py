"""One dropped file: gathered like any export of its source, or refused; whichever it is, once."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from crawlers import catalog
from crawlers.tables.mapping import PARAMETER, Given
from pipeline.inbox import problems, quarantine
from pipeline.inbox.desk import Desk, today
from pipeline.inbox.hashing import digest_of
from pipeline.inbox.item import Item, Receipt, Result, is_unchanged, left
from pipeline.inbox.names import DONE, kept_names, shown
from pipeline.inbox.problems import Problem
from pipeline.inbox.refuse import refuse
from pipeline.inbox.watch import Drop
from pipeline.init import guess
from pipeline.steps.gather import GatherFailed, gather
from records import Coverage, Outcome, SourceQuery
from records.errors import ConfigError, SchemaDrift, ScrmError, UnreadableFile, UsageError

_SUGGESTED_BYTES = 20 * 1024**2
"""Every export source reads a refused file of up to this size, to find out whose it is."""


def take(desk: Desk, drop: Drop) -> Receipt:
    """Handles one file. Raises ScrmError or OSError for what is no fault of the file; it then stays where it is."""
    with ExitStack() as held:
        try:
            path = held.enter_context(desk.store.local(drop.entry))
            digest = digest_of(path)
        except FileNotFoundError:
            return Receipt(result=Result.LEFT, line=f"{drop.where}: somebody has taken it away")
        except PermissionError:
            desk.tell(drop, problems.NO_RIGHT)
            return left(drop, problems.NO_RIGHT)
        return _handle(desk, drop, path, digest)


def _handle(desk: Desk, drop: Drop, path: Path, digest: str) -> Receipt:
    source = _source_of(drop, path)
    item = Item(drop=drop, path=path, digest=digest, source=source or quarantine.UNKNOWN)
    if source is None:
        return refuse(desk, item, _nowhere(desk, drop), Outcome.SCHEMA_DRIFT)
    known = desk.ledger.taken(source, digest)
    if known:
        _assign(desk, item, known.query)
        _finish(desk, item)
        return Receipt(result=Result.KNOWN, line=f"{drop.where}: taken before, as {shown(known.name)}")
    return _gather(desk, item)


def _source_of(drop: Drop, path: Path) -> str | None:
    """The folder's source; of a file outside any such folder, the one that reads it."""
    named = drop.place[0] if drop.place else ""
    return named if is_export_source(named) else _recognised(path)


def is_export_source(name: str) -> bool:
    """Whether files of that source can be dropped."""
    return name in catalog.names() and not catalog.spec(name).is_web


def _gather(desk: Desk, item: Item) -> Receipt:
    _assign(desk, item, item.query)
    params = {"kind": "file", "path": str(item.path), **_mapping(desk, item.source)}
    query = SourceQuery(source=item.source, query=item.query, params=params, brand_id=item.drop.brand_id)
    try:
        coverages = gather(desk.job, item.source, queries=[query])
    except ConfigError:
        raise
    except UnreadableFile as error:
        return refuse(desk, item, _problem(item, error), Outcome.ERROR)
    except (SchemaDrift, UsageError) as error:
        return refuse(desk, item, _problem(item, error), Outcome.SCHEMA_DRIFT)
    except GatherFailed as error:
        if error.exit_code != Outcome.SCHEMA_DRIFT.exit_code:
            raise
        return refuse(desk, item, _problem(item, SchemaDrift(str(error))), Outcome.SCHEMA_DRIFT)
    except (ScrmError, OSError, MemoryError, ImportError, NameError, SyntaxError):
        raise  # the installation's fault: no file is any better or worse for it
    except Exception as error:  # noqa: BLE001 - an edge: one file must not close the inbox to all others
        return refuse(desk, item, problems.failed(error), Outcome.ERROR)
    return _settle(desk, item, coverages)


def _mapping(desk: Desk, source: str) -> dict[str, str]:
    """The columns that brands.yml names for the source: those of its first section that names any."""
    sections = (each for each in desk.job.settings.sources if each.source == source)
    said = next((each.mapping for each in sections if each.mapping != Given()), None)
    return {PARAMETER: said.to_json()} if said else {}


def _settle(desk: Desk, item: Item, coverages: Sequence[Coverage]) -> Receipt:
    """Notes a landed file and moves it away, unless it has grown meanwhile: its rest would be lost."""
    if not is_unchanged(desk, item.drop):
        return left(item.drop, problems.CHANGED)
    earlier = [row for row in desk.ledger.refused() if row.digest == item.digest]
    desk.ledger.note(item.handled(is_taken=True))
    for row in earlier:  # refused once, taken after all: of another folder, or by a mended mapping
        quarantine.release(desk.job.home.root / row.kept_as)
    _finish(desk, item)
    return Receipt(result=Result.TAKEN, coverages=coverages)


def _finish(desk: Desk, item: Item) -> None:
    """The file goes to done/ of its first folder; there, names of other files are left alone."""
    place = (*item.drop.place[:1], DONE)
    plain, marked = kept_names(item.drop.entry.name, today(), item.digest)
    desk.store.move(item.drop.entry, *place, marked if desk.store.exists(*place, plain) else plain)
    desk.untell(item.drop)


def _assign(desk: Desk, item: Item, query: str) -> None:
    """The brand of the folder, before anything lands; a file dropped outside any brand's folder changes nothing."""
    if item.drop.brand_id:
        desk.job.state.remember_assignments({(item.source, query): item.drop.brand_id})


def _recognised(path: Path) -> str | None:
    try:
        found = guess(path)
    except UsageError:
        return None
    return found.source if found else None


def _problem(item: Item, error: ScrmError) -> Problem:
    """What is wrong, and whose file it is where another source reads it."""
    problem = problems.refused(catalog.spec(item.source), error)
    if item.path.stat().st_size > _SUGGESTED_BYTES:
        return problem
    other = _recognised(item.path)
    return problems.suggesting(problem, catalog.spec(other)) if other and other != item.source else problem


def _nowhere(desk: Desk, drop: Drop) -> Problem:
    named = drop.place[0] if drop.place else ""
    if named in catalog.names():
        return problems.asked_online(catalog.spec(named))
    return problems.unknown_source(desk.export_sources())
