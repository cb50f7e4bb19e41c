"""A star of any size for the questions: a small star as the loaders make it, each of whose contents is told many times.

Every copy has contents, authors, customers and orders of its own (keys and ids are hashed or numbered anew), so rows
per day, authors and joins grow as they would; brands, products, topics and days stay. Copies of a row stand side by
side, so a table keeps the order in which the loaders leave it.
"""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from warehouse import duck, migrations
from warehouse import tables as t

_KEYS = ("content_key", "author_key", "customer_key")
_IDS = (
    "mention_id", "native_id", "parent_id", "root_id", "duplicate_group", "author_id", "customer_id", "order_id",
    "cost_id",
)  # fmt: skip
CAMPAIGN = "新品上市"
"""Name of the campaign of the first brand."""

_FIRST_PARTY = (
    f"""
    INSERT INTO dim_campaign SELECT 1, brand_key, '{CAMPAIGN}', 'campaign', DATE '2026-07-20', DATE '2026-08-02'
    FROM dim_brand WHERE brand_id = 'brand0'
    """,
    """
    INSERT INTO dim_persona (persona_key, persona_id, period_start, period_end, name, author_count, stability)
    SELECT month * 10 + persona, 'persona' || persona, make_date(2026, month, 1), last_day(make_date(2026, month, 1)),
        '画像' || persona, 100 + 37 * ((month * persona) % 5), 0.8
    FROM range(6, 9) m(month), range(1, 6) p(persona)
    """,
    """
    INSERT INTO fact_persona_membership
    SELECT persona_key, author_key, platform_key, period_start, period_end, 0.9, true
    FROM dim_author JOIN dim_persona ON hash(author_key, month(period_start)) % 10 + 1 = persona_key % 10
    WHERE author_key > 0 AND persona_key > 0 AND is_current
    """,
    """
    INSERT INTO fact_cost
    SELECT 'costs', row_number() OVER (ORDER BY content_key), date_key, brand_key, -2, -2, f.platform_key, author_id,
        'kol', NULL, NULL, published_at, published_at, 'CNY', 500 + hash(content_key) % 5000
    FROM fact_mention f JOIN dim_author USING (author_key)
    WHERE mention_count = 1 AND brand_key > 0 AND date_key > 0 AND author_key > 0 AND hash(content_key) % 500 = 0
    """,
    """
    INSERT INTO fact_order_line (
        source, order_id, line_number, date_key, customer_key, customer_id, brand_key, product_key, region_key, status,
        ordered_at, is_first_order, order_count, line_count, currency, quantity, returned_quantity, cancelled_quantity,
        gross_amount, refund_amount, cancelled_amount, net_amount)
    SELECT 'orders', 'o' || row_number() OVER (ORDER BY published_at, content_key), 1, date_key, -1,
        'c' || hash(content_key) % (SELECT count(*) // 20 + 1 FROM fact_mention), brand_key, -2, -1, 'paid',
        published_at, false, 1, 1, 'CNY', 1, 0, 0, 20 + hash(content_key, 1) % 80, 0, 0, 20 + hash(content_key, 1) % 80
    FROM fact_mention WHERE mention_count = 1 AND brand_key > 0 AND date_key > 0 AND hash(content_key, 2) % 5 = 0
    """,
)
"""What the generated lake has nothing of, told from its mentions: a campaign, personas, costs of authors, orders."""


_COPIED = """
    CREATE TEMP TABLE copied AS SELECT DISTINCT content_key, author_key
    FROM small.fact_mention JOIN small.dim_brand USING (brand_key) WHERE {chosen}
"""
"""Contents and authors that are told many times."""


def grow(small: Path, target: Path, times: int, *, brand_id: str | None = None) -> dict[str, int]:
    """Fills a new star with `times` copies of a small one, to which first-party rows are added; rows per table.

    With `brand_id` only what mentions that brand is copied, and what mentions others is there once.
    """
    with duck.engine_for(small).begin() as connection:
        for statement in _FIRST_PARTY:
            duck.native(connection).execute(statement)
    duck.create_file(target)
    with duck.engine_for(target).connect() as connection:
        with connection.begin():
            migrations.upgrade(connection)
        star = duck.native(connection)
        star.execute(f"SET TimeZone = 'UTC'; SET memory_limit = '8GB'; ATTACH '{small}' AS small (READ_ONLY)")
        star.execute(_COPIED.format(chosen="true" if brand_id is None else f"brand_id = '{brand_id}'"))
        counts = {table.name: _multiply(star, table, times) for table in t.METADATA.sorted_tables}
        star.execute("DETACH small; CHECKPOINT")
    return counts


def _multiply(star: Any, table: sa.Table, times: int) -> int:
    """One table: its special members once, sums of a day times the copies, rows of contents and authors each anew."""
    own, rows = [column.name for column in table.columns], f"FROM small.{table.name}"
    changed = {name: change for name in own if (change := _anew(name))}
    if table.name == "fact_insight":
        changed = {name: f"{name} * {times}" for name in own if name.endswith("_count")}
    elif changed:
        rows = f"FROM (SELECT *, unnest(range({times})) AS copy {rows})"
        key = next(iter(table.primary_key.columns), None)
        rows += " WHERE true" if key is None else f" WHERE copy = 0 OR {key.name} > 0"
        if owner := [name for name in ("content_key", "author_key") if name in own][:1]:
            rows += f" AND (copy = 0 OR {owner[0]} IN (SELECT {owner[0]} FROM copied))"
    listed = ", ".join(own)
    chosen = ", ".join(changed.get(name, name) for name in own)
    ((count,),) = star.execute(f"INSERT INTO {table.name} ({listed}) SELECT {chosen} {rows}").fetchall()
    return int(count)


def _anew(name: str) -> str | None:
    """The expression that gives a key or id of each copy; None for a column that all copies share."""
    if name.endswith(_KEYS):
        return f"CASE WHEN {name} > 0 THEN CAST(hash({name}, copy) >> 2 AS BIGINT) ELSE {name} END"
    return f"{name} || ':' || copy" if name in _IDS else None
