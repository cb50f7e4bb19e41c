"""Authors are right as of the time of the post."""

import sqlalchemy as sa

from tests.warehouse.conftest import rows_of
from warehouse.load.regions import country_of, province_of


def test_a_change_of_tier_opens_a_new_version_and_silence_does_not(star: sa.Connection) -> None:
    sql = """select tier, valid_from = '1970-01-01 00:00:00+00', is_current, gender from dim_author
        where author_id = 'a1' order by valid_from"""
    assert rows_of(star, sql) == [("ordinary", True, False, "f"), ("waist", False, True, "f")]


def test_a_post_meets_the_author_as_of_its_time(star: sa.Connection) -> None:
    sql = "select mention_id, author_tier, follower_count from v_mention where author_id = 'a1' order by day"
    assert rows_of(star, sql) == [("weibo:m1", "ordinary", 900), ("weibo:m15", "waist", 15_000)]


def test_spans_meet_without_gap_or_overlap(star: sa.Connection) -> None:
    sql = """select count(*) from (select valid_to, lead(valid_from) over (partition by author_id order by valid_from) n
        from dim_author where author_key > 0) where n is not null and n <> valid_to"""
    assert rows_of(star, sql) == [(0,)]


def test_an_account_known_only_from_its_content_is_inferred(star: sa.Connection) -> None:
    sql = "select author_id, is_inferred, tier from dim_author where author_id in ('a4', 'a2') order by 1"
    assert rows_of(star, sql) == [("a2", False, "head"), ("a4", True, None)]


def test_regions_are_read_but_kept_as_written(star: sa.Connection) -> None:
    sql = "select region, province, country from dim_region where region_key > 0 order by 1"
    assert sorted(rows_of(star, sql)) == sorted(
        [
            ("IP属地:四川 成都", "四川", "中国"),
            ("广东", "广东", "中国"),
            ("广西", "广西", "中国"),
            ("美国", None, "美国"),
        ]
    )


def test_words_that_name_no_place() -> None:
    assert (province_of("其他"), country_of("其他")) == (None, None)
    assert (province_of("发布于 内蒙古"), country_of("海外")) == ("内蒙古", None)
    assert province_of("中国北京") == "北京"
