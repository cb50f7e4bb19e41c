"""A refused file: noted, kept in quarantine, told of where it was dropped, removed from there."""

from datetime import UTC, datetime
from pathlib import Path

from lake.landing import land_coverage
from pipeline.inbox import problems, quarantine
from pipeline.inbox.desk import Desk, today
from pipeline.inbox.item import Item, Receipt, Result, is_unchanged, left
from pipeline.inbox.notices import explanation
from pipeline.inbox.problems import Problem
from records import Coverage, Outcome


def refuse(desk: Desk, item: Item, problem: Problem, outcome: Outcome) -> Receipt:
    """Notes, copies, tells, then removes: a kill in between leaves the file where it was dropped."""
    home, drop = desk.job.home, item.drop
    if not is_unchanged(desk, drop):
        return left(drop, problems.CHANGED)
    target = _target(desk, item)
    kept_as = target.relative_to(home.root).as_posix()
    coverage = _refused_coverage(desk, item, problem, outcome)
    desk.ledger.note(item.handled(is_taken=False, kept_as=kept_as))
    quarantine.keep(item.path, target, explanation(drop.entry.name, drop.where, problem, datetime.now(UTC)))
    desk.tell(drop, problem, kept_as=kept_as)
    desk.store.remove(drop.entry.path)
    line = f"{drop.where}: {problem.technical or problem.en}; moved to {kept_as}, with a notice beside it"
    return Receipt(result=Result.REFUSED, line=line, coverages=[coverage] if coverage else [])


def _target(desk: Desk, item: Item) -> Path:
    """Where it is kept: beside an earlier copy of the same bytes there would only be a second one."""
    home = desk.job.home
    before = (row for row in desk.ledger.refused() if (row.source, row.digest) == (item.source, item.digest))
    kept = next((home.root / row.kept_as for row in before if (home.root / row.kept_as).is_file()), None)
    return kept or quarantine.place_for(home, item.source, item.drop.entry.name, today(), item.digest)


def _refused_coverage(desk: Desk, item: Item, problem: Problem, outcome: Outcome) -> Coverage | None:
    """A refused file was asked for and gave nothing; the row is there already where reading came so far."""
    if item.source == quarantine.UNKNOWN:
        return None
    now = datetime.now(UTC)
    coverage = Coverage(
        source=item.source,
        query=item.query,
        run_id=desk.job.run_id,
        started_at=now,
        ended_at=now,
        outcome=outcome.value,
        message=problem.technical or problem.en,
    )
    land_coverage(desk.job.home.store, coverage)
    return coverage
