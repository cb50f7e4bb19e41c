"""The real public tables both ways: the same rows. Skipped where they are absent."""

from pathlib import Path

import pytest

from crawlers import catalog
from tests.crawlers.bulkways import both_ways

TABLES = [
    # source, file, whether it is read by columns
    ("xiaohongshu_notes", "social/xiaohongshu_notes.csv", True),
    ("douban_comments", "reviews/douban_comments.csv", True),
    ("jd_reviews", "reviews/jd_phone.csv", True),
    ("jd_reviews", "reviews/jd_phone_damaged.csv", False),
    ("taobao_reviews", "reviews/taobao_phone_gb18030.csv", True),
    ("mafengwo_reviews", "reviews/mafengwo_westlake.csv", True),
    ("car_complaints", "complaints/car_complaints.csv", True),
    ("mediacrawler_weibo", "social/weibo_mediacrawler.csv", True),
    ("weibo_blogger", "social/weibo_blogger_gb18030.csv", False),
    ("weibo_media_account", "social/weibo_media_account.csv", False),
    ("bilibili_comments", "social/bilibili_comments.csv", False),
    ("douyin_creators", "social/douyin_creators.csv", False),
]


@pytest.mark.slow
@pytest.mark.parametrize(("source", "file", "is_by_columns"), TABLES)
def test_table(shared_data: Path, tmp_path: Path, source: str, file: str, is_by_columns: bool) -> None:
    came = both_ways(catalog.load(source), shared_data / file, tmp_path)
    assert came.is_by_columns == is_by_columns
    assert came.error is None
