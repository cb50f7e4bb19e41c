"""DDL for other engines: types, keys, distribution and comments as each wants them."""

import pytest
import sqlalchemy as sa

from warehouse.columns import Grain, Merge, Privacy, Refresh, column
from warehouse.export import TARGETS, ddl_of
from warehouse.export.ddl import key_of, kind_of
from warehouse.export.star import chosen_of
from warehouse.tables import METADATA

GRAIN = {"refresh": Refresh.WHOLE, "zh": "一行是一个", "en": "One row is one thing's \\ sum"}
_OWN = sa.MetaData()


def own(name: str, key: tuple[str, ...], *columns: sa.Column[object]) -> sa.Table:
    grain = Grain(**GRAIN, kind="transaction", key=key)  # type: ignore[arg-type]
    return sa.Table(name, _OWN, *columns, comment=grain.comment, info={"grain": grain})


DIM = own(
    "dim_brand",
    ("brand_id",),
    column("brand_key", sa.BigInteger, "品牌键", "Brand key", merge=Merge.KEY, is_primary=True),
    column("brand_id", sa.String, "代号", "Id", merge=Merge.KEY, is_nullable=True),
)
FACT = own(
    "fact_thing",
    ("content_key", "date_key"),
    column("amount", sa.Numeric(18, 2), "金额", "Amount", unit="currency units", is_nullable=True),
    column("content_key", sa.BigInteger, "内容", "Content", merge=Merge.KEY),
    column("date_key", sa.Integer, "日", "Day", merge=Merge.KEY),
    column("brand_key", sa.BigInteger, "品牌", "Brand's key", references="dim_brand.brand_key"),
    column("seen_at", sa.DateTime(timezone=True), "时间", "When", is_nullable=True),
    column("said", sa.String, "原话", "Words", privacy=Privacy.RESTRICTED, is_nullable=True),
)
RUN = own(
    "fact_run",
    ("run_id",),
    column("is_good", sa.Boolean, "是否", "Whether"),
    column("run_id", sa.String, "运行", "Run", merge=Merge.KEY),
    column("day", sa.Date, "日", "Day", is_nullable=True),
    column("share", sa.Double, "占比", "Share", is_nullable=True),
    column("rank", sa.SmallInteger, "名次", "Rank", is_nullable=True),
)

