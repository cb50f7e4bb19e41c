"""One self-contained HTML file per brand and period: answers in, page out; opens from file://, asks nobody anything."""

import base64
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from sqlalchemy import Connection

from records.time import SHANGHAI
from reports.glance import head_figures
from reports.headline import Headline, headline
from reports.names import NAMES, file_stem
from reports.panel import Panel
from reports.panels import build_panels
from reports.scope import MIN_MENTIONS, Scope, scope_of
from warehouse.answers import Grain, reading
from warehouse.connect import Target
from warehouse.metrics import BY_NAME, Metric

PAGE_FOLDER = "page"
Language = Literal["zh", "en"]
"""Language of what a report says."""

VENDORED = "vendor/echarts.common.min.js"

MEMORY_MB = 600
"""Memory that the engine may keep for a page: with the interpreter's own it stays under 1 GB at a million mentions,
and takes no more time than without a bound (450 MB takes a quarter more)."""


def build_page(
    warehouse: Connection | Target,
    brand: str,
    *,
    period_from: date | None = None,
    period_to: date | None = None,
    out: Path,
    grain: Grain = "week",
    compare: Sequence[str] = (),
) -> Path:
    """Write the page of a brand (id or name) and return its path.

    Without days the period is the Monday-Sunday week (or day, or month) of the brand's last mention. `out` is the
    file (`*.html`) or a folder, in which the file is named `<brand_id>_<from>_<to>.html`. The file appears whole or
    not at all. `compare` holds the ids of the brands that share of voice compares with; without any it is all others.
    Raises UsageError for an unknown brand, one without mentions in the period, or days the wrong way round.
    """
    with reading(warehouse, memory_mb=MEMORY_MB) as connection:
        scope = scope_of(connection, brand, start=period_from, end=period_to, grain=grain, compare=compare)
        html = render(scope, headline(scope), build_panels(scope))
    target = out if out.suffix == ".html" else out / f"{stem_of(scope)}.html"
    write_whole(target, html)
    return target


def stem_of(scope: Scope) -> str:
    """File name of a report without its ending: brand id (unsafe characters replaced), days, days compared with."""
    versus = f"_vs_{scope.against.start}_{scope.against.end}" if scope.against else ""
    return f"{file_stem(scope.brand.brand_id)}_{scope.asked.start}_{scope.asked.end}{versus}"


def render(
    scope: Scope,
    sentence: Headline,
    panels: Iterable[Panel],
    *,
    generated_at: datetime | None = None,
    look: str = "",
    language: Language = "zh",
) -> str:
    """The page as text. `look` is a class of its body: `card` and `plain` make pictures, `paper` is to be printed.

    `language` is the one it opens in; its reader may change it.
    """
    made = (generated_at or datetime.now(UTC)).astimezone(SHANGHAI)
    data = as_json(page_data(scope, sentence, list(panels), made) | {"language": language})
    scripts = [_read(VENDORED), _script()]
    return template("page.html.j2").render(
        brand=scope.brand,
        period=scope.asked,
        sentence=sentence.text,
        news_en=sentence.news_en,
        tone=sentence.tone,
        look=look,
        is_listed=scope.against is None,
        generated_at=made,
        figures=head_figures(scope),
        style=_read(f"{PAGE_FOLDER}/style.css"),
        scripts=scripts,
        policy=policy(scripts),
        data=data,
    )


def page_data(scope: Scope, sentence: Headline, panels: list[Panel], made: datetime) -> dict[str, Any]:
    """Everything the page shows, as plain values."""
    found = {answer.name: answer for panel in panels for answer in panel.answers}
    return {
        "brand": asdict(scope.brand),
        "asked": asdict(scope.asked),
        "now": asdict(scope.now),
        "before": asdict(scope.before),
        "words": scope.words,
        "first_words": scope.first_words if scope.is_first else None,
        "minimum": MIN_MENTIONS,
        "data_until": scope.data_until,
        "brand_until": scope.brand_until,
        "generated_at": made.strftime("%Y-%m-%d %H:%M"),
        "headline": {"tone": sentence.tone, "clauses": [asdict(clause) for clause in sentence.clauses]},
        "metrics": {name: asdict(_definition(metric, scope)) for name, metric in BY_NAME.items()},
        "names": NAMES,
        "panels": [panel.as_data() for panel in panels],
        "tables": {name: {"columns": answer.columns, "rows": answer.rows} for name, answer in found.items()},
        "sql": {name: answer.sql for name, answer in found.items()},
    }


def _definition(metric: Metric, scope: Scope) -> Metric:
    """The definition as it holds on this page: shares of voice name the brands they compare with."""
    if not (metric.is_share_of_tracked and scope.compare):
        return metric
    brands = [scope.brand.name, *scope.compared_names]
    everybody, compared = ("全部监测品牌", "all tracked brands"), ("对比范围内各品牌", "the compared brands")
    return replace(
        metric,
        formula=metric.formula.replace(everybody[0], compared[0]),
        formula_en=metric.formula_en.replace(everybody[1], compared[1]),
        population=f"{metric.population.replace(everybody[0], compared[0])}（{'、'.join(brands)}）",
        population_en=f"{metric.population_en.replace(everybody[1], compared[1])} ({', '.join(brands)})",
    )


def as_json(value: Any) -> str:
    """Compact JSON that is inert inside a script element: no `<`, no line separators of JavaScript."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False)
    for character in "<\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("utf-8", "replace").decode("utf-8")


def template(name: str) -> Template:
    """A template of the page folder; everything it prints is escaped."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    """Made once: to read a template costs more than to fill it."""
    loader = PackageLoader("reports", PAGE_FOLDER)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def write_whole(target: Path, text: str) -> None:
    """Write a file beside its place and rename it, so that a reader meets it whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot embed {type(value).__name__}")


def _read(name: str) -> str:
    return files("reports").joinpath(name).read_text(encoding="utf-8")


def _script() -> str:
    """core.js, then one file per renderer, then the layout and the start."""
    folder = files("reports").joinpath(PAGE_FOLDER, "renderers")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".js"))
    renderers = [_read(f"{PAGE_FOLDER}/renderers/{name}") for name in names]
    around = {name: _read(f"{PAGE_FOLDER}/{name}.js") for name in ("core", "layout", "start")}
    return "\n".join([around["core"], *renderers, around["layout"], around["start"]])


def policy(scripts: list[str]) -> str:
    """Content-Security-Policy: only our own scripts run, and nothing is loaded from anywhere."""
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:"
