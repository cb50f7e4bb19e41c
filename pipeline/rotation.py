"""`scrm keys rotate --pseudonyms`: every pseudonym of a home hashed once more, with a secret that is new.

Order: the vault says that a rotation has begun, so that nobody else writes; the new secret is put beside the older
ones; every place is renamed by a step that marks what it has done; the vault says which generation the home stands at.
Killed at any moment, the next call ends the same rotation. The published star stays up as it is until the next load,
which builds it whole, because the files it was built from are gone.
"""

import os
from dataclasses import dataclass

from lake import audit, erasures, linkkeys
from lake.home import Home
from lake.keys import (
    ENVIRONMENT,
    STANDING_FILE,
    Standing,
    author_secrets,
    check_of,
    new_secret,
    require_secrets,
    standing,
    write_secrets,
)  # fmt: skip
from lake.lock import exclusive
from lake.renaming import Renaming
from lake.rotation import make_book, marks_in, rename_book, rename_lake, rename_tombstones
from lake.vault import rename_handles
from pipeline.erase.run import JOURNAL
from pipeline.quiet import quiet
from pipeline.rereporting import forget_plans, rename_reports
from pipeline.settled import WHAT, lock_of
from records.errors import ConfigError, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """What was done, in counts; of a rotation that was gone on with, by this run."""

    generation: int
    """Where the home stands now."""
    file_count: int
    """Files of the lake written anew."""
    page_count: int
    """Kept pages whose tombstones were renamed."""
    handle_count: int
    report_count: int
    """Pages and tables in which pseudonyms were renamed."""


def rotate_pseudonyms(home: Home) -> list[Rotated]:
    """Goes on with a rotation that has begun or waits for a secret of the environment, else begins one.

    Returns one line for each generation. Raises LockHeld beside any step, UsageError, ConfigError, ScrmError, OSError.
    """
    with exclusive(lock_of(home), WHAT), quiet(home):
        if any(home.vault.glob(f"{JOURNAL}*.json")):
            raise UsageError(f"{home.root}: an erasure has begun and not ended; run that `scrm erase` again first")
        found = _secrets(home)
        return [_rotate(home, found[: to + 1]) for to in range(standing(home.vault).generation + 1, len(found))]


def advance(home: Home, found: tuple[bytes, ...]) -> None:
    """Brings a home to the generation of these secrets, which begin with its own. Raises ConfigError, ScrmError."""
    now = standing(home.vault)
    require_secrets(home.vault, found, now)
    if not os.environ.get(ENVIRONMENT):
        if found[: now.generation + 1] != author_secrets(home.vault):
            raise ConfigError(f"{home.vault}: the secrets given do not begin with those of this home")
        _begin(home, found[: now.generation + 2])
        write_secrets(home.vault, found)
    rotate_pseudonyms(home)


def _secrets(home: Home) -> tuple[bytes, ...]:
    """The secrets to come to: those given, or one more. Raises UsageError, ConfigError."""
    found, now = author_secrets(home.vault), standing(home.vault)
    if len(found) > 1 and not (home.vault / STANDING_FILE).exists() and _was_rotated(home):
        raise ConfigError(f"{home.vault / STANDING_FILE}: missing; restore it from a backup of after the last rotation")
    require_secrets(home.vault, found, now)
    if len(found) > now.generation + 1:
        return found
    if os.environ.get(ENVIRONMENT):
        raise UsageError(f"put a new secret (64 hex digits) behind what {ENVIRONMENT} says, a comma between; run again")
    found = (*found, new_secret())
    _begin(home, found)
    write_secrets(home.vault, found)
    return found


def _was_rotated(home: Home) -> bool:
    books = (home.state, home.vault / erasures.FILE, home.vault / linkkeys.FILE)
    return any(marks_in(book) for book in books)


def _begin(home: Home, found: tuple[bytes, ...]) -> None:
    now = standing(home.vault)
    check = check_of(found[:-1])
    Standing(generation=now.generation, check=check, begun=check_of(found)).save(home.vault)


def _rotate(home: Home, found: tuple[bytes, ...]) -> Rotated:
    """One generation, to that of the last secret."""
    mark, begun = check_of(found), standing(home.vault).begun
    if begun not in ("", mark):
        raise ConfigError(f"{home.vault}: the rotation was begun with another secret; give that one to end it")
    _begin(home, found)
    renaming = Renaming(found[-1], mark)
    home.next_warehouse.unlink(missing_ok=True)
    done = Rotated(
        generation=len(found) - 1,
        file_count=rename_lake(home.lake, renaming),
        page_count=rename_tombstones(home.raw, renaming),
        handle_count=rename_handles(home.vault, renaming),
        report_count=rename_reports(home, renaming),
    )
    # Made where it is not there yet: a list of erasures that lies elsewhere one day must say its generation.
    make_book(home.vault / erasures.FILE)
    for book in (home.state, home.vault / erasures.FILE, home.vault / linkkeys.FILE):
        rename_book(book, renaming)
    audit.record(home.vault, "pseudonyms rotated", "", generation=done.generation, files=done.file_count)
    Standing(generation=done.generation, check=mark).save(home.vault)
    forget_plans(home)
    return done
