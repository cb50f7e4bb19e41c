"""Whether a model still meets what it was made for: a week's verdicts and words against the four weeks before.

A shift says that talk or model changed, not which: a crisis moves labels as well. Sources: population stability index
and its bound .2 from credit scoring (Siddiqi, Credit Risk Scorecards, 2006, ch. 9); its distribution under no change
from Yurdakul and Naranjo, Statistical properties of the population stability index, 2020. Bounds of abstention and of
words are our own.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from crm.frames import require

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

DRIFT_DTYPES: Final = {
    "task": "string", "engine": "string", "version": "string", "measure": "string", "week_end": "datetime64[s]",
    "observed": "float64", "bound": "float64", "recent_count": "int64", "baseline_count": "int64", "is_alert": "bool",
}  # fmt: skip
SCORE, LABEL, ABSTENTION, UNSEEN = "score_psi", "label_psi", "abstention_change", "unseen_term_share"
MEASURES: Final = (SCORE, LABEL, ABSTENTION, UNSEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftSettings:
    """Windows, and when a shift is large enough to tell somebody."""

    recent_days: int = 7
    baseline_days: int = 28
    week_count: int = 12
    """Latest weeks looked at."""
    min_count: int = 200
    """Verdicts either window needs; fewer tell nothing."""
    psi_bound: float = 0.2
    """A major shift, by the convention."""
    abstention_bound: float = 0.05
    """Points of share."""
    unseen_bound: float = 0.15
    """Share of words that four weeks had not seen."""
    false_alarm_share: float = 0.001
    """How often chance alone may pass a bound."""


def verdict_drift(verdicts: pd.DataFrame, *, until: date, settings: DriftSettings | None = None) -> pd.DataFrame:
    """DRIFT_DTYPES, one row per model, week and measure with enough verdicts in both windows, sorted.

    verdicts: task, engine, version, day, label, score_bin (NULL for rules), is_abstained, count. Raises UsageError for
    missing columns.
    """
    chosen = settings or DriftSettings()
    columns = ["task", "engine", "version", "day", "label", "score_bin", "is_abstained", "count"]
    known = require(verdicts, columns, name="verdicts").assign(day=lambda rows: pd.to_datetime(rows["day"]))
    rows: list[tuple[object, ...]] = []
    for model, own in known.groupby(["task", "engine", "version"], sort=True):
        counted = _Counted.of(own)
        for end in _week_ends(until, chosen):
            recent, baseline = _windows(own["day"], end, chosen)
            if min(counted.size(recent), counted.size(baseline)) >= chosen.min_count:
                rows += [(*model, *row) for row in _shifts(counted, recent, baseline, end, chosen)]
    return _shaped(rows)


def word_drift(terms: pd.DataFrame, *, until: date, settings: DriftSettings | None = None) -> pd.DataFrame:
    """DRIFT_DTYPES: the share of a week's words that the four weeks before had not, against what weeks had before it.

    terms: day, term, mention_count. The bound is the mean and four deviations of at least three earlier weeks, and
    never below `unseen_bound`; weeks without three before them are not told. Raises UsageError for missing columns.
    """
    chosen = settings or DriftSettings()
    named = require(terms, ["day", "term", "mention_count"], name="terms").rename(columns={"mention_count": "count"})
    known = named.assign(day=lambda rows: pd.to_datetime(rows["day"]), term=pd.factorize(named["term"])[0])
    rows: list[tuple[object, ...]] = []
    shares: list[float] = []
    for end in _week_ends(until, chosen):
        recent, baseline = (known[is_in] for is_in in _windows(known["day"], end, chosen))
        total, before = int(recent["count"].sum()), int(baseline["count"].sum())
        if min(total, before) < chosen.min_count:
            continue
        is_known = np.zeros(known["term"].max() + 1, dtype=bool)
        is_known[baseline["term"]] = True
        share = float(recent.loc[~is_known[recent["term"]], "count"].sum() / total)
        if len(shares) >= 3:
            bound = max(chosen.unseen_bound, float(np.mean(shares) + 4 * np.std(shares, ddof=1)))
            rows.append(("text", "words", "", UNSEEN, end, share, bound, total, before, share > bound))
        shares.append(share)
    return _shaped(rows)


def psi(recent: pd.Series, baseline: pd.Series) -> float:
    """Population stability index of two counts by class: sum of (p - q) ln(p / q), half a count added to each."""
    classes = recent.index.union(baseline.index)
    counts = [each.reindex(classes, fill_value=0).to_numpy(dtype="float64") + 0.5 for each in (recent, baseline)]
    now, then = (each / each.sum() for each in counts)
    return float(np.sum((now - then) * np.log(now / then)))


def psi_by_chance(class_count: int, recent_count: int, baseline_count: int, share: float) -> float:
    """What the index exceeds with this chance when nothing changed: a quantile of (1/n + 1/m) x chi-square(k - 1)."""
    if class_count < 2:
        return 0.0
    return float(stats.chi2.ppf(1 - share, class_count - 1) * (1 / recent_count + 1 / baseline_count))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """One model's verdicts by day, their classes as numbers in order."""

    count: Ints
    is_abstained: Bools
    classes: dict[str, tuple[Ints, int]]
    """Column -> number of the class of each row (-1 unknown), and how many classes there are."""

    @classmethod
    def of(cls, own: pd.DataFrame) -> "_Counted":
        coded = {name: pd.factorize(own[name], sort=True) for name in ("score_bin", "label")}
        return cls(
            count=own["count"].to_numpy("int64"),
            is_abstained=own["is_abstained"].to_numpy(bool),
            classes={name: (codes.astype(np.int64), len(values)) for name, (codes, values) in coded.items()},
        )

    def size(self, is_in: Bools) -> int:
        return int(self.count[is_in].sum())

    def by_class(self, column: str, is_in: Bools) -> pd.Series:
        """Verdicts of each class that is met."""
        codes, class_count = self.classes[column]
        own = is_in & (codes >= 0)
        sums = pd.Series(np.bincount(codes[own], self.count[own], class_count).astype(np.int64))
        return sums[sums > 0]


