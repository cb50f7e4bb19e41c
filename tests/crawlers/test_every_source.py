"""Promises that every source keeps, whatever it is."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawlers import catalog
from crawlers.convert.registry import CONVERTERS
from crawlers.recording import read_recording
from crawlers.spec import ACCESS_CLASSES, SourceSpec
from records import Author, Mention
from records.errors import ConfigError, ScrmError, UsageError

KEY = b"k" * 32
MENTION_FIELDS = {field.name for field in dataclasses.fields(Mention)} - {"author", "extra", "source", "platform"}
AUTHOR_FIELDS = {field.name for field in dataclasses.fields(Author)} - {"platform", "author_id", "observed_at"} | {"id"}


_FEED_TIMES = (
    "下单时间", "接入时间", "提交时间", "发布时间", "邀请时间", "变动时间", "触达时间", "费用日期", "授权时间"
)  # fmt: skip


def _sample(spec: SourceSpec) -> str:
    """A table with the source's own columns and plain values that suit each."""
    values = {"时间": "2026-03-02 12:05:00", "date": "2026-03-02 12:05:00", "id": "65e2a1c80000000012345678"}
    values |= {"publish_time": "2026-03-02 12:05", "create_date_time": "2026-03-02 12:05:00+08:00"}
    values |= {"create_time": "1772424300", "time": "1772424300", "comment_time": "2026-03-02 12:05:00"}
    values |= {"datetime": "2026-03-02", "购买时间": "2026/3/2 12:05", "评论时间": "2026-03-02 12:05:00"}
    values |= {"WB_from": "2026年3月2日 12:05", "weibo_url": "https://weibo.com/12/J4abc", "post": "1_R_x"}
    values |= {"发布时间": "2026-03-02 12:05", "日期": "2026-03-02", "评价时间": "2026-03-02 12:05:00"}
    values |= {"授权状态": "已授权", "触点类型": "点击"}
    values |= {"file": "1_P_x", "status": "信息审核", "投诉状态": "处理中", "评分星级": "s-star4", "得分": "4"}
    values |= dict.fromkeys(_FEED_TIMES, "2026-03-02 12:05:00") | {"内容": "好喝"}
    columns = list(dict.fromkeys(names[0] for names in spec.required))
    cells = [values.get(name, f"{n}") for n, name in enumerate(columns, 1)]
    if "csv" in spec.formats:
        return ",".join(columns) + "\n" + ",".join(cells) + "\n"

    return json.dumps(dict(zip(columns, cells, strict=True)), ensure_ascii=False) + "\n"


@pytest.fixture(params=catalog.names())
def spec(request: pytest.FixtureRequest) -> SourceSpec:
    return catalog.spec(request.param)


def test_it_says_what_it_is(spec: SourceSpec) -> None:
    assert spec.title.zh
    assert not spec.title.zh.isascii()
    assert spec.title.en
    assert spec.platform
    assert spec.access in ACCESS_CLASSES
    assert len(spec.terms) > 20
    assert spec.terms.endswith(".")
    assert spec.is_web == (spec.access != "export")


def test_its_bounds_have_reasons(spec: SourceSpec) -> None:
    bounds = [spec.max_refused_share, *spec.min_filled_share.values()]
    assert spec.max_refused_share
    for bound in bounds:
        assert bound
        assert 0 < bound.value < 1
        assert len(bound.because) > 10


def test_its_mapping_names_real_fields_and_converters(spec: SourceSpec) -> None:
    assert set(spec.mention) <= MENTION_FIELDS
    assert set(spec.author) <= AUTHOR_FIELDS
    assert set(spec.min_filled_share) <= MENTION_FIELDS
    rules = [*spec.mention.values(), *spec.author.values(), *spec.extra.values()]
    assert {rule.converter for rule in rules if rule.converter} <= set(CONVERTERS)
    assert all(rule.columns or rule.constant for rule in rules)


def test_a_web_source_has_pace_schedule_and_functions(spec: SourceSpec) -> None:
    source = catalog.load(spec.name)
    if spec.is_web:
        assert spec.pace
        assert spec.pace.delay_seconds >= 0.5
        assert spec.schedule
        assert (spec.refresh_schedule is not None) == source.can_refresh
        assert all(hasattr(source.module, name) for name in ("first", "after", "read"))
    else:
        assert spec.required
        assert spec.schedule is None
        assert spec.refresh_schedule is None
        with pytest.raises(UsageError, match="reads files"):
            source.first(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [name for name in catalog.names() if not catalog.spec(name).is_web])
def test_reading_twice_gives_the_same(name: str, tmp_path: Path) -> None:
    spec = catalog.spec(name)
    file = tmp_path / "sample.csv"
    file.write_text(_sample(spec), "utf-8")
    first, second = (read_recording(spec.name, file, KEY) for _ in range(2))
    assert not first.refusals
    assert first.row_count == first.taken_count == 1
    assert first.mentions == second.mentions
    assert first.authors == second.authors
    for mention in first.mentions:
        assert (mention.source, mention.platform) == (spec.name, spec.platform)
        assert mention.native_id
        assert mention.kind
        assert mention.query == "sample.csv"
        if mention.author:
            assert mention.author.author_id.startswith("a_")
            assert mention.author.platform == spec.platform


def test_it_refuses_what_is_not_its_own_in_one_line(spec: SourceSpec, tmp_path: Path) -> None:
    for name, content in (("a.csv", b"x,y\n1,2\n"), ("b.json", b'{"x": 1}'), ("c.bin", b"\x00\x01\xff" * 300)):
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(ScrmError) as caught:
            read_recording(spec.name, file, KEY)
        assert "\n" not in str(caught.value)
        assert caught.value.exit_code in (2, 14)


def test_an_unknown_source_names_its_neighbours() -> None:
    with pytest.raises(UsageError, match="did you mean weibo_posts"):
        catalog.spec("weibo_post")
    with pytest.raises(UsageError, match="there are: appstore"):
        catalog.load("zzz")


def test_a_broken_yml_breaks_its_own_source_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = (catalog.FOLDER / "jd_reviews.yml").read_text("utf-8")
    for name, text in {
        "good": good,
        "syntax": "title: {zh: [",
        "lacking": good.replace("platform: jd\n", ""),
        "strange": good + "colour: red\n",
        "wrong": good.replace("access: export", "access: free"),
    }.items():
        (tmp_path / f"{name}.yml").write_text(text, "utf-8")
    monkeypatch.setattr(catalog, "FOLDER", tmp_path)
    assert catalog.names() == ["good", "lacking", "strange", "syntax", "wrong"]
    assert catalog.spec("good").platform == "jd"
    for name, says in {
        "syntax": "not YAML",
        "lacking": "'platform' is missing",
        "strange": "colour",
        "wrong": "free",
    }.items():
        with pytest.raises(ConfigError, match=says) as caught:
            catalog.spec(name)
        assert f"{name}.yml" in str(caught.value)
    catalog.spec.cache_clear()


def test_specs_load_nothing_heavy() -> None:
    code = (
        "import sys; from crawlers import catalog; [catalog.spec(n) for n in catalog.names()];"
        "heavy = {'scrapy', 'pyarrow', 'pandas', 'numpy', 'feedparser', 'lake'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
