"""What every metric says of itself, however it is computed."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

Unit = Literal["count", "share", "balance", "ratio", "points", "per_1000", "minutes"]
"""count: items; share: 0 to 1; balance: -1 to 1; ratio: any quotient; points: 0 to 100; per_1000; minutes."""

Abstentions = Literal["excluded", "counted", "irrelevant"]
"""Mentions the model declined to judge: left out, part of what is divided by, or without bearing on the metric."""

Evidence = Literal["published", "vendor", "own"]
"""A published formula (paper, standard, open method), a vendor's documentation, or our own definition."""

Form = Literal["sum", "distinct", "order", "estimate"]
"""How it is computed: from sums, distinct counts, order statistics, or an estimate with an interval."""

Number = int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition(ABC):
    """One definition. Definitions of the same `meaning` are rivals or twins; exactly one of them is the default."""

    form: ClassVar[Form]
    """How this kind of metric is computed."""

    name: str
    """Fixed identifier, used in SQL, JSON and file names."""
    zh: str
    """Chinese display name."""
    en: str
    """English display name."""
    meaning: str
    """Which question it answers; rivals share it."""
    unit: Unit
    """What the number is."""
    formula: str
    """The formula as a person reads it (Chinese)."""
    formula_en: str
    """The same in English."""
    view: str = "v_insight_day"
    """The view whose rows it is computed from."""
    up_is_good: bool | None = None
    """True or False when a rise is plainly good or bad news for the brand; None when it depends."""
    population: str = "与品牌相关的全部提及（含转发）"
    """Which rows are counted (Chinese)."""
    population_en: str = "all mentions of the brand, reposts included"
    """The same in English."""
    abstentions: Abstentions = "irrelevant"
    """What happens to mentions the model declined to judge."""
    source: str
    """Where the formula comes from."""
    evidence: Evidence
    """What kind of source that is."""
    version: str = "1"
    """Raised when the formula changes, so that figures of two definitions are never compared silently."""
    is_default: bool = True
    """Whether this one is shown when only the meaning is named."""
    is_starter: bool = False
    """Whether it is one of the eight to start with."""

    @property
    @abstractmethod
    def sql(self) -> str:
        """One SQL expression over `view`, to be grouped by brand; a whole query where `form` is estimate."""

    @property
    @abstractmethod
    def columns(self) -> frozenset[str]:
        """The columns of `view` that it reads."""
