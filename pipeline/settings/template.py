"""The commented `brands.yml` that `scrm init` writes."""

import glob
import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawlers.tables.brands import BrandGuess
    from crawlers.tables.proposal import Proposal
    from pipeline.init import Found

EXAMPLE_SOURCE = """  - source: xiaohongshu_notes
    files: [exports/xiaohongshu/*.csv]
"""
"""The lines of the template that a recognised file replaces."""
_BRANDS_FROM, _BRANDS_TO = "brands:\n", "words: []"
"""Between these the template shows example brands; a file's own brand replaces them."""
_SURE, _FAIR = 0.8, 0.6


def template(found: "Found | None" = None, example: Path | None = None) -> str:
    """The commented `brands.yml`; with a file, its brand and source in place of the examples."""
    text = files("pipeline.settings").joinpath("template.yml").read_text(encoding="utf-8")
    if found is None or example is None:
        return text
    before, _, rest = text.partition(_BRANDS_FROM)
    _, _, after = rest.partition(_BRANDS_TO)
    whole = f"{before}{_brand_lines(found.brand)}\n{_BRANDS_TO}{after}"
    return whole.replace(EXAMPLE_SOURCE, _source_lines(found, example))


def _brand_lines(brand: "BrandGuess") -> str:
    origin = f"commonest value of {brand.column} ({brand.share:.0%})" if brand.column else "from the file's name"
    others = f"\n    # that column also names: {_shown(', '.join(brand.others))}" if brand.others else ""
    return (
        f"brands:\n  - id: mybrand                 # stable id, never shown / 固定编号\n"
        f"    name: {_quoted(brand.name)}    # {_shown(origin)}; change it as you like / 可随意修改{others}\n"
        "    aliases: []                 # other names people use / 网友的其他叫法\n"
        "    # query: '奶茶 OR 门店 NOT 农业'   # a condition that must hold as well / 布尔条件，排除同名异义\n"
        "    # products: [{ id: classic, name: 经典款, aliases: [经典那款] }]\n"
        "    # events: [{ name: 新品上市, from: 2026-09-01, to: 2026-09-03, kind: campaign }]\n"
    )


def _source_lines(found: "Found", example: Path) -> str:
    pattern = glob.escape(example.resolve().as_posix())  # a name with [ or * is that file, not a pattern
    lines = [
        f"  - source: {found.guess.source}",
        f"    files: [{_quoted(pattern)}]",
        "    brand: mybrand    # every row is about it; else its words tell / 整份文件属于这个品牌",
    ]
    return "\n".join([*lines, *(_column_lines(found.proposal) if found.proposal else [])]) + "\n"


def _column_lines(proposal: "Proposal") -> list[str]:
    given = proposal.given
    lines = [f"    kind: {given.kind}"] if given.kind else []
    lines += [f"    platform: {given.platform}"] if given.platform else []
    lines += [f"    rating_scale: {given.rating_scale:g}"] if given.rating_scale else []
    if given.scales:
        scales = ", ".join(f"{_quoted(name)}: {scale:g}" for name, scale in given.scales.items())
        lines.append(f"    scales: {{{scales}}}")
    lines.append("    columns:    # field: column / 字段: 列名")
    lines += [
        f"      {_quoted(match.field)}: {_quoted(match.column)}    # {how_sure(match.confidence, match.is_by_values)}"
        for match in proposal.matches
    ]
    if proposal.left:
        lines.append(f"      # not read / 未使用的列: {_shown(', '.join(proposal.left))}")
    return lines


def how_sure(confidence: float, is_by_values: bool) -> str:
    """A proposal's confidence in words."""
    if is_by_values:
        return "a guess by its cells; check it / 按内容推测，请核对"
    word = "sure" if confidence >= _SURE else "likely" if confidence >= _FAIR else "a guess; check it / 请核对"
    return f"{word} ({confidence:.0%})"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a YAML string


def _shown(text: str) -> str:
    """Text within a comment: one line."""
    return " ".join(text.split())
