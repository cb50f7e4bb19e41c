"""What the home holds: state, warehouse, dropped files that wait, refused files that nobody has dealt with."""

from collections import Counter
from datetime import UTC, datetime

from lake.home import Home
from lake.keys import STANDING_FILE, author_key, standing
from pipeline.doctor.finding import Finding
from pipeline.inbox.quarantine import quarantined_files
from pipeline.inbox.store import Store
from pipeline.inbox.watch import look
from pipeline.settings.file import Settings
from pipeline.state import State
from records.errors import ScrmError


def quarantined_counts(home: Home) -> Counter[str]:
    """Source (or `unknown`) -> refused files."""
    return Counter(path.parent.name for path in quarantined_files(home))


def quarantine(home: Home) -> list[Finding]:
    """Refused files; nothing where there are none."""
    counts = quarantined_counts(home)
    if not counts:
        return []
    by_source = ", ".join(f"{count} of {source}" for source, count in sorted(counts.items()))
    remedy = "the notice beside each (*.说明.txt) says what to do; delete a file that is dealt with"
    return [Finding("quarantine", False, f"{counts.total()} refused files in {home.quarantine}: {by_source}; {remedy}")]


def inbox(home: Home, settings: Settings) -> list[Finding]:
    """Files that wait, and what can never be taken; nothing where the inbox is empty."""
    try:
        store = Store(settings.inbox_url() or str(home.inbox.resolve()), home.root / "inbox-staging")
        seen = look(store, settings)
    except (ScrmError, OSError) as error:
        return [Finding("inbox", False, " ".join(str(error).split()))]
    stuck = [*(f"{each.drop.where}: {each.problem.en}" for each in seen.left), *seen.unusable]
    found = [Finding("inbox", False, line) for line in stuck]
    if seen.drops:
        found.append(Finding("inbox", True, f"{len(seen.drops)} files wait for the next run"))
    return found


def state(home: Home) -> list[Finding]:
    """Whether what runs remember can be read."""
    if not home.state.exists():
        return []
    try:
        count = len(State(home.state).steps())
    except ScrmError as error:
        return [Finding("state", False, str(error))]
    return [Finding("state", True, f"{count} steps noted")]


def pseudonyms(home: Home) -> list[Finding]:
    """Which generation they are of, or why nobody is given their key; nothing where there are none yet."""
    if not (home.vault / STANDING_FILE).exists():
        return []
    try:
        author_key(home.vault)
        return [Finding("pseudonyms", True, f"generation {standing(home.vault).generation}")]
    except ScrmError as error:
        return [Finding("pseudonyms", False, str(error))]


def warehouse(home: Home) -> Finding:
    """Whether it opens, and when it was published."""
    from warehouse.connect import open_published

    if not home.warehouse.exists():
        return Finding("warehouse", False, "not published yet; run `scrm run`")
    try:
        with open_published(home.warehouse):
            pass
    except (ScrmError, OSError) as error:
        return Finding("warehouse", False, " ".join(str(error).split()))
    changed = datetime.fromtimestamp(home.warehouse.stat().st_mtime, UTC)
    return Finding(
        "warehouse", True, f"published {changed:%Y-%m-%d %H:%M} UTC, {home.warehouse.stat().st_size:,} bytes"
    )
