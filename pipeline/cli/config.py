"""Which configuration a command means: the one given, else the one this home was last run with."""

from pathlib import Path

from lake.files import write_durably
from lake.home import Home
from pipeline.settings.file import load
from records import Brand
from records.errors import ConfigError

DEFAULT = Path("brands.yml")


def remember(home: Home, config: Path) -> None:
    """Notes the configuration a home is run with, so that later commands need not be told."""
    home.create()
    write_durably(_note(home), str(config.resolve()).encode())


def resolve(home: Path, config: Path) -> Path:
    """The configuration to use. Raises ConfigError when neither the file nor a remembered one exists."""
    if config.exists() or config != DEFAULT:
        return config
    note = _note(Home(home))
    if note.exists():
        return Path(note.read_text(encoding="utf-8"))
    raise ConfigError(f"{config}: no such file and {home} remembers none; write one with `scrm init` or give --config")


def brand(home: Path, name: str) -> Brand | None:
    """The brand of that id, name or alias in the home's remembered configuration; None when nothing tells of it."""
    note = _note(Home(home))
    if not note.exists():
        return None
    try:
        return load(Path(note.read_text(encoding="utf-8"))).brand(name)
    except ConfigError:
        return None  # the file has moved or no longer tracks the brand


def competitors(home: Path, name: str) -> tuple[str, ...]:
    """The competitors that the home's remembered configuration names for a brand; none: the page compares with all."""
    found = brand(home, name)
    return found.competitors if found else ()


def _note(home: Home) -> Path:
    return home.root / "config-path"
