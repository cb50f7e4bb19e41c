"""One file imported both ways, row by row and column by column, and what came of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers.again import Again
from crawlers.bulk import gathering
from crawlers.files import gather_file
from crawlers.land import Landing
from crawlers.source import Source
from crawlers.spec import parse_spec
from lake import files as lake_files
from lake.home import Home
from lake.partition import partitions, read_partition
from records import Coverage, Refusal, SourceQuery
from records.errors import ScrmError

KEY = b"k" * 32
DATASETS = ("mentions", "observations", "authors")
NOW = datetime(2026, 1, 1, tzinfo=UTC)

EVERYTHING = """
title: {zh: 测试, en: Test}
platform: somewhere
access: export
terms: Invented.
formats: [csv]
kind: review
rating_scale: 5
required: [编号, 内容]
default_texts: [默认好评]
mention:
  native_id: 编号
  url: {column: 编号, template: "https://example.org/{}/view"}
  title: 标题
  text: [内容, 追评]
  published_at: [时间, 更新]
  observed_at: {column: 采集, as: epoch}
  rating: 星级
  like_count: 点赞
  view_count: [浏览, 阅读]
  product: {column: [品牌, 型号], join: " "}
  status: {column: 状态, values: {已解决: closed, 处理中: open, 无: null}}
author:
  id: 用户
  name: 昵称
  gender: 性别
  region: 属地
  follower_count: 粉丝
  is_verified: 认证
extra:
  source_word: [渠道, 来源]
  note: 备注
expectations:
  max_refused_share: {value: 0.9, because: tests hold many}
  min_filled_share:
    text: {value: 0.01, because: tests hold many}
"""
"""A source with every kind of rule that has a counterpart for whole columns."""

WITHOUT_IDS = """
title: {zh: 测试, en: Test}
platform: somewhere
access: export
terms: Invented.
formats: [csv]
kind: comment
required: [内容]
identity: 称呼
mention:
  text: 内容
  published_at: 时间
  like_count: 点赞
author:
  name: 昵称
"""


def source_of(folder: Path, yml: str, name: str = "invented") -> Source:
    """A source from the text of a yml."""
    file = folder / f"{name}.yml"
    file.write_text(yml, "utf-8")
    return Source(parse_spec(file), None)


@dataclass
class Came:
    """What came of one import."""

    coverage: dict[str, Any] | None = None
    refusals: list[Refusal] = field(default_factory=list)
    rows: dict[str, list[Any]] = field(default_factory=dict)
    error: str | None = None
    is_by_columns: bool = False
    """Whether the columns were read, and the row reader was not asked for the whole file."""


def imported(source: Source, file: Path, home: Home, *, by_columns: bool, **days: Any) -> Came:
    """Imports a file into a home in one of the two ways."""
    came = Came()

    def refused(_: str, refusals: Sequence[Refusal]) -> None:
        came.refusals += refusals

    def spying(*arguments: Any) -> Coverage | None:
        found = large(*arguments)
        came.is_by_columns = found is not None
        return found

    large = gathering.gather_large
    landing = Landing(home=home.create(), key=KEY, run_id="r", **days)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "LARGE_BYTES", 0 if by_columns else 1 << 60)
        patch.setattr("crawlers.files.gather_large", spying)
        patch.setattr(lake_files, "_fsync", lambda path: None)
        try:
            query = SourceQuery(source=source.spec.name, query=str(file))
            again = Again(source.spec.name, landing)
            (coverage,) = gather_file(source, query, landing, again, lambda name, count: None, refused)
            come = replace(coverage, started_at=NOW, ended_at=NOW)
            came.coverage = {name: getattr(come, name) for name in come.__slots__}
        except ScrmError as error:
            came.error = str(error)
    came.rows = {name: rows_at_rest(home, name) for name in DATASETS}
    return came


def rows_at_rest(home: Home, dataset: str) -> list[Any]:
    """All rows of a dataset with their partition, in an order of their own."""
    return sorted(
        (
            (tuple(partition.keys.items()), row)
            for partition in partitions(home.lake, dataset)
            for row in read_partition(partition).to_pylist()
        ),
        key=str,
    )


def both_ways(source: Source, file: Path, folder: Path, **days: Any) -> Came:
    """Imports a file both ways, asserts that all is the same, and returns what came by columns."""
    ways = [
        imported(source, file, Home(folder / way), by_columns=way == "columns", **days) for way in ("rows", "columns")
    ]
    by_rows, by_columns = ways
    assert by_columns.error == by_rows.error
    assert by_columns.coverage == by_rows.coverage
    assert by_columns.refusals == by_rows.refusals
    for name in DATASETS:
        assert by_columns.rows[name] == by_rows.rows[name], name
    return by_columns
