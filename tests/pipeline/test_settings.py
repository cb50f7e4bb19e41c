from datetime import date
from pathlib import Path

import pytest

from pipeline.job import open_job
from pipeline.settings.file import load
from records.errors import ConfigError
from records.ids import pseudonym

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
    query = settings.queries_of("weibo_posts")[0]
    assert (query.query, query.params["path"]) == ("posts_1.jsonl", str(tmp_path / "posts_1.jsonl"))
    assert settings.assignments() == {("weibo_posts", "posts_1.jsonl"): None, ("appstore", "1"): "yun"}
    assert settings.base_url_of("appstore") == "http://127.0.0.1:1"
    assert "拿铁" in settings.lexicon().words


def ask_everything(path: Path) -> None:
    load(path).check()


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
        (("to: 2026-08-03", "to: 2026-07-03"), "swap them"),
        (("words:", "report: {}\nreport: {}\nwords:"), "'report' is given twice"),
        (("name: 青禾茶", "name: 青禾茶\n    name: 青禾"), "'name' is given twice"),
        (("{id: yun, name: 云岫茶铺}", "{id: yun, name: 云岫茶铺}\n  - {name: A/B}"), "give an `id:`"),
        (("{id: latte,", "{id: a/b,"), "product '青禾拿铁'"),
        (("{id: latte, name: 青禾拿铁,", "{name: 拿铁}, {id: 拿铁, name: 青禾拿铁,"), "'拿铁' is given twice"),
        (("aliases: [青禾家]", "aliases: ['']"), "empty"),
        (("name: 云岫茶铺", "name: ' '"), "empty"),
        (("{id: yun, name: 云岫茶铺}", "{id: yun, name: 云岫茶铺}\n  - {id: a.b, name: A}\n  - {id: a-b, name: B}"),
         "'a.b' and 'a-b'"),
        (("{source: weibo_posts, files: [\"posts_*.jsonl\"]}", "{source: weibo_posts, queries: [{query: x}]}"),
         "give `files:`"),
        (("{source: weibo_posts,", "{source: appstore,"), "give `queries:`"),
        (("{source: weibo_posts,", "{source: weibo_post,"), "did you mean weibo_posts"),
        (("aliases: [青禾家]", "aliases: [青禾家]\n    query: '(茶'"), "brand '青禾茶': query"),
        (("aliases: [拿铁]", "aliases: [拿铁], query: '茶 OR'"), "brand '青禾茶', product '青禾拿铁': query"),
        (("words:", "sentiment: {engine: magic}\nwords:"), "unknown engine 'magic'"),
        (("sources:", "sources:\n  - {source: weibo_posts, files: [posts_1.jsonl], brand: yun}\n"
          "  - {source: weibo_posts, files: [posts_1.jsonl], brand: qinghe}"), "'yun' and 'qinghe'"),
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


FOLDERS = """
brands: [{name: 青禾茶, id: qinghe}, {name: 云岫茶铺, id: yun}]
sources:
  - {source: jd_reviews, files: [a], brand: qinghe}
  - {source: jd_reviews, files: ["b/*.csv"], brand: yun}
  - {source: jd_reviews, files: ["../outside.csv", "c[[]1].csv", "d[1].csv"]}
"""


def folders(tmp_path: Path) -> Path:
    config = tmp_path / "config [1]"
    for name in ("a/reviews.csv", "b/reviews.csv", "../outside.csv", "c[1].csv", "d[1].csv"):
        (config / name).parent.mkdir(parents=True, exist_ok=True)
        (config / name).touch()
    return write(config, FOLDERS)


def test_files_of_one_name_in_two_folders_keep_their_brands(tmp_path: Path) -> None:
    settings = load(folders(tmp_path))
    settings.check()
    outside = (tmp_path / "outside.csv").as_posix()
    assert {query: brand for (_, query), brand in settings.assignments().items()} == {
        "a/reviews.csv": "qinghe", "b/reviews.csv": "yun", outside: None, "c[1].csv": None, "d[1].csv": None,
    }  # fmt: skip


def test_a_file_that_left_the_configuration_keeps_its_brand(tmp_path: Path) -> None:
    config = folders(tmp_path)
    a, b = ("jd_reviews", "a/reviews.csv"), ("jd_reviews", "b/reviews.csv")
    assert open_job(tmp_path / "home", config).assignments() == {a: "qinghe", b: "yun"}
    (config.parent / "b" / "reviews.csv").rename(config.parent / "b" / "march.csv")
    config.write_text(FOLDERS.replace("files: [a], brand: qinghe", "files: [a]"), encoding="utf-8")
    march = ("jd_reviews", "b/march.csv")
    assert open_job(tmp_path / "home", config).assignments() == {b: "yun", march: "yun"}
    config.write_text(FOLDERS.replace("yun", "feng"), encoding="utf-8")
    assert open_job(tmp_path / "home", config).assignments() == {a: "qinghe", march: "feng"}


def test_a_model_folder_is_looked_for_beside_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE", "http://127.0.0.1:1")
    path = write(tmp_path, GOOD + "sentiment: {engine: transformers, model: models/mine}\n")
    assert load(path).sentiment.model == "models/mine"
    (tmp_path / "models" / "mine").mkdir(parents=True)
    assert load(path).sentiment.model == str(tmp_path / "models" / "mine")


def test_watched_accounts_leave_the_file_as_pseudonyms(tmp_path: Path) -> None:
    watched = GOOD.replace("name: 云岫茶铺", 'name: 云岫茶铺, watch: [{platform: weibo, author: "42"}]')
    listed = load(write(tmp_path, watched)).listed(b"k" * 32)
    assert listed == (("yun", "weibo", pseudonym(b"k" * 32, "weibo", "42")),)


def test_prices_of_views_are_ranges_with_a_source(tmp_path: Path) -> None:
    price = "cpm: [{platform: bilibili, low: 20, high: 60, source: quote, from: 2026-01-01}]\n"
    (found,) = load(write(tmp_path, GOOD + price)).prices()
    assert (found.low, found.high, found.currency, found.valid_from) == (20, 60, "CNY", date(2026, 1, 1))
    with pytest.raises(ConfigError, match="low 70 is above high 60"):
        load(write(tmp_path, GOOD + price.replace("low: 20", "low: 70")))
    assert load(write(tmp_path, GOOD)).prices() == ()
