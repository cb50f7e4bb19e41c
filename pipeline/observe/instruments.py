"""The metrics that leave the pipeline, by their OpenTelemetry names; the dashboard is drawn from this list."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A gauge: its newest value is what counts, for steps are processes that come and go."""

    name: str
    unit: str
    """UCUM, as OpenTelemetry wants it; `1` is a number without unit."""
    zh: str
    en: str
    by: tuple[str, ...]
    """Attributes."""

    @property
    def prometheus_name(self) -> str:
        """As Prometheus' OTLP receiver names it (dots to underscores, unit as a word at the end)."""
        suffix = {"s": "_seconds", "By": "_bytes", "1": "_ratio"}.get(self.unit, "")
        return self.name.replace(".", "_") + suffix


_STEP = ("step", "subject")
STEP_DURATION = Instrument(name="scrm.step.duration", unit="s", zh="步骤耗时", en="Time a step took", by=_STEP)
STEP_CPU = Instrument(name="scrm.step.cpu", unit="s", zh="步骤 CPU 耗时", en="CPU time a step took", by=_STEP)
STEP_MEMORY = Instrument(name="scrm.step.memory", unit="By", zh="步骤内存峰值", en="Peak memory of a step", by=_STEP)
STEP_ROWS = Instrument(name="scrm.step.rows", unit="{row}", zh="步骤处理行数", en="Rows a step handled", by=_STEP)
STEP_FAILED = Instrument(
    name="scrm.step.failed", unit="{failure}", zh="步骤失败（1）或成功（0）", en="1 after a failure, else 0", by=_STEP
)
SOURCE_LAG = Instrument(
    name="scrm.source.lag", unit="s", zh="来源最新内容距今", en="Age of a source's newest content", by=("source",)
)
SOURCE_COVERAGE = Instrument(
    name="scrm.source.coverage",
    unit="1",
    zh="来源近七天覆盖率",
    en="Got of what a source had, seven days",
    by=("source",),
)
SOURCE_BUDGET = Instrument(
    name="scrm.source.budget", unit="{unit}", zh="来源当日剩余配额", en="Units left of today's quota",
    by=("source", "bucket"),
)  # fmt: skip
SOURCE_UNWELL = Instrument(
    name="scrm.source.unwell", unit="{source}", zh="来源需人工处理（1）", en="1 where a source needs a person",
    by=("source",),
)  # fmt: skip
ABSTENTION = Instrument(
    name="scrm.sentiment.abstention",
    unit="1",
    zh="情感弃权率（最近 28 天）",
    en="Share not judged, latest 28 days",
    by=("brand",),
)
CHECKS_FAILED = Instrument(
    name="scrm.checks.failed", unit="{check}", zh="未通过的质量检查", en="Quality checks that failed", by=("severity",)
)
MODEL_DRIFT = Instrument(
    name="scrm.model.drift", unit="{bound}", zh="模型漂移（1 为界限）", en="Drift of a model in parts of its bound",
    by=("task", "measure"),
)  # fmt: skip

INSTRUMENTS = (
    STEP_DURATION, STEP_CPU, STEP_MEMORY, STEP_ROWS, STEP_FAILED, SOURCE_LAG, SOURCE_COVERAGE, SOURCE_BUDGET,
    SOURCE_UNWELL, ABSTENTION, CHECKS_FAILED, MODEL_DRIFT,
)  # fmt: skip
