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
    ("jd_reviews", "reviews/jd_phone_damaged.csv", 1_885, 1_850, 0, 1, 34),
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


@pytest.mark.parametrize(
    ("source", "file", "mentions", "authors", "skipped", "outcome", "says"),
    [
        ("mastodon", "mastodon/test_hashtag_tl.yaml", 1, 0, 3, "ok", "DELETE request"),
        ("mastodon", "mastodon/test_pagination_iterator.yaml", 30, 0, 81, "ok", "repeated row"),
        ("mastodon", "mastodon/test_search.yaml", 0, 2, 2, "ok", "2 authors"),
        ("mastodon", "mastodon/test_status_edit.yaml", 1, 0, 5, "ok", "edit history"),
        ("youtube", "youtube/comment_threads_by_video_paged_1.json", 5, 0, 0, "ok", "5 mentions"),
        ("youtube", "youtube/comment_threads_by_video_paged_2.json", 5, 0, 0, "ok", "5 mentions"),
        ("youtube", "youtube/comments_by_parent_paged_1.json", 2, 0, 0, "ok", "2 mentions"),
        ("youtube", "youtube/search_by_keywords_p1.json", 25, 0, 0, "ok", "25 mentions"),
        ("youtube", "youtube/videos_info_single.json", 1, 0, 0, "ok", "1 mentions"),
        ("youtube", "youtube/error_response.json", 0, 0, 0, "auth_required", "keyInvalid"),
        ("youtube", "youtube/error_response_simple.json", 0, 0, 0, "error", "error message"),
        ("x", "x/test_client_get_users_mentions.yaml", 10, 0, 0, "ok", "10 mentions"),
        ("x", "x/test_client_search_recent_tweets.yaml", 10, 0, 0, "ok", "10 mentions"),
        ("bluesky", "bluesky/feed_record.json", 0, 0, 0, "ok_empty", "app.bsky.feed.generator"),
        ("bluesky", "bluesky/post_record.json", 1, 0, 0, "ok", "1 mentions"),
        ("bluesky", "bluesky/thread_view_post_with_embed_media.json", 1, 0, 0, "ok", "1 mentions"),
        ("reddit", "reddit/TestListingGenerator.test_no_items.json", 0, 0, 1, "ok_empty", "POST request"),
        ("reddit", "reddit/TestSubreddit.test_search.json", 6, 0, 1, "ok", "6 mentions"),
        ("reddit", "reddit/TestSubredditListings.test_new.json", 100, 0, 1, "ok", "100 mentions"),
        ("reddit", "reddit/TestWikiPage.test_invalid_page.json", 0, 0, 2, "error", "PAGE_NOT_FOUND"),
        ("wechat_official", "wechat_official/user_get.json", 0, 2, 0, "ok", "2 authors"),
        ("wechat_official", "wechat_official/user_info.json", 0, 1, 0, "ok", "1 authors"),
        ("wechat_official", "wechat_official/token.json", 0, 0, 0, "ok_empty", "access token"),
        ("wechat_official", "wechat_official/datacube_getarticletotal.json", 0, 0, 0, "ok", "1 observations"),
        ("wechat_official", "wechat_official/datacube_getarticlesummary.json", 0, 0, 0, "ok", "1 observations"),
        ("wechat_official", "wechat_official/datacube_getupstreammsg.json", 0, 0, 0, "ok_empty", "messages received"),
        ("wechat_official", "wechat_official/datacube_getusercumulate.json", 0, 1, 0, "ok", "1 community days"),
    ],
)
def test_recorded_interface(
    shared_payloads: Path, source: str, file: str, mentions: int, authors: int, skipped: int, outcome: str, says: str
) -> None:
    reading = read_recording(source, shared_payloads / file, KEY)
    assert (len(reading.mentions), len(reading.authors), len(reading.skipped)) == (mentions, authors, skipped)
    assert (reading.outcome, reading.refusals) == (outcome, [])
    assert outcome in reading.message
    assert says in reading.message
    assert "\n" not in reading.message
    assert all(mention.published_at for mention in reading.mentions)
