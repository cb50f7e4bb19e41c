"""The real public tables and recordings: every row accounted for. Skipped where they are absent."""

from pathlib import Path

import pytest

from crawlers.reading import Reading
from crawlers.recording import read_recording

KEY = b"k" * 32

TABLES = [
    # source, file, rows, mentions, authors, skipped, refused
    ("weibo_posts", "social/weibo_posts.jsonl", 600, 600, 0, 0, 0),
    ("weibo_reposts", "social/weibo_reposts.jsonl.gz", 230_604, 230_478, 0, 126, 0),
    ("weibo_media_account", "social/weibo_media_account.csv", 9_644, 7_954, 0, 1_690, 0),
    ("weibo_blogger", "social/weibo_blogger_gb18030.csv", 5_004, 4_966, 0, 38, 0),
    ("mediacrawler_weibo", "social/weibo_mediacrawler.csv", 665, 665, 0, 0, 0),
    ("xiaohongshu_notes", "social/xiaohongshu_notes.csv", 1_939, 1_939, 0, 0, 0),
    ("bilibili_comments", "social/bilibili_comments.csv", 2_519, 2_400, 0, 119, 0),
    ("douyin_creators", "social/douyin_creators.csv", 5_025, 0, 5_025, 0, 0),
    ("douban_comments", "reviews/douban_comments.csv", 5_000, 5_000, 0, 0, 0),
    ("jd_reviews", "reviews/jd_phone.csv", 4_722, 4_722, 0, 0, 0),
    ("jd_reviews", "reviews/jd_phone_damaged.csv", 1_885, 1_845, 0, 1, 39),
    ("taobao_reviews", "reviews/taobao_phone_gb18030.csv", 1_731, 1_668, 0, 63, 0),
    ("mafengwo_reviews", "reviews/mafengwo_westlake.csv", 4_985, 4_985, 0, 0, 0),
    ("car_complaints", "complaints/car_complaints.csv", 1_800, 1_800, 0, 0, 0),
    ("heimao", "complaints/heimao.jsonl", 99, 99, 0, 0, 0),
]


@pytest.mark.parametrize(("source", "file", "rows", "mentions", "authors", "skipped", "refused"), TABLES)
def test_table(
    shared_data: Path, source: str, file: str, rows: int, mentions: int, authors: int, skipped: int, refused: int
) -> None:
    reading = read_recording(source, shared_data / file, KEY)
    found = (
        reading.row_count,
        len(reading.mentions),
        len(reading.authors),
        len(reading.skipped),
        len(reading.refusals),
    )
    assert found == (rows, mentions, authors, skipped, refused)
    assert rows == reading.taken_count + skipped + refused
    assert reading.outcome == "ok"
    if source != "heimao":
        assert all(mention.published_at for mention in reading.mentions)
    years = {mention.published_at.year for mention in reading.mentions if mention.published_at}
    assert years <= set(range(2005, 2026))
    if source == "weibo_media_account":
        assert years == {2020}


@pytest.mark.parametrize(
    ("source", "file", "mentions", "outcome"),
    [
        ("appstore", "appstore/customerreviews_us_webster.json", 50, "ok"),
        ("steam", "steam/appreviews_shape.json", 2, "ok"),
        ("feed", "feeds/gb2312.xml", 1, "ok"),
        ("feed", "feeds/big5.xml", 0, "ok_empty"),
        ("feed", "feeds/http_application_atom_xml_gb2312_charset.xml", 0, "ok_empty"),
    ],
)
def test_recording(shared_payloads: Path, source: str, file: str, mentions: int, outcome: str) -> None:
    reading: Reading = read_recording(source, shared_payloads / file, KEY)
    assert (len(reading.mentions), reading.outcome) == (mentions, outcome)
    assert not reading.refusals
    assert outcome in reading.message
