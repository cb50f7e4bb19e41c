"""A generated lake for `benchmarks.warehouse`: mentions, counts, authors and what every task says of them.

Invented rows in a real shape: five platforms, ten brands with four products each, 100 days, a third as many accounts as
mentions, whose followers grow. Of the mentions 20 % pass on or answer another, 3 % are complaints and 3 % answers to
them, 12 % are reviews with stars; 15 % lie in groups of near-duplicates, a tenth names two brands, a third says
something of an aspect, 2 % were edited and seen twice. Each mention has 1.3 observations of its counts. The rows depend
on their number alone (DuckDB's `hash`), so a lake of one size is always the same.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks._staranswers import ANNOTATIONS, TASKS
from lake.partition import partitions, replace
from records import Annotation, Author, Brand, Coverage, LinkRule, Observation, Product
from records.arrow import mention_schema, schema_of

DAY_COUNT = 100
FIRST_DAY = date(2026, 6, 1)
BRAND_NAMES = (
    "青岚茶",
    "松间咖啡",
    "远帆手机",
    "云麓汽车",
    "稻禾面馆",
    "溪石护肤",
    "北斗耳机",
    "芦荻饮料",
    "晨星书店",
    "白鹭旅行",
)
PRODUCT_NAMES = ("经典款", "青春款", "旗舰款", "限定款")

_ROLES = f"""
    CREATE TABLE role AS
    SELECT i, DATE '{FIRST_DAY}' + CAST(i * $days // $n AS INTEGER) AS day,
        CASE WHEN chance(i, 1) % 100 < 12 THEN 'review' WHEN chance(i, 1) % 100 < 15 THEN 'complaint'
            WHEN chance(i, 1) % 100 < 18 THEN 'answer' WHEN chance(i, 1) % 100 < 38 THEN 'reply'
            ELSE 'post' END AS role,
        CAST(chance(i, 2) % 10 AS INTEGER) AS brand, CAST(chance(i, 3) % 1000 AS INTEGER) AS luck
    FROM range($n) each(i);

    CREATE TABLE running AS
    SELECT i, role, sum(CASE role WHEN 'post' THEN 1 ELSE 0 END) OVER before AS posts,
        sum(CASE role WHEN 'complaint' THEN 1 ELSE 0 END) OVER before AS complaints
    FROM role WINDOW before AS (ORDER BY i ROWS UNBOUNDED PRECEDING);

    -- What passes on or answers goes to one of the posts (complaints) shortly before it, the nearest most often.
    CREATE TABLE wish AS
    SELECT i, role, greatest(1, CASE role WHEN 'reply' THEN posts ELSE complaints END
        - CAST(pow((chance(i, 4) % 1000) / 1000.0, 2) * 400 AS BIGINT)) AS number
    FROM running WHERE role IN ('reply', 'answer');

    CREATE TABLE thread AS
    SELECT wish.i, root.i AS root FROM wish JOIN running root ON root.posts = wish.number
    WHERE wish.role = 'reply' AND root.role = 'post' AND root.i < wish.i
    UNION ALL
    SELECT wish.i, root.i FROM wish JOIN running root ON root.complaints = wish.number
    WHERE wish.role = 'answer' AND root.role = 'complaint' AND root.i < wish.i
"""

_MENTIONS = """
    CREATE TABLE placed AS
    SELECT r.*, coalesce(t.root, r.i) AS root,
        CASE WHEN r.role = 'review' THEN 'jd' WHEN r.role IN ('complaint', 'answer') THEN 'heimao'
            WHEN chance(coalesce(t.root, r.i), 5) % 10 < 6 THEN 'weibo'
            WHEN chance(coalesce(t.root, r.i), 5) % 10 < 8 THEN 'xiaohongshu' ELSE 'bilibili' END AS platform,
        CASE WHEN r.i % 1000 < 150 AND r.role = 'post' THEN r.i - (r.i % 1000) % 3 END AS copied,
        timezone('Asia/Shanghai', r.day::TIMESTAMP) + to_seconds(CAST(chance(r.i, 6) % 86400 AS BIGINT)) AS published_at
    FROM role r LEFT JOIN thread t USING (i);

    CREATE TABLE said AS
    SELECT p.*, format('{:016d}', 4900000000000000 + p.i * 7919) AS native_id,
        CASE WHEN t.i IS NOT NULL THEN format('{:016d}', 4900000000000000 + t.root * 7919) END AS root_id,
        'a_' || left(md5(p.platform || CAST(pow((chance(p.i, 7) % 100000) / 100000.0, 1.5) * $n * 0.06 AS BIGINT)
            || CASE WHEN chance(p.i, 8) % 4 = 0 THEN '' ELSE '-' || chance(p.i, 8) % 9 END), 20) AS author_id,
        CASE WHEN p.role = 'reply' AND p.luck < 300 THEN '' ELSE
            $brands[1 + p.brand] || $phrases[1 + chance(coalesce(p.copied, p.i), 9) % len($phrases)] || ',' ||
            $phrases[1 + chance(coalesce(p.copied, p.i), 10) % len($phrases)] || ',' ||
            $phrases[1 + chance(coalesce(p.copied, p.i), 11) % len($phrases)] ||
            CASE WHEN p.luck % 10 = 0 THEN ',比' || $brands[1 + (p.brand + 3) % 10] || '强' ELSE '' END
            || p.i % 7 END AS text
    FROM placed p LEFT JOIN thread t USING (i);
    CREATE TABLE mention AS
    SELECT *, platform || ':' || native_id AS mention_id,
        CASE platform WHEN 'weibo' THEN CASE role WHEN 'post' THEN 'weibo_posts' ELSE 'weibo_reposts' END
            WHEN 'xiaohongshu' THEN 'xiaohongshu_notes' WHEN 'bilibili' THEN 'bilibili_comments'
            WHEN 'jd' THEN 'jd_reviews' ELSE 'heimao' END AS source,
        CASE role WHEN 'reply' THEN CASE platform WHEN 'weibo' THEN 'repost' ELSE 'comment' END
            WHEN 'answer' THEN 'comment'
            ELSE role END AS kind,
        published_at + to_seconds(3600 + CAST(chance(i, 12) % 36000 AS BIGINT)) AS observed_at
    FROM said;
"""

_MENTION_ROWS = """
    SELECT strftime(day, '%Y-%m-%d') AS dt, mention_id, author_id, NULL AS verified_type, source, platform, native_id,
        kind, text, observed_at + to_days(version) AS observed_at, source || '-export' AS query,
        root_id AS parent_id, root_id, NULL AS title, 'https://example.invalid/' || native_id AS url, published_at,
        CASE role WHEN 'review' THEN 1.0 + chance(i, 13) % 5 END AS rating,
        CASE role WHEN 'review' THEN 5.0 END AS rating_scale,
        CASE WHEN role IN ('review', 'complaint', 'answer') THEN $brands[1 + brand] || '旗舰店' END AS product,
        CASE role WHEN 'complaint' THEN 'open'
            WHEN 'answer' THEN CASE WHEN luck < 500 THEN 'replied' ELSE 'resolved' END END
            AS status, MAP {} AS extra
    FROM (SELECT *, 0 AS version FROM mention
        UNION ALL SELECT * REPLACE (text || '(已编辑)' AS text), 1 FROM mention WHERE i % 50 = 7)
"""
_OBSERVATION_ROWS = """
    SELECT strftime(timezone('Asia/Shanghai', seen_at), '%Y-%m-%d') AS dt, mention_id, source, seen_at AS observed_at,
        CAST(size * (1 + turn) AS BIGINT) AS like_count, CAST(size // 3 * (1 + turn) AS BIGINT) AS comment_count,
        CAST(size // 5 AS BIGINT) AS share_count, CAST(NULL AS BIGINT) AS wow_count,
        CASE platform WHEN 'xiaohongshu' THEN CAST(size // 2 AS BIGINT) END AS favorite_count,
        CASE platform WHEN 'bilibili' THEN CAST(size * 40 AS BIGINT) END AS view_count, 'exact' AS count_precision
    FROM (SELECT m.*, turn, m.observed_at + to_days(CAST(turn * 3 AS INTEGER)) AS seen_at,
              CAST(exp((chance(i, 14) % 9000) / 1000.0) AS BIGINT) AS size
          FROM mention m, range(2) again(turn) WHERE turn = 0 OR chance(i, 15) % 10 < 3)
"""
_AUTHOR_ROWS = """
    SELECT strftime(day, '%Y-%m-%d') AS dt, source, platform, author_id, observed_at, '某***' AS name,
        CAST(exp((chance(author_id, 16) % 13000) / 1000.0)
            * (1 + date_diff('day', DATE '2026-06-01', day) / 100.0) AS BIGINT)
            AS follower_count,
        NULL AS following_count, NULL AS post_count, NULL AS like_total_count,
        chance(author_id, 17) % 20 = 0 AS is_verified,
        CASE WHEN is_brand THEN 'brand' WHEN chance(author_id, 17) % 20 = 0 THEN 'person' END AS verified_type,
        CASE chance(author_id, 18) % 3 WHEN 0 THEN 'f' WHEN 1 THEN 'm' END AS gender,
        $regions[1 + chance(author_id, 19) % len($regions)] AS region, NULL AS category
    FROM (SELECT platform, author_id, source, day, min(observed_at) AS observed_at, bool_or(role = 'answer') AS is_brand
          FROM mention WHERE platform <> 'jd' GROUP BY ALL)
"""
_COVERAGE_ROWS = """
    SELECT strftime(day, '%Y-%m-%d') AS dt, source, source || '-export' AS query,
        'run-' || strftime(day, '%Y%m%d') AS run_id,
        min(observed_at) AS started_at, max(observed_at) AS ended_at, 'ok' AS outcome,
        1 AS page_count, count(*) AS row_count,
        count(*) AS mention_count, count(DISTINCT author_id) AS author_count, 0 AS refused_count, 0 AS skipped_count,
        false AS is_capped, NULL AS missing_estimate_count, min(published_at) AS window_from,
        max(published_at) AS window_to,
        NULL AS message
    FROM mention GROUP BY source, day
"""

_WITHIN = {
    "mentions": ("mention_id", "observed_at"),
    "observations": ("mention_id", "observed_at"),
    "authors": ("platform", "author_id"),
    "coverage": ("query",),
    "annotations": ("mention_id", "label", "target", "aspect"),
}
"""In what order the rows of a partition stand, so that the files are always the same, too."""

_LISTS = {
    "brands": list(BRAND_NAMES),
    "phrases": [
        "用了两周没有什么问题", "排队排了四十分钟", "包装盒的角压坏了", "味道比去年淡了一些",
        "客服回复得很快", "价格涨了两次", "同事看了也想买一份", "门店的灯光很舒服",
        "颜色和图片差别不大", "快递第二天就送到", "活动规则写得不清楚", "下次还会再来",
        "续航比说的短", "座位之间太挤", "送的赠品没有收到", "老人也会用",
        "退款等了九天", "说明书写得细致",
    ],
    "regions": ["广东", "浙江", "北京", "上海", "四川", "湖北", "山东", "福建", "美国", "IP属地:江苏"],
}  # fmt: skip


def brands() -> tuple[Brand, ...]:
    """The ten brands of the lake with their products."""
    return tuple(
        Brand(
            brand_id=f"brand{number}",
            name=name,
            rule=LinkRule(aliases=(name,)),
            products=tuple(
                Product(product_id=f"p{place}", name=product, rule=LinkRule(aliases=(name + product,)))
                for place, product in enumerate(PRODUCT_NAMES)
            ),
        )
        for number, name in enumerate(BRAND_NAMES)
    )


def write_lake(root: Path, mention_count: int, day_count: int = DAY_COUNT) -> None:
    """Writes the lake's partitions below `root`: each day of each source and task through `lake.partition`."""
    known = {"n": mention_count, "days": day_count, **_LISTS}
    with duckdb.connect(config={"memory_limit": "6GB"}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("CREATE MACRO chance(number, salt) AS CAST(hash(number, salt) >> 2 AS BIGINT)")
        for script in (_ROLES, _MENTIONS):
            for statement in script.split(";\n"):
                _run(connection, statement, known)
        _write(root, "mentions", connection, _MENTION_ROWS, mention_schema(), ("source", "dt"), known)
        for dataset, rows, record in (
            ("observations", _OBSERVATION_ROWS, Observation),
            ("authors", _AUTHOR_ROWS, Author),
            ("coverage", _COVERAGE_ROWS, Coverage),
        ):
            _write(root, dataset, connection, rows, schema_of(record), ("source", "dt"), known)
        _run(connection, "CREATE TABLE linked AS " + ANNOTATIONS["link"], known)
        for task, (engine, version) in TASKS.items():
            rows = (
                f"SELECT *, '{task}' AS task, '{engine}' AS engine, '{version}' AS version FROM ({ANNOTATIONS[task]})"
            )
            keys = ("task", "engine", "version", "dt")
            _write(root, "annotations", connection, rows, schema_of(Annotation), keys, known)


def _run(connection: Any, statement: str, known: Mapping[str, Any]) -> None:
    connection.execute(statement, _values(statement, known))


def _values(statement: str, known: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in known.items() if f"${name}" in statement}


def _write(
    root: Path,
    dataset: str,
    connection: Any,
    rows: str,
    schema: pa.Schema,
    keys: tuple[str, ...],
    known: Mapping[str, Any],
) -> None:
    """Writes a query's rows, cut where a partition key changes."""
    order = ", ".join(f'"{name}"' for name in (*keys, *_WITHIN[dataset]))
    query = f"SELECT * FROM ({rows}) ORDER BY {order}"
    table = connection.sql(query, params=_values(query, known)).to_arrow_table()
    kept = table.select(schema.names).cast(schema)
    joined = pc.binary_join_element_wise(*(table.column(key) for key in keys), "\x1f").combine_chunks()
    ends = pc.run_end_encode(joined).run_ends.to_pylist()
    for start, end in zip([0, *ends], ends, strict=False):
        found = {key: table.column(key)[start].as_py() for key in keys}
        replace(root, dataset, found, kept.slice(start, end - start))


def files_of(root: Path, dataset: str) -> tuple[Path, ...]:
    """The Parquet files of a data set."""
    return tuple(file for partition in partitions(root, dataset) for file in partition.files)
