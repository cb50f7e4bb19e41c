"""What crm is given."""

from datetime import date

import pyarrow as pa
import sqlalchemy as sa

from warehouse import frames


def test_mentions_come_without_wording(star: sa.Connection) -> None:
    table = frames.mention_frame(star)
    assert table.num_rows == 19
    assert table.column_names == [*frames.MENTION_COLUMNS, "has_own_text"]
    assert not {"text", "title", "url"} & set(table.column_names)


def test_edges_lead_from_the_one_who_passes_on(star: sa.Connection) -> None:
    rows = frames.edge_frame(star).to_pylist()
    found = {(r["mention_id"], r["brand_id"], r["author_id"], r["parent_author_id"], r["root_author_id"]) for r in rows}
    assert {f for f in found if f[0] in ("weibo:m3", "weibo:m4")} == {
        ("weibo:m3", "moli", "a3", "a1", "a1"),
        ("weibo:m4", "songyan", "a3", "a3", "a1"),
    }
    assert "weibo:m5" not in {f[0] for f in found}


def test_daily_counts_per_tracked_brand(star: sa.Connection) -> None:
    table = frames.daily_frame(star)
    rows = {(r["brand_id"], r["day"]): r for r in table.to_pylist()}
    assert (rows["moli", date(2026, 3, 2)]["mention_count"], rows["moli", date(2026, 3, 2)]["negative_count"]) == (1, 1)
    assert table.schema.field("mention_count").type == pa.int64()
    assert None not in {brand for brand, _ in rows}


def test_daily_topics_add_up_to_the_day(star: sa.Connection) -> None:
    rows = frames.daily_topic_frame(star).to_pylist()
    day = [r for r in rows if (r["brand_id"], r["day"]) == ("moli", date(2026, 3, 2))]
    assert sum(r["negative_count"] for r in day) == 1
    assert {r["topic"] for r in day} == {"口味", "价格"}


def test_topics_of_an_author_count_each_content_once(star: sa.Connection) -> None:
    rows = frames.author_topic_frame(star).to_pylist()
    weights = {(r["author_id"], r["topic_id"]): r["weight"] for r in rows}
    assert weights == {("a1", "t_taste"): 0.75, ("a1", "t_price"): 0.25, ("a2", "t_taste"): 0.5, ("a2", "t_price"): 0.5}
