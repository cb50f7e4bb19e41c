"""`docs/analyst-guide.md`: the worked questions with their results, generated and compared with the committed page."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from warehouse.questions import Question, literal, questions

Ask = Callable[[str], pa.Table]
"""Runs a statement on the published warehouse."""

_HEAD = """# 分析手册 Analyst guide

由 `scrm questions --write docs/analyst-guide.md` 在演示数据上生成,请勿手改;SQL 在 `warehouse/questions/`。
Generated on the demonstration world by that command; do not edit. The SQL lives in `warehouse/questions/`.

- 运行 Run: `scrm sql --question 1 --home demo-home`,或把语句贴进任何连着仓库的工具([connect.md](connect.md))。
  Or paste a statement into any tool connected to the warehouse.
- 改问题 Ask something else: `scrm sql --question 1 --about brand=茉里茶 --about first_day=2026-03-01`;
  手改语句时,把“问的是”一行所列的值逐处替换。By hand, replace the values listed under "Asked about" wherever they stand.
  值直接写在条件里,引擎才能跳过无关的日期:请勿改成与参数表连接。Values stand in the conditions, so that an engine
  skips other days: do not join them from a table of parameters.
- 列的含义 What a column means: [data-dictionary.md](data-dictionary.md)。每个视图另有一个中文名的孪生视图
  (`v_mention` 是 `提及`,`v_insight_day` 是 `品牌日汇总`),列名也是中文,无需引号。Every view has a twin with Chinese
  names, without quotes: `select 品牌, sum(声量) from 品牌日汇总 group by 品牌`.
- 两种引擎 Both engines: 每条语句在 DuckDB 与 PostgreSQL 上结果相同(测试保证)。The same rows on both, by test.
- 比率 Ratios: 一律由分子分母现算,不存比率。Always from stored numerators and denominators.
"""

_EMPTY = (
    "演示数据没有这类记录,结果为空;接入相应数据后即有。"
    " The demonstration holds no such records: the result is empty until you bring them."
)


def render(ask: Ask) -> str:
    """The page, each question with the rows `ask` gives for it."""
    worked = [each for each in questions() if not each.is_olap_example]
    parts = [_HEAD, "\n".join(f"{_number(each)}{each.zh} {each.en}" for each in worked) + "\n"]
    parts += [_section(each, ask, level="##") for each in worked]
    parts += ["## OLAP 示例 OLAP examples\n"]
    parts += [_section(each, ask, level="###") for each in questions() if each.is_olap_example]
    return "\n".join(parts).rstrip() + "\n"


def _number(each: Question) -> str:
    first = each.name.partition("_")[0]
    return f"{int(first)}. " if first.isdigit() else ""


def _section(each: Question, ask: Ask, *, level: str) -> str:
    views = ", ".join(f"`{name}`" for name in each.reads)
    return "\n".join(
        (
            f"{level} {_number(each)}{each.zh}",
            "",
            f"**{each.en}** (`{each.name}.sql`; {views})",
            "",
            *_asked(each),
            "```sql",
            each.sql,
            "```",
            "",
            table(ask(each.sql)),
            "",
            f"- 怎么读:{each.how_zh}",
            f"- How to read it: {each.how_en}",
            f"- 看覆盖:{each.coverage_zh}",
            f"- Coverage: {each.coverage_en}",
            "",
        )
    )


def _asked(each: Question) -> tuple[str, ...]:
    values = ", ".join(f"`{name}` = `{literal(value)}`" for name, value in each.asked.items())
    return (f"问的是 Asked about: {values}", "") if values else ()


def table(rows: pa.Table) -> str:
    """Rows as a Markdown table; a sentence where there are none."""
    if not rows.num_rows:
        return _EMPTY
    columns = [[_cell(value) for value in column.to_pylist()] for column in rows.columns]
    lines = [rows.column_names, [_rule(field) for field in rows.schema], *map(list, zip(*columns, strict=True))]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _rule(field: pa.Field) -> str:
    is_number = pa.types.is_integer(field.type) or pa.types.is_floating(field.type) or pa.types.is_decimal(field.type)
    return "--:" if is_number else "---"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:,}" if value == value.to_integral_value() and not value.as_tuple().exponent else f"{value:,f}"
    if isinstance(value, float):
        return f"{value:,.10g}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value).replace("|", "\\|")
