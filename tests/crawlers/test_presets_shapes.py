"""Sources whose files have several shapes: what the yml says of each, and what becomes of a file that has none."""

from pathlib import Path

import pytest

from crawlers import catalog
from crawlers.convert.registry import CONVERTERS
from crawlers.recording import read_recording
from crawlers.spec import SourceSpec, parse_spec
from records.errors import ConfigError, SchemaDrift, UnreadableFile
from tests.crawlers.presets import KEY, as_csv, as_workbook, read
from tests.crawlers.test_every_source import AUTHOR_FIELDS, MENTION_FIELDS

SHAPED = [name for name in catalog.names() if catalog.spec(name).shapes]
SOURCE = """
title: {zh: 试, en: A trial}
platform: weibo
access: export
terms: A file that the user holds; nothing is fetched.
formats: [csv, xlsx]
kind: post
required: [id, text]
mention: {native_id: id, text: text}
expectations:
  max_refused_share: {value: 0.02, because: it was written by hand}
shapes:
  - kind: comment
    required: [id, text, parent]
    mention: {native_id: id, text: text, parent_id: parent}
  - required: [account, fans]
    author: {id: account, follower_count: fans}
    expectations:
      max_refused_share: {value: 0.5, because: half of them are blank}
"""


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A source of three shapes."""
    (tmp_path / "shaped.yml").write_text(SOURCE, "utf-8")
    monkeypatch.setattr(catalog, "FOLDER", tmp_path)
    catalog.spec.cache_clear()
    catalog.load.cache_clear()
    return "shaped"


@pytest.fixture(autouse=True)
def forgotten() -> object:
    """The catalogue forgets the trial source."""
    yield
    catalog.spec.cache_clear()
    catalog.load.cache_clear()


def _shapes() -> list[SourceSpec]:
    return [shape for name in SHAPED for shape in catalog.spec(name).shapes]


def test_every_shape_maps_real_fields_by_real_converters() -> None:
    assert len(SHAPED) >= 8
    for shape in _shapes():
        assert set(shape.mention) <= MENTION_FIELDS
        assert set(shape.author) <= AUTHOR_FIELDS
        assert shape.required
        assert shape.max_refused_share
        assert shape.record == ("mention" if shape.kind else "author")
        rules = [*shape.mention.values(), *shape.author.values(), *shape.extra.values()]
        assert {rule.converter for rule in rules if rule.converter} <= set(CONVERTERS)


def test_a_shape_is_its_source_with_other_columns(source: str) -> None:
    spec = catalog.spec(source)
    comments, accounts = spec.shapes
    assert (comments.name, comments.platform, comments.formats) == (spec.name, "weibo", ("csv", "xlsx"))
    assert (comments.kind, accounts.kind, comments.author) == ("comment", None, {})
    assert comments.max_refused_share == spec.max_refused_share
    assert accounts.max_refused_share
    assert accounts.max_refused_share.value == 0.5


def test_a_mistake_in_a_shape_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "shaped.yml"
    file.write_text(SOURCE.replace("parent_id: parent}", "parent_id: parent}\n    colour: red"), "utf-8")
    with pytest.raises(ConfigError, match=r"shaped\.yml: unknown key colour"):
        parse_spec(file)


def test_a_file_is_read_in_the_shape_that_has_most_of_its_columns(source: str, tmp_path: Path) -> None:
    post = {"id": "1", "text": "早"}
    assert [m.kind for m in read(tmp_path, source, as_csv([post]), "a.csv").mentions] == ["post"]
    assert [m.kind for m in read(tmp_path, source, as_csv([post | {"parent": "9"}]), "b.csv").mentions] == ["comment"]
    assert [
        a.follower_count for a in read(tmp_path, source, as_csv([{"account": "7", "fans": "3"}]), "c.csv").authors
    ] == [3]


def test_each_sheet_is_read_once(source: str, tmp_path: Path) -> None:
    post, comment = {"id": "1", "text": "早"}, {"id": "2", "text": "晚", "parent": "1"}
    account, other = {"account": "7", "fans": "3"}, {"colour": "red"}
    book = as_workbook(
        {"甲": [post], "乙": [comment, {"id": "", "text": "无号", "parent": "1"}], "丙": [account], "丁": [other]}
    )
    file = tmp_path / "book.xlsx"
    file.write_bytes(book)
    reading = read_recording(source, file, KEY)
    assert sorted((m.kind, m.native_id) for m in reading.mentions) == [("comment", "2"), ("post", "1")]
    assert (len(reading.authors), reading.taken_count, reading.row_count) == (1, 3, 4)
    assert [(refusal.where, refusal.reason) for refusal in reading.refusals] == [("book.xlsx[乙]", "native_id: blank")]


def test_a_file_of_no_shape_is_told_in_the_words_of_the_first(source: str, tmp_path: Path) -> None:
    for content, name in ((as_csv([{"colour": "red"}]), "a.csv"), (as_workbook({"甲": [{"colour": "red"}]}), "b.xlsx")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(SchemaDrift, match="id, text"):
            read_recording(source, tmp_path / name, KEY)
    (tmp_path / "c.csv").write_bytes(b"")
    with pytest.raises(UnreadableFile, match="empty"):
        read_recording(source, tmp_path / "c.csv", KEY)
