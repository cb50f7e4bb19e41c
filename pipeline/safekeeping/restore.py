"""`scrm restore`: a backup into an empty place, proved before it is moved there, and without those who were erased."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from lake import erasures
from lake.bodies import digest_of
from lake.home import Home
from lake.keys import ENVIRONMENT, FILE, author_secrets, check_of, standing
from lake.rotation import marks_in
from pipeline.erase.again import erase_noted
from pipeline.rotation import advance
from pipeline.safekeeping import listing
from records.errors import DamagedArtefact, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was done."""

    file_count: int
    erased_count: int
    """People of the erasure list of whom the backup still held something."""


def restore(backup: Path, home: Path, *, later_list: Path | None = None) -> Restored:
    """Puts a backup where no home is, whole or not at all.

    Files are copied beside the place, compared with the backup's list, and cleaned of everybody whom the backup's
    own list of erasures or a `later_list` (an `erasures.sqlite` of after the backup) names; where pseudonyms were
    rotated between the two, the home follows first. One rename then makes them the home. Raises UsageError for a place
    with something in it, DamagedArtefact for a changed backup, OSError.
    """
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise UsageError(f"{home}: not empty; restore into a new folder, then move it")
    files = listing.read(backup)
    aside = home.with_name(f".{home.name}.restoring")
    if aside.exists():
        shutil.rmtree(aside)  # of a restore that was killed
    aside.mkdir(mode=0o700, parents=True)
    try:
        for each in files:
            _place(backup, aside, each)
        count = _without_the_erased(Home(aside).create(), later_list)
        if home.exists():
            home.rmdir()
        aside.rename(home)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Restored(file_count=len(files), erased_count=count)


def _place(backup: Path, aside: Path, file: listing.Kept) -> None:
    source, place = backup / file.name, aside / file.name
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        shutil.copy2(source, place)
    except FileNotFoundError as error:
        raise DamagedArtefact(f"{source}: missing from the backup; nothing was restored") from error
    if digest_of(place) != file.sha256:
        raise DamagedArtefact(f"{source}: changed since the backup was made; nothing was restored")


def _follow(home: Home, later_list: Path) -> None:
    """Brings the home to the list's generation of pseudonyms, with the secrets beside the list or of the environment.

    Raises UsageError where they are not there, or the list is of before the backup.
    """
    marks = marks_in(later_list)
    given = os.environ.get(ENVIRONMENT) is not None or (later_list.parent / FILE).exists()
    found = author_secrets(later_list.parent) if given else author_secrets(home.vault)
    there = next((to for to in range(len(found) - 1, 0, -1) if check_of(found[: to + 1]) in marks), 0)
    here = standing(home.vault).generation
    if (marks and not there) or there < here:
        raise UsageError(
            f"{later_list}: pseudonyms of another generation than the backup's; lay the {FILE} of the list's day "
            f"beside it (or give all secrets in {ENVIRONMENT}), and a list of after the backup"
        )
    if there > here:
        advance(home, found[: there + 1])


def _without_the_erased(home: Home, later_list: Path | None) -> int:
    if later_list is not None:
        if not later_list.is_file():
            raise UsageError(f"{later_list}: no list of erasures; give the newest vault/{erasures.FILE} you have")
        _follow(home, later_list)
        for person in erasures.noted_in(later_list):
            erasures.note(
                home.vault, person.author_id, person.kind, platform=person.platform, reason=person.reason,
                name_keys=person.name_keys,
            )  # fmt: skip
    return erase_noted(home)
