"""What an engineer asks first: is the environment whole, how is each source, how fresh is the warehouse."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from lake.home import Home
from pipeline.doctor import deliveries, holdings
from pipeline.doctor.drift import drift
from pipeline.doctor.environment import environment
from pipeline.doctor.finding import Finding
from pipeline.doctor.health import SourceHealth
from pipeline.doctor.quality import quality
from pipeline.doctor.sources import source_healths
from pipeline.settings.file import Settings
from records.errors import ScrmError

__all__ = ["Examination", "Finding", "SourceHealth", "examine"]


@dataclass(frozen=True, kw_only=True)
class Examination:
    """Everything that was looked at."""

    findings: list[Finding]
    """Environment, dropped and refused files, state, warehouse, what the quality gate found."""
    sources: list[SourceHealth] = field(default_factory=list)

    @property
    def is_fine(self) -> bool:
        """Whether nobody has to do anything."""
        return all(each.is_fine for each in self.findings) and all(each.is_fine for each in self.sources)


def examine(home: Home, settings: Settings | None = None, *, now: datetime | None = None) -> Examination:
    """Looks at everything and changes nothing; without a configuration, sources that never ran stay unknown."""
    findings = environment(home)
    sources: list[SourceHealth] = []
    try:
        sources = source_healths(home, settings, now or datetime.now(UTC))
    except ScrmError as error:
        findings.append(Finding("sources", False, str(error)))
    findings += holdings.quarantine(home)
    findings += [*holdings.inbox(home, settings), *deliveries.channels(home, settings)] if settings else []
    findings += [
        *holdings.state(home),
        *holdings.pseudonyms(home),
        holdings.warehouse(home),
        *quality(home),
        *drift(home),
    ]
    return Examination(findings=findings, sources=sources)
