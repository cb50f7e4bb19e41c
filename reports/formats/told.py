"""The panels whose figures are told from several rows; every other panel's rows are shown as they came."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from reports.formats.grid import Chart, Column, Grid
from reports.formats.headers import grid_of
from reports.formats.key import key_figures
from reports.formats.week import Week
from reports.names import name_of
from reports.panel import Panel
from reports.scope import summed
from warehouse.answers import Answer, Cell, contributions, lift
from warehouse.metrics import BY_NAME, JUDGED, Number, Sums

TONES = ("positive", "neutral", "negative")
"""Of judged mentions."""

LABEL_CHARACTERS = 14
"""Longest label of a chart."""

CHART_BARS = 12
"""Bars of a chart at most; the table has all."""


def grids(week: Week, panel: Panel) -> list[Grid]:
    """A panel as tables, the first of them the one it is drawn from."""
    make = TOLD.get(panel.name)
    return make(week, panel) if make else [_plain(week, panel, answer) for answer in panel.answers]


def _plain(week: Week, panel: Panel, answer: Answer) -> Grid:
    return grid_of(answer, TITLES.get(answer.name, panel.title[0]), words=week.words)


def _tiles(week: Week, panel: Panel) -> list[Grid]:
    return [key_figures(week.scope), *(_plain(week, panel, answer) for answer in panel.answers)]


def _curve(week: Week, panel: Panel) -> list[Grid]:
    """Every day of the curve over all platforms; a day without a mention has a volume of 0 and no net sentiment."""
    span, now = week.scope.curve_span, week.scope.now
    by_day: dict[Cell, list[dict[str, Cell]]] = {}
    for row in week.scope.daily.records():
        by_day.setdefault(row["day"], []).append(row)
    rows = []
    for day in (span.start + timedelta(days=n) for n in range(span.day_count)):
        sums = _sums(by_day.get(day, []))
        inside = "是" if now.start <= day <= now.end else ""
        net = BY_NAME["net_sentiment"].value(sums)
        rows.append((day, net, sums.get("mention_count") or 0, sums.get("negative_count") or 0, inside))
    columns = (Column("日期", "day"), Column("净情感", "share"), Column("声量", "count"), Column("负面", "count"),
               Column("是否本期"))  # fmt: skip
    daily = Grid(name="daily_series", title="逐日净情感与声量", columns=columns, rows=tuple(rows),
                 chart=Chart(category=0, bars=(2, 3), lines=(1,)))  # fmt: skip
    return [daily, *(_plain(week, panel, answer) for answer in panel.answers[1:])]


def _drivers(week: Week, _: Panel) -> list[Grid]:
    told_rows = week.scope.drivers.records()
    rows = []
    for topic, part in sorted(contributions(told_rows).items(), key=lambda item: -abs(item[1])):
        own = [row for row in told_rows if row["topic"] == topic]
        now, before = (_sums([row for row in own if row["when"] == when]) for when in ("now", "before"))
        counts = (now.get(name) for name in ("mention_count", "negative_count"))
        name = topic or "未归入话题"
        rows.append((name, part * 100, *counts, before.get("negative_count") or 0, _brief(name)))
    columns = (
        *(Column("话题"), Column("贡献（百分点）", "points"), Column("声量", "count"), Column("负面", "count")),
        *(Column(f"{week.words[1]}负面", "count"), Column("图中名称")),
    )
    chart = Chart(category=5, bars=(1,), is_lying=True, first=CHART_BARS)
    title = "各话题对净情感变化的贡献（可相加）"
    return [Grid(name="topic_drivers", title=title, columns=columns, rows=tuple(rows), chart=chart)]


def _brief(name: str) -> str:
    """A name that an axis has room for."""
    return name if len(name) <= LABEL_CHARACTERS else f"{name[: LABEL_CHARACTERS - 1]}…"


def _voice(week: Week, panel: Panel) -> list[Grid]:
    answer = panel.answers[0]
    whole = {when: summed(answer, when) for when in ("now", "before")}
    rows: list[tuple[str, Number, Number | None, float | None, Number | None]] = []
    for name in dict.fromkeys(str(row["brand"]) for row in answer.records()):
        own = {when: _sums([row for row in answer.records() if row["brand"] == name and row["when"] == when])
               for when in ("now", "before")}  # fmt: skip
        share, was = (BY_NAME["share_of_voice"].value(own[when], whole[when]) for when in ("now", "before"))
        negative = BY_NAME["negative_share_of_voice"].value(own["now"], whole["now"])
        change = None if share is None or was is None else (share - was) * 100
        rows.append((name, own["now"].get("mention_count") or 0, share, change, negative))
    rows.sort(key=lambda row: -row[1])
    columns = (Column("品牌"), Column("声量", "count"), Column("声量份额", "share"), Column("变化（百分点）", "points"),
               Column("负面声量份额", "share"))  # fmt: skip
    return [Grid(name="share_of_voice", title="声量份额与负面声量份额", columns=columns, rows=tuple(rows),
                 chart=Chart(category=0, bars=(2, 4), is_lying=True, first=CHART_BARS))]  # fmt: skip


def _complaints(week: Week, panel: Panel) -> list[Grid]:
    cells = panel.answers[0].records()
    lifts = lift(cells, "complaint_type", "product")
    counts: dict[tuple[Cell, Cell], int] = {}
    for row in cells:
        pair = row["complaint_type"], row["product"]
        counts[pair] = counts.get(pair, 0) + int(row["complaint_count"] or 0)  # type: ignore[arg-type]
    rows = tuple(
        (_type(kind), product or "未提及产品", count, lifts[kind, product])
        for (kind, product), count in sorted(counts.items(), key=lambda item: -item[1])
    )
    columns = (Column("投诉类型"), Column("产品"), Column("投诉数", "count"), Column("提升度", "number"))
    pairs = Grid(
        name="complaint_cells", title="投诉类型 × 产品（提升度：比按行列推算的多几倍）", columns=columns, rows=rows
    )
    return [_by_type(rows), pairs, *(_plain(week, panel, answer) for answer in panel.answers[1:])]


def _by_type(rows: tuple[tuple[Cell, ...], ...]) -> Grid:
    sums: dict[Cell, int] = {}
    for kind, _, count, _ in rows:
        sums[kind] = sums.get(kind, 0) + int(count or 0)  # type: ignore[arg-type]
    ranked = tuple(sorted(sums.items(), key=lambda item: -item[1]))
    columns = Column("投诉类型"), Column("投诉数", "count")
    return Grid(name="complaint_types", title="按类型", columns=columns, rows=ranked,
                chart=Chart(category=0, bars=(1,), is_lying=True))  # fmt: skip


def _type(code: Cell) -> str:
    return "未归类" if code is None else name_of("complaint_type", code)[0]


def _platforms(week: Week, _: Panel) -> list[Grid]:
    """Shares of tones among the judged mentions of each platform."""
    rows: list[tuple[str, float, float, float, Number, Number]] = []
    for row in week.scope.totals.records():
        own = _sums([row])
        judged = sum(own.get(name) or 0 for name in JUDGED)
        if row["when"] == "now" and judged:
            positive, neutral, negative = ((own.get(f"{tone}_count") or 0) / judged for tone in TONES)
            rows.append(
                (
                    name_of("platform", row["platform"])[0],
                    positive,
                    neutral,
                    negative,
                    judged,
                    own.get("mention_count") or 0,
                )
            )
    rows.sort(key=lambda row: -row[-1])
    columns = (Column("平台"), Column("正面", "share"), Column("中性", "share"), Column("负面", "share"),
               Column("可判定条数", "count"), Column("声量", "count"))  # fmt: skip
    return [Grid(name="brand_totals", title="各平台口碑", columns=columns, rows=tuple(rows),
                 chart=Chart(category=0, bars=(1, 3), is_lying=True))]  # fmt: skip


def _posts(week: Week, panel: Panel) -> list[Grid]:
    """The embedded posts of the period; the cube behind the page's filters and earlier days' posts stay on the page."""
    answer = next(answer for answer in panel.answers if answer.name == "posts")
    total = int(week.scope.value("mention_volume") or 0)
    grid = grid_of(_without(answer, "evidence"), "原帖")
    note = f"列出 {len(grid.rows):,} 条，共 {total:,} 条；长文只取依据所在的一段，全文用 --format csv"
    return [Grid(name="posts", title="原帖", columns=grid.columns, rows=grid.rows, note=note)]


def _without(answer: Answer, name: str) -> Answer:
    at = answer.columns.index(name)
    rows = tuple(row[:at] + row[at + 1 :] for row in answer.rows)
    return replace(answer, columns=answer.columns[:at] + answer.columns[at + 1 :], rows=rows)


def _about(week: Week, panel: Panel) -> list[Grid]:
    """Coverage, freshness, models and corrections; the totals are on the sheet of the tiles."""
    return [
        _plain(week, panel, answer) for answer in panel.answers if answer.name not in ("brand_totals", "tracked_totals")
    ]


def _sums(rows: list[dict[str, Cell]]) -> Sums:
    """Count columns summed; None where no row knows the value."""
    sums: dict[str, Number | None] = {}
    for row in rows:
        for name, value in row.items():
            if name.endswith("_count"):
                known = sums.get(name)
                sums[name] = (known or 0) + value if isinstance(value, int | float) else known
    return sums


TITLES: Mapping[str, str] = {
    "brand_totals": "本品牌各平台合计", "tracked_totals": "对比范围内各平台合计", "alerts": "预警",
    "events": "活动与事件", "complaint_service": "投诉的回复与解决", "coverage": "各来源采集覆盖",
    "freshness": "各平台最新内容", "model_versions": "在用模型", "confusion": "人工校正与模型",
    "improvement_posts": "改进建议的原文", "alert_spreaders": "传播预警事件的账号",
}  # fmt: skip
"""Answer -> title of its table; the panel's own where none is given."""

TOLD: Mapping[str, Callable[[Week, Panel], list[Grid]]] = {
    "tiles": _tiles, "curve": _curve, "drivers": _drivers, "voice": _voice, "complaints": _complaints,
    "platforms": _platforms, "posts": _posts, "about": _about,
}  # fmt: skip
"""Panel -> how its tables are told."""
