"""What the loader makes of the hand-written lake, fact by fact."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from records.arrow import mention_table
from records.errors import ScrmError, UsageError
from tests.conftest import REPOSITORY
from tests.warehouse.conftest import Builder, rows_of
from tests.warehouse.smalllake import Lake
from tests.warehouse.written import BRANDS, at, mention, said
from warehouse import duck
from warehouse.checks import gate_checks, run
from warehouse.load import Inputs, load, load_profiles
from warehouse.tables import METADATA

Q_LINKS = """
    select b.brand_id, p.product_id, f.is_inherited, f.mention_count, f.product_mention_count
    from fact_mention f join dim_content c using (content_key) join dim_brand b using (brand_key)
    join dim_product p on p.product_key = f.product_key
    where c.native_id = '{}' order by 1 nulls first, 2 nulls first"""


def links(star: sa.Connection, native_id: str) -> list[tuple[object, ...]]:
    return rows_of(star, Q_LINKS.format(native_id))


def test_the_last_seen_version_of_a_mention_wins(star: sa.Connection) -> None:
    sql = "select text, source, first_observed_at < observed_at from dim_content join content_text using (content_key)"
    assert rows_of(star, sql + " where native_id = 'm2'") == [("茉里茶不如松烟咖啡", "mediacrawler_weibo", True)]


def test_a_content_has_a_brand_row_and_a_row_per_product(star: sa.Connection) -> None:
    assert links(star, "m1") == [("moli", None, False, 1, 0), ("moli", "latte", False, 0, 1)]
    assert links(star, "m2") == [("moli", None, False, 1, 0), ("songyan", None, False, 1, 0)]


def test_a_product_link_implies_its_brand(star: sa.Connection) -> None:
    assert links(star, "m13") == [("moli", None, False, 1, 0), ("moli", "latte", False, 0, 1)]


def test_a_repost_without_own_link_inherits_from_its_root(star: sa.Connection) -> None:
    assert links(star, "m3") == [("moli", None, True, 1, 0), ("moli", "latte", True, 0, 1)]


def test_an_own_link_beats_the_root(star: sa.Connection) -> None:
    assert links(star, "m4") == [("songyan", None, False, 1, 0)]


def test_a_comment_inherits_from_its_parent_when_no_root_is_known(star: sa.Connection) -> None:
    assert links(star, "m17") == [("moli", None, True, 1, 0), ("songyan", None, True, 1, 0)]


@pytest.mark.parametrize("native_id", ["m9", "m10"])
def test_an_answer_to_a_complaint_is_no_mention(star: sa.Connection, native_id: str) -> None:
    assert links(star, native_id) == [(None, None, False, 1, 0)]
    sql = "select f.kind from fact_propagation f join dim_content using (content_key) where native_id = '{}'"
    assert rows_of(star, sql.format(native_id)) == [("comment",)]


@pytest.mark.parametrize("native_id", ["m5", "m6"])
def test_content_about_no_tracked_brand_keeps_brand_minus_two(star: sa.Connection, native_id: str) -> None:
    assert links(star, native_id) == [(None, None, False, 1, 0)]
    sql = f"select brand_key from fact_mention join dim_content using (content_key) where native_id = '{native_id}'"
    assert rows_of(star, sql) == [(-2,)]


def test_unknown_day_and_author_are_minus_one(star: sa.Connection) -> None:
    sql = "select date_key, author_key from fact_mention join dim_content using (content_key) where native_id = '{}'"
    assert rows_of(star, sql.format("m12"))[0][0] == -1
    assert rows_of(star, sql.format("m7"))[0] == (20260304, -1)


def test_days_are_shanghai_days(star: sa.Connection) -> None:
    # m4 was published at 00:00 in Shanghai: still the day before in UTC.
    sql = "select date_key from fact_mention join dim_content using (content_key) where native_id = 'm4'"
    assert rows_of(star, sql) == [(20260302,)]


def test_duplicates_and_the_water_army_count_less(star: sa.Connection) -> None:
    sql = """select native_id, deduplicated_count, organic_count, is_duplicate, is_water_army, duplicate_group
        from fact_mention join dim_content using (content_key)
        where native_id in ('m1', 'm3', 'm13', 'm14') and mention_count = 1 order by 1"""
    assert rows_of(star, sql) == [
        ("m1", 1, 1.0, False, False, "weibo:m1"),
        ("m13", 0, 0.1, True, True, "weibo:m1"),
        ("m14", 1, 0.0, False, False, None),
        ("m3", 0, 1.0, False, False, None),  # a repost without a word
    ]


@pytest.mark.parametrize(
    ("judged", "repeats"),
    [
        # two of one moment, both labelled: the smaller id is first
        ([("b", 5, "near", "a", 2), ("a", 5, "near", "a", 2)], {"b"}),
        # joined on a later day under the first one's name
        ([("a", 5, "unique", "a", 1), ("b", 7, "near", "a", 2)], {"b"}),
        # joined on a later day under a new, smaller name
        ([("b", 5, "unique", "b", 1), ("a", 7, "near", "a", 2)], {"a"}),
        # a pair, joined by two under a new name
        (
            [("c", 5, "exact", "c", 2), ("d", 5, "exact", "c", 2), ("a", 7, "near", "a", 4), ("b", 7, "near", "a", 4)],
            {"d", "a", "b"},
        ),
    ],
)
def test_the_first_of_a_group_is_no_duplicate(
    build: Builder, judged: list[tuple[str, int, str, str, int]], repeats: set[str]
) -> None:
    texts = [mention(name, "同一句话", published_at=at(day)) for name, day, *_ in judged]
    rows = [said(f"weibo:{n}", "duplicate", label, f"weibo:{group}", value=size) for n, _, label, group, size in judged]
    star = build(texts, rows)
    assert {n for (n,) in rows_of(star, "select native_id from dim_content where is_duplicate")} == repeats


def test_each_brand_counts_its_own_first_of_a_group(build: Builder) -> None:
    # m1 and m4 are about moli, m2 and m3 about songyan; m5 joins on a later day under a new name: who was first then?
    texts = [mention(f"m{day}", "同一句话", published_at=at(day)) for day in (1, 2, 3, 4)]
    texts.append(mention("a5", "同一句话", published_at=at(5)))
    rows = [said(f"weibo:m{day}", "duplicate", "exact", "weibo:m1", value=day) for day in (2, 3, 4)]
    rows += [said("weibo:m1", "duplicate", "unique", "weibo:m1", value=1)]
    rows += [said("weibo:a5", "duplicate", "exact", "weibo:a5", value=5)]
    about = {"m1": "moli", "m2": "songyan", "m3": "songyan", "m4": "moli", "a5": "moli"}
    star = build(texts, rows + [said(f"weibo:{name}", "link", "alias", brand) for name, brand in about.items()])
    sql = "select native_id from fact_mention join dim_content using (content_key) where deduplicated_count = 1"
    assert {name for (name,) in rows_of(star, sql)} == {"m1", "m2"}
    assert rows_of(star, "select native_id from dim_content where not is_duplicate") == [("m1",)]


def test_class_probabilities_follow_from_verdict_and_score(star: sa.Connection) -> None:
    sql = """select native_id, positive_probability, neutral_probability, negative_probability
        from fact_sentiment join dim_content using (content_key) join dim_model using (model_key)
        where engine = 'linear' and native_id in ('m1', 'm2', 'm15') order by 1"""
    found = {row[0]: row[1:] for row in rows_of(star, sql)}
    assert found["m1"] == pytest.approx((0.8, 0.1, 0.1))
    assert found["m2"] == pytest.approx((0.2, 0.1, 0.7))
    assert found["m15"] == pytest.approx((0.25, 0.6, 0.15))


def test_every_engine_is_kept_and_a_person_wins(star: sa.Connection) -> None:
    sql = """select native_id, engine, label, s.is_current from fact_sentiment s join dim_content using (content_key)
        join dim_model using (model_key) where native_id in ('m1', 'm6') order by 1, 2"""
    assert rows_of(star, sql) == [
        ("m1", "linear", "positive", True),
        ("m1", "snownlp", "neutral", False),
        ("m6", "human", "positive", True),
        ("m6", "linear", "negative", False),
    ]


def test_evidence_is_a_json_list_of_spans(star: sa.Connection) -> None:
    sql = "select evidence from v_mention where mention_id = 'weibo:m1'"
    assert rows_of(star, sql) == [("[[0,2]]",)]


TOPICS = """select native_id, topic_id, weight, is_top from bridge_mention_topic join dim_content using (content_key)
    join dim_topic using (topic_key) where native_id in ({}) order by 1, 2"""


def test_topic_weights_are_scaled_to_one(star: sa.Connection) -> None:
    assert rows_of(star, TOPICS.format("'m1', 'm2'")) == [
        ("m1", "t_price", 0.25, False),
        ("m1", "t_taste", 0.75, True),
        ("m2", "t_price", 0.5, True),
        ("m2", "t_taste", 0.5, False),
    ]


def test_who_passes_on_or_answers_inherits_the_topics_of_the_thread(star: sa.Connection) -> None:
    # m3 is an empty repost of m1, m17 answers m2; m4 reposts m1 with a brand of its own and has its own topics: none.
    assert rows_of(star, TOPICS.format("'m3', 'm4', 'm17'")) == [
        ("m17", "t_price", 0.5, True),
        ("m17", "t_taste", 0.5, False),
        ("m3", "t_price", 0.25, False),
        ("m3", "t_taste", 0.75, True),
    ]


def test_engagement_keeps_every_observation_and_marks_the_latest(star: sa.Connection) -> None:
    sql = """select native_id, f.source, like_count, engagement_count, is_latest
        from fact_engagement f join dim_content c using (content_key) order by 1, f.observed_at, 2"""
    assert rows_of(star, sql) == [
        ("m1", "weibo_posts", 5, 9, False),
        ("m1", "weibo_posts", 10, 19, True),
        ("m13", "weibo_posts", None, None, True),
        ("m2", "mediacrawler_weibo", 2, 2, True),
        ("m2", "weibo_posts", 1, 1, False),
    ]


def test_a_review_keeps_its_rating(star: sa.Connection) -> None:
    sql = "select brand_id, rating, rating_scale, source_product from fact_review join dim_brand using (brand_key)"
    assert rows_of(star, sql) == [("moli", 5.0, 5.0, "茉里茶 旗舰店")]


def test_propagation_knows_parents_inside_and_outside_the_lake(star: sa.Connection) -> None:
    sql = """select c.native_id, p.native_id, parent_content_key = -3, lag_minutes from fact_propagation f
        join dim_content c on c.content_key = f.content_key join dim_content p on p.content_key = parent_content_key
        where f.kind <> 'comment' or c.native_id = 'm5' order by 1"""
    assert rows_of(star, sql) == [("m3", "m1", False, 120), ("m4", "m3", False, 600), ("m5", None, True, None)]


def test_complaints_carry_their_milestones(star: sa.Connection) -> None:
    sql = """select native_id, complaint_type, channel, f.status, reply_minutes, resolution_minutes,
        first_reply_date_key, resolved_date_key, reply_count from fact_complaint f join dim_content using (content_key)
        join dim_complaint_type using (complaint_type_key) order by 1"""
    assert rows_of(star, sql) == [
        ("m11", None, "complaint_platform", "open", None, None, -3, -3, None),
        ("m16", "quality", "post", None, None, None, -3, -3, None),
        ("m8", "food_safety", "complaint_platform", "resolved", 120, 1440, 20260304, 20260305, 2),
    ]


def test_insight_totals_and_topics(star: sa.Connection) -> None:
    sql = """select topic_key = -4, sum(mention_count), sum(positive_count), sum(negative_count), sum(abstained_count),
        sum(unjudged_count), sum(complaint_count), sum(engagement_count) from fact_insight
        join dim_brand using (brand_key) where brand_id = 'moli' group by 1 order by 1"""
    by_topic, total = rows_of(star, sql)
    # Own: m1 m2 m7 m8 m11 m12 m13 m14 m15 m16; through their thread: m3 m17. Answers to complaints are not counted.
    assert total[1:] == (12.0, 2.0, 4.0, 0.0, 4.0, 3.0, 21.0)
    assert by_topic[1:] == pytest.approx(total[1:])


def test_campaigns_come_from_the_configuration(star: sa.Connection) -> None:
    assert rows_of(star, "select brand, name, begins_on, kind from v_event") == [
        ("茉里茶", "春日上新", date(2026, 3, 1), "campaign")
    ]


def test_building_twice_gives_the_same_rows(tmp_path: Path, lake: Lake) -> None:
    inputs, profiles = lake.inputs(), lake.profiles()
    contents = []
    for name, ordered in (("one", inputs), ("two", replace(inputs, mentions=inputs.mentions[::-1]))):
        target = tmp_path / f"{name}.duckdb"
        load(target, ordered)
        load_profiles(target, profiles)
        contents.append(everything(target))
    assert contents[0] == contents[1]


def everything(path: Path) -> dict[str, list[str]]:
    """All rows of all tables, ordered."""
    with duck.engine_for(path, is_read_only=True).connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table)).all()))
            for table in METADATA.sorted_tables
        }


def test_profiles_may_be_loaded_again(next_file: Path, lake: Lake) -> None:
    before = everything(next_file)
    load_profiles(next_file, lake.profiles())
    assert everything(next_file) == before


def test_an_empty_lake_makes_an_empty_star(tmp_path: Path) -> None:
    counts = load(tmp_path / "empty.duckdb", Inputs(brands=BRANDS))
    assert counts["fact_mention"] == 0
    assert counts["dim_brand"] == 2 + 4
    load_profiles(tmp_path / "empty.duckdb", replace(Lake(tmp_path / "x").profiles(), influencers=()))


def test_an_unreadable_file_is_one_line_without_content(tmp_path: Path) -> None:
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"this is no parquet file at all")
    with pytest.raises(ScrmError, match="stage_content") as caught:
        load(tmp_path / "x.duckdb", Inputs(mentions=(broken,)))
    assert "\n" not in str(caught.value)


def test_a_misread_year_is_an_unknown_day(tmp_path: Path, lake: Lake) -> None:
    odd = [
        mention("x1", published_at=datetime(1, 1, 2, tzinfo=UTC)),
        mention("x2", published_at=datetime(1999, 5, 1, tzinfo=UTC)),
    ]
    target = tmp_path / "x.duckdb"
    load(target, Inputs(mentions=lake.write("m", mention_table(odd))))
    with duck.engine_for(target, is_read_only=True).connect() as connection:
        sql = "select native_id, date_key from fact_mention join dim_content using (content_key) order by 1"
        assert rows_of(connection, sql) == [("x1", -1), ("x2", 19990501)]
        assert [r for r in run(connection, gate_checks()) if not r.is_passed] == []


def test_a_full_disk_is_one_line(tmp_path: Path, lake: Lake) -> None:
    inputs = lake.inputs()
    script = f"""
import pathlib, resource, sys
sys.path.insert(0, {str(REPOSITORY)!r})
from warehouse.load import Inputs, blank, load
from records.errors import ScrmError
blank.create(pathlib.Path({str(tmp_path / "elsewhere.duckdb")!r}))  # an empty star is made beside the home first
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    load(pathlib.Path({str(tmp_path / "full.duckdb")!r}), Inputs(mentions=(pathlib.Path({str(inputs.mentions[0])!r}),)))
except ScrmError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True)
    assert "full.duckdb" in done.stdout, done.stderr
    assert done.stdout.count("\n") == 1


def test_profiles_need_a_load(tmp_path: Path, lake: Lake) -> None:
    with pytest.raises(UsageError, match="scrm load"):
        load_profiles(tmp_path / "none.duckdb", lake.profiles())


def test_the_header_carries_the_storage_version(built: Path) -> None:
    assert int.from_bytes(built.read_bytes()[12:20], "little") == 67 == duck.STORAGE_NUMBER
