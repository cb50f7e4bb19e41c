"""Where everything lives: the layout of `SCRM_HOME`."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds raw zone, lake, state, warehouse, reports and vault of one installation."""

    root: Path

    @property
    def raw(self) -> Path:
        """Responses and files as received; restricted (mode 700)."""
        return self.root / "raw"

    @property
    def lake(self) -> Path:
        """Parquet partitions."""
        return self.root / "lake"

    @property
    def state(self) -> Path:
        """SQLite file with what runs remember."""
        return self.root / "state.sqlite"

    @property
    def warehouse(self) -> Path:
        """The published star; only ever replaced whole."""
        return self.root / "warehouse.duckdb"

    @property
    def next_warehouse(self) -> Path:
        """The star being built."""
        return self.root / "warehouse.next.duckdb"

    @property
    def rebuild_mark(self) -> Path:
        """Lies here when a step met damage in the star: the next load builds it whole."""
        return self.root / "warehouse.rebuild"

    @property
    def reports(self) -> Path:
        """Brand pages and alert cards."""
        return self.root / "reports"

    @property
    def vault(self) -> Path:
        """Keys and identities (mode 700)."""
        return self.root / "vault"

    @property
    def inbox(self) -> Path:
        """Dropped export files, one folder a source."""
        return self.root / "inbox"

    @property
    def quarantine(self) -> Path:
        """Refused files."""
        return self.root / "quarantine"

    @property
    def airflow(self) -> Path:
        """AIRFLOW_HOME of `scrm demo` and `scrm run`."""
        return self.root / "airflow"

    @property
    def is_known(self) -> bool:
        """Whether this folder has ever been made or used as a home."""
        return self.warehouse.is_file() or self.lake.is_dir() or self.vault.is_dir()

    def create(self) -> "Home":
        """Makes the folders; the restricted ones readable by their owner alone."""
        for folder in (self.root, self.lake, self.reports):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.raw, self.vault, self.quarantine):
            folder.mkdir(mode=0o700, exist_ok=True)
            folder.chmod(0o700)
        return self
