"""docs/sources.md lists every source, and says of each whether its columns were ever seen in a real file."""

from pathlib import Path

from crawlers import catalog

DOCUMENT = (Path(__file__).parents[2] / "docs" / "sources.md").read_text("utf-8")


def test_every_source_is_listed() -> None:
    assert [name for name in catalog.names() if f"`{name}`" not in DOCUMENT] == []


def test_unverified_sources_are_called_so() -> None:
    vendors = DOCUMENT.partition("## Listening vendors")[2].partition("\n## ")[0]
    assert "未验证" in vendors
    lines = {line.split("`")[1]: line for line in DOCUMENT.splitlines() if line.startswith("| `")}
    unverified = {name for name in catalog.names() if catalog.spec(name).is_unverified}
    assert unverified
    assert all(lines[name] in vendors or "未验证" in lines[name] for name in unverified)
    assert not any("未验证" in line for name, line in lines.items() if name not in unverified)
