"""Where everything lives: the layout of `SCRM_HOME`."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from records.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from lake.store import Root

_ADDRESS = "lake.address"
"""In a home whose lake is on an object store: where it is."""


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
        """Parquet partitions in a folder. Raises UsageError where they are on an object store."""
        self.require_lake_here("this")
        return self.root / "lake"

    def require_lake_here(self, what: str) -> None:
        """Raises UsageError where the lake is on an object store."""
        if address := self.lake_address:
            raise UsageError(f"{address}: {what} needs a lake in a folder of the home; see docs/scale.md")

    @property
    def lake_address(self) -> str:
        """Where the lake is, if it is on an object store."""
        file = self.root / _ADDRESS
        return file.read_text(encoding="utf-8").strip() if file.exists() else ""

    @property
    def store(self) -> "Root":
        """Partitions wherever they are; of an object store, `lake/` holds the copies that were needed here."""
        if address := self.lake_address:
            from lake.objects import ObjectLake

            return ObjectLake(address, (self.root / "lake").absolute())
        return self.root / "lake"

    @property
    def holds_rows(self) -> bool:
        """Whether anything has landed in the lake."""
        if address := self.lake_address:
            from lake.objects import ObjectLake

            return bool(ObjectLake(address, self.root).places(""))
        return next(self.lake.rglob("*.parquet"), None) is not None

    @property
    def models(self) -> Path:
        """Fitted artefacts and cards of models; always in the home."""
        return self.root / "lake" / "models"

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
        return self.warehouse.is_file() or (self.root / "lake").is_dir() or self.vault.is_dir()

    def create(self) -> "Home":
        """Makes the folders; the restricted ones readable by their owner alone."""
        for folder in (self.root, self.root / "lake", self.reports):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.raw, self.vault, self.quarantine):
            folder.mkdir(mode=0o700, exist_ok=True)
            folder.chmod(0o700)
        return self

    def put_lake_at(self, address: str) -> None:
        """Makes an object store the place of this home's lake, for good. Raises ConfigError where it is elsewhere."""
        known = self.lake_address
        if known == address.rstrip("/"):
            return
        if known or any(each.name != self.models.name for each in (self.root / "lake").iterdir()):
            here = known or self.root / "lake"
            raise ConfigError(f"lake: the lake of {self.root} is {here}; keep it or take a new home")
        from lake.bucket import Bucket
        from lake.files import write_durably

        Bucket(address)
        write_durably(self.root / _ADDRESS, address.rstrip("/").encode())
