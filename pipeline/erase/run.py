"""`scrm erase`: everything of one person leaves a home, and what is remembered keeps them from coming back.

Order: the keyed id goes into the book of erasures first, so that nothing of them lands any more; what has to be found
is then learned and journalled in the vault; each place is cleaned by a step that may be repeated; the journal goes
last. A run that was killed is finished by the next one, whomever it is for.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from lake import audit, erasures
from lake.home import Home
from lake.keys import author_key
from lake.linkkeys import forget_holder
from lake.lock import exclusive
from lake.needles import Needles
from lake.vault import forget_handle
from pipeline import warehouse
from pipeline.erase.files import clean_others, clean_reports
from pipeline.erase.places import clean_lake, clean_raw
from pipeline.erase.subject import Subject, learn
from pipeline.settled import settled
from pipeline.turn import turn
from records.ids import pseudonym

JOURNAL = "erasing-"
DEFAULT_REASON = "the person asked for it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was done, in counts."""

    author_id: str
    mention_count: int
    """Contents of theirs that the home knew."""
    page_count: int
    """Kept pages rewritten."""
    record_count: int
    """Records taken out of them."""
    lake_row_count: int
    masked_count: int
    """Cells of others' rows in which a quotation was masked."""
    warehouse_row_count: int
    report_count: int
    """Pages and tables removed; the next report makes them anew."""
    file_count: int
    """Other files changed."""


def erase(home: Home, platform: str, identity: str, reason: str = DEFAULT_REASON) -> list[Erased]:
    """Erases a person, after finishing whatever an earlier run left unfinished. Raises LockHeld, ScrmError, OSError."""
    with _alone(home):
        author_id = pseudonym(author_key(home.vault), platform, identity)
        unfinished = [each for each in sorted(home.vault.glob(f"{JOURNAL}*.json")) if author_id not in each.name]
        done = [_finish(home, Subject.load(file), reason) for file in unfinished]
        journal = _journal(home, author_id)
        known = Subject.load(journal) if journal.exists() else None
        subject = known or Subject(platform=platform, author_id=author_id, identity=identity)
        return [*done, _finish(home, subject, reason)]


def erase_person(home: Home, subject: Subject, reason: str) -> Erased:
    """Erases somebody whose native id is known already. Raises LockHeld, ScrmError, OSError."""
    with _alone(home):
        return _finish(home, subject, reason)


def _finish(home: Home, subject: Subject, reason: str) -> Erased:
    key = author_key(home.vault)
    place, journal = home.vault, _journal(home, subject.author_id)
    erasures.note(place, subject.author_id, erasures.ERASED, platform=subject.platform, reason=reason)
    needles = learn(home, subject)
    subject.save(journal)
    names = {erasures.name_key(key, name) for name in subject.names}
    erasures.note(place, subject.author_id, erasures.ERASED, platform=subject.platform, reason=reason, name_keys=names)
    done = _clean(home, subject, needles, key)
    audit.record(
        place,
        "erase",
        subject.author_id,
        platform=subject.platform,
        reason=reason,
        pages=done.page_count,
        lake_rows=done.lake_row_count,
    )
    journal.unlink()
    return done


def _clean(home: Home, subject: Subject, needles: Needles, key: bytes) -> Erased:
    """Every place once; each step may be repeated."""
    page_count, record_count = clean_raw(home, subject, needles, key)
    lake_row_count, masked_count = clean_lake(home, subject, needles)
    forget_handle(home.vault, subject.author_id)
    forget_holder(home.vault, subject.author_id)
    row_count = warehouse.erase(home, subject.author_id, subject.mention_ids, needles.mask_all)
    reports = clean_reports(home, needles)
    others = clean_others(home, subject, needles)
    return Erased(
        author_id=subject.author_id,
        mention_count=len(subject.mention_ids),
        page_count=page_count,
        record_count=record_count,
        lake_row_count=lake_row_count,
        masked_count=masked_count,
        warehouse_row_count=row_count,
        report_count=len(reports),
        file_count=len(others),
    )


def _journal(home: Home, author_id: str) -> Path:
    return home.vault / f"{JOURNAL}{author_id}.json"


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Nobody gathers, takes the inbox or builds meanwhile."""
    home.require_lake_here("erasure")  # half of one would be worse than none
    with ExitStack() as held:
        held.enter_context(settled(home))
        held.enter_context(exclusive(home.root / "warehouse.lock", "the warehouse"))
        held.enter_context(turn(home.root / "inbox.lock", "the inbox"))
        sources = {each.name for each in home.raw.iterdir() if each.is_dir()} if home.raw.is_dir() else set()
        for source in sorted(sources):
            held.enter_context(turn(home.root / "locks" / f"gather-{source}.lock", f"source {source}"))
        yield
