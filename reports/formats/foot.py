"""What every format says beside the figures: how far the data reaches, what a clause stands on, what metrics mean."""

from reports.formats.grid import Column, Grid
from reports.formats.week import Week
from warehouse.metrics import BY_NAME


def facts(week: Week) -> str:
    """How far the data reaches and what judged it, in one line."""
    sources = week.scope.coverage.records()
    well = sum(row["well_count"] == row["query_count"] for row in sources)
    models = [row for row in week.scope.models.records() if row["task"] == "sentiment" and row["engine"] != "human"]
    told = [(f"数据截至 {week.scope.data_until}", f"Data until {week.scope.data_until}"),
            (f"覆盖 {well} / {len(sources)} 个来源完整", f"{well} of {len(sources)} sources complete")]  # fmt: skip
    for row in models[:1]:
        name = f"{row['engine']} {str(row['version'])[:8]}"
        told.append((f"情感模型 {name}", f"sentiment model {name}"))
    made = f"{week.made:%Y-%m-%d %H:%M}"
    told.append((f"生成于 {made}（北京时间）", f"generated {made} (Beijing time)"))
    return " · ".join(map(week.pick, told))


def clause_grid(week: Week) -> Grid:
    """Every clause of the sentence with the figures it was made of."""
    rows = []
    for clause in week.sentence.clauses:
        panel = week.panel(clause.panel)
        evidence = "；".join(f"{name}={value}" for name, value in clause.evidence.items() if value is not None)
        rows.append((week.pick((clause.zh, clause.en)), week.pick(panel.title) if panel else "", evidence))
    columns = (Column("结论中的一句"), Column("见"), Column("依据"))
    return Grid(name="clauses", title="每句话的依据", columns=columns, rows=tuple(rows))


def definition_grid(week: Week) -> Grid:
    """The metrics that the panels show, with formula, population and source."""
    names = dict.fromkeys(
        name for panel in week.panels for name in (*panel.metrics, *(n for a in panel.answers for n in a.metrics))
    )
    found = [BY_NAME[name] for name in names if name in BY_NAME]
    rows = tuple(
        (one.zh, week.pick((one.formula, one.formula_en)), week.pick((one.population, one.population_en)),
         one.source, one.version) for one in found
    )  # fmt: skip
    columns = (Column("指标"), Column("口径"), Column("统计范围"), Column("出处"), Column("版本"))
    return Grid(name="definitions", title="口径", columns=columns, rows=rows)