GOLDEN = {
    "duckdb": """
CREATE TABLE "fact_thing" (
    "amount" DECIMAL(18, 2),
    "content_key" BIGINT NOT NULL,
    "date_key" INTEGER NOT NULL,
    "brand_key" BIGINT NOT NULL,
    "seen_at" TIMESTAMP WITH TIME ZONE,
    "said" VARCHAR,
    PRIMARY KEY ("content_key", "date_key")
);
COMMENT ON TABLE "fact_thing" IS '一行是一个 | One row is one thing''s \\ sum';
""",
    "postgresql": """
CREATE TABLE "fact_run" (
    "is_good" boolean NOT NULL,
    "run_id" text NOT NULL,
    "day" date,
    "share" double precision,
    "rank" smallint,
    PRIMARY KEY ("run_id")
);
""",
    "starrocks": """
CREATE TABLE `fact_thing` (
    `content_key` BIGINT NOT NULL COMMENT '内容 | Content',
    `date_key` INT NOT NULL COMMENT '日 | Day',
    `amount` DECIMAL(18, 2) COMMENT '金额 | Amount [currency units]',
    `brand_key` BIGINT NOT NULL COMMENT '品牌 | Brand\\'s key',
    `seen_at` DATETIME COMMENT '时间 | When',
    `said` VARCHAR(1048576) COMMENT '原话 | Words'
)
PRIMARY KEY (`content_key`, `date_key`)
COMMENT '一行是一个 | One row is one thing\\'s \\\\ sum (key: content_key, date_key)'
DISTRIBUTED BY HASH (`content_key`);
""",
    "doris": """
CREATE TABLE `fact_run` (
    `run_id` VARCHAR(1024) NOT NULL COMMENT '运行 | Run',
    `is_good` BOOLEAN NOT NULL COMMENT '是否 | Whether',
    `day` DATE COMMENT '日 | Day',
    `share` DOUBLE COMMENT '占比 | Share',
    `rank` SMALLINT COMMENT '名次 | Rank'
)
UNIQUE KEY (`run_id`)
COMMENT '一行是一个 | One row is one thing\\'s \\\\ sum (key: run_id)'
DISTRIBUTED BY HASH (`run_id`) BUCKETS AUTO;
""",
    "maxcompute": """
CREATE TABLE `fact_thing` (
    `amount` DECIMAL(18, 2) COMMENT '金额 | Amount [currency units]',
    `content_key` BIGINT NOT NULL COMMENT '内容 | Content',
    `date_key` INT NOT NULL COMMENT '日 | Day',
    `brand_key` BIGINT NOT NULL COMMENT '品牌 | Brand\\'s key',
    `seen_at` TIMESTAMP COMMENT '时间 | When',
    `said` STRING COMMENT '原话 | Words'
)
COMMENT '一行是一个 | One row is one thing\\'s \\\\ sum (key: content_key, date_key)';
""",
    "bigquery": """
CREATE TABLE `fact_thing` (
    `amount` NUMERIC(18, 2) OPTIONS (description = '金额 | Amount [currency units]'),
    `content_key` INT64 NOT NULL OPTIONS (description = '内容 | Content'),
    `date_key` INT64 NOT NULL OPTIONS (description = '日 | Day'),
    `brand_key` INT64 NOT NULL OPTIONS (description = '品牌 | Brand\\'s key'),
    `seen_at` TIMESTAMP OPTIONS (description = '时间 | When'),
    `said` STRING OPTIONS (description = '原话 | Words'),
    PRIMARY KEY (`content_key`, `date_key`) NOT ENFORCED
)
PARTITION BY RANGE_BUCKET(date_key, GENERATE_ARRAY(20000100, 20500100, 100))
CLUSTER BY brand_key, content_key
OPTIONS (description = '一行是一个 | One row is one thing\\'s \\\\ sum (key: content_key, date_key)');
""",
}


def script(name: str) -> str:
    return ddl_of(TARGETS[name], [(table, list(table.columns)) for table in (DIM, FACT, RUN)])


@pytest.mark.parametrize("name", TARGETS)
def test_a_table_as_the_engine_wants_it(name: str) -> None:
    assert GOLDEN[name] in script(name)


def test_a_key_with_text_is_too_long_for_a_starrocks_primary_key() -> None:
    assert "DUPLICATE KEY (`run_id`)" in script("starrocks")


def test_keys_are_the_surrogate_of_a_dimension_and_the_grain_of_a_fact() -> None:
    assert key_of(DIM, list(DIM.columns)) == ("brand_key",)
    assert key_of(FACT, list(FACT.columns)) == ("content_key", "date_key")
    assert key_of(FACT, [FACT.c.amount]) == ()


def test_references_are_said_where_the_engine_can_take_them() -> None:
    line = 'ALTER TABLE "fact_thing" ADD FOREIGN KEY ("brand_key") REFERENCES "dim_brand" ("brand_key");'
    assert line in script("postgresql")
    assert "REFERENCES `dim_brand` (`brand_key`) NOT ENFORCED;" in script("bigquery")
    assert not any("REFERENCES" in script(name) for name in ("duckdb", "starrocks", "doris", "maxcompute"))


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(KeyError, match="BLOB"):
        kind_of(sa.LargeBinary())


@pytest.mark.parametrize("name", TARGETS)
def test_every_table_of_the_star_is_there_with_short_comments(name: str) -> None:
    chosen = chosen_of(with_restricted=True)
    text = ddl_of(TARGETS[name], chosen)
    assert {table.name for table, _ in chosen} == set(METADATA.tables)
    assert text.count("CREATE TABLE ") == len(chosen)
    for table, columns in chosen:
        for comment in (table.comment, *(each.comment for each in columns)):
            assert len(str(comment).encode()) <= 1024, comment  # the least that an engine allows


def test_restricted_columns_stay_in_the_house() -> None:
    tables = {table.name: [column.name for column in columns] for table, columns in chosen_of(with_restricted=False)}
    assert "content_text" not in tables
    assert "fact_mention" in tables