def _shifts(
    counted: _Counted, recent: Bools, baseline: Bools, end: pd.Timestamp, settings: DriftSettings
) -> list[tuple[object, ...]]:
    sizes = counted.size(recent), counted.size(baseline)
    found: list[tuple[object, ...]] = []
    for measure, column in ((SCORE, "score_bin"), (LABEL, "label")):
        now, then = (counted.by_class(column, each) for each in (recent, baseline))
        if min(now.sum(), then.sum()) < settings.min_count:
            continue
        chance = psi_by_chance(
            len(now.index.union(then.index)), int(now.sum()), int(then.sum()), settings.false_alarm_share
        )
        observed, bound = psi(now, then), max(settings.psi_bound, chance)
        found.append((measure, end, observed, bound, *sizes, observed > bound))
    now_share, then_share = (
        counted.size(each & counted.is_abstained) / size for each, size in zip((recent, baseline), sizes, strict=True)
    )
    deviation = np.sqrt(max(then_share * (1 - then_share), 1e-4) * (1 / sizes[0] + 1 / sizes[1]))
    bound = max(settings.abstention_bound, float(stats.norm.ppf(1 - settings.false_alarm_share / 2) * deviation))
    change = now_share - then_share
    return [*found, (ABSTENTION, end, change, bound, *sizes, abs(change) > bound)]


def _windows(day: pd.Series, end: pd.Timestamp, settings: DriftSettings) -> tuple[Bools, Bools]:
    """Whether each row is of the week that ends on a day, and of the baseline before it."""
    begin = end - timedelta(days=settings.recent_days - 1)
    first = begin - timedelta(days=settings.baseline_days)
    is_late = day >= begin
    return (is_late & (day <= end)).to_numpy(bool), ((day >= first) & ~is_late).to_numpy(bool)


def _week_ends(until: date, settings: DriftSettings) -> list[pd.Timestamp]:
    """Last days of the weeks looked at, oldest first."""
    last = pd.Timestamp(until)
    steps = range(settings.week_count - 1, -1, -1)
    return [last - timedelta(days=settings.recent_days * step) for step in steps]


def _shaped(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(DRIFT_DTYPES)).astype(DRIFT_DTYPES)
    return frame.sort_values(["task", "engine", "version", "week_end", "measure"], ignore_index=True)
