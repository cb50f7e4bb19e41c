from datetime import date
from pathlib import Path

import pytest

from pipeline.settings import load
from records.errors import ConfigError

GOOD = """
brands:
  - id: qinghe
    name: 青禾茶
    aliases: [青禾家]
    products: [{id: latte, name: 青禾拿铁, aliases: [拿铁]}]
    competitors: [yun]
    events: [{name: 上新, from: 2026-08-01, to: 2026-08-03, kind: campaign}]
  - {id: yun, name: 云岫茶铺}
words: [异物]
sources:
  - {source: weibo_posts, files: ["posts_*.jsonl"]}
  - {source: appstore, base_url: "${SITE}", queries: [{query: "1", params: {country: cn}, brand: yun}]}
"""


def write(folder: Path, text: str) -> Path:
    (folder / "posts_1.jsonl").touch()
    path = folder / "brands.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_becomes_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE", "http://127.0.0.1:1")
    settings = load(write(tmp_path, GOOD))
    brand = settings.brand("青禾家")
    assert brand.rule.aliases == ("青禾茶", "青禾家")
    assert brand.products[0].product_id == "latte"
    assert brand.events[0].ends_on == date(2026, 8, 3)
    assert settings.queries_of("weibo_posts")[0].query == str(tmp_path / "posts_1.jsonl")
    assert settings.assignments() == {("appstore", "1"): "yun"}
    assert settings.base_url_of("appstore") == "http://127.0.0.1:1"
    assert "拿铁" in settings.lexicon().words


def ask_everything(path: Path) -> None:
    settings = load(path)
    settings.queries_of("weibo_posts")
    settings.base_url_of("appstore")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("name: 青禾茶", "nmae: 青禾茶"), "brands.0"),
        (("competitors: [yun]", "competitors: [yum]"), "no tracked brand id"),
        (("posts_*.jsonl", "nothing_*.jsonl"), "matches no file"),
        (("{id: yun,", "{id: qinghe,"), "given twice"),
        (("files: [\"posts_*.jsonl\"]", "note: x"), "sources.0"),
        (("${SITE}", "${UNSET_SITE}"), "UNSET_SITE"),
        (("brands:", "brands: [", ), "YAML"),
    ],
)  # fmt: skip
def test_mistakes_are_named_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str], message: str
) -> None:
    monkeypatch.setenv("SITE", "http://127.0.0.1:1")
    path = write(tmp_path, GOOD.replace(*change))
    with pytest.raises(ConfigError) as error:
        ask_everything(path)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="scrm init"):
        load(tmp_path / "none.yml")


def test_an_unknown_brand_lists_the_tracked_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE", "http://127.0.0.1:1")
    with pytest.raises(ConfigError, match="青禾茶, 云岫茶铺"):
        load(write(tmp_path, GOOD)).brand("无名")
