"""`scrm init --from` knows whose file it is by its columns, in the header sets that the tools write."""

from pathlib import Path

import pytest

from pipeline.init import guess
from tests.crawlers.presets import SECONDS, SEEN_MS, as_csv, as_jsonl
from tests.crawlers.test_presets_vendors import FIXTURES, REVIEW
from tests.crawlers.test_presets_weibo import BASE, RESULT

HEADERS = {
    # of 2025, with the accounts' ids
    "mediacrawler_weibo contents": "note_id content create_time create_date_time liked_count comments_count "
    "shared_count last_modify_ts note_url ip_location user_id nickname gender profile_url avatar source_keyword",
    "mediacrawler_weibo comments": "comment_id create_time create_date_time note_id content sub_comment_count "
    "comment_like_count last_modify_ts ip_location parent_comment_id user_id nickname gender profile_url avatar",
    "mediacrawler_weibo creators": "user_id nickname gender avatar desc ip_location follows fans tag_list "
    "last_modify_ts",
    "mediacrawler_xiaohongshu contents": "note_id type title desc video_url time last_update_time user_id nickname "
    "avatar liked_count collected_count comment_count share_count ip_location image_list tag_list last_modify_ts "
    "note_url source_keyword xsec_token",
    "mediacrawler_xiaohongshu comments": "comment_id create_time ip_location note_id content user_id nickname avatar "
    "sub_comment_count pictures parent_comment_id last_modify_ts like_count",
    "mediacrawler_xiaohongshu creators": "user_id nickname gender avatar desc ip_location follows fans interaction "
    "tag_list last_modify_ts",
    "mediacrawler_douyin contents": "aweme_id aweme_type title desc create_time user_id sec_uid short_user_id "
    "user_unique_id user_signature nickname avatar liked_count collected_count comment_count share_count ip_location "
    "last_modify_ts aweme_url cover_url video_download_url music_download_url note_download_url source_keyword",
    "mediacrawler_douyin comments": "comment_id create_time ip_location aweme_id content user_id sec_uid "
    "short_user_id user_unique_id user_signature nickname avatar sub_comment_count like_count last_modify_ts "
    "parent_comment_id pictures",
    "mediacrawler_douyin creators": "user_id nickname gender avatar desc ip_location follows fans interaction "
    "videos_count last_modify_ts",
    "mediacrawler_kuaishou contents": "video_id video_type title desc create_time user_id nickname avatar "
    "liked_count viewd_count last_modify_ts video_url video_cover_url video_play_url source_keyword",
    "mediacrawler_kuaishou comments": "comment_id create_time video_id content user_id nickname avatar "
    "sub_comment_count last_modify_ts",
    "mediacrawler_kuaishou creators": "user_id nickname gender avatar desc ip_location follows fans interaction "
    "last_modify_ts",
    "mediacrawler_bilibili contents": "video_id video_type title desc create_time user_id nickname avatar "
    "liked_count disliked_count video_play_count video_favorite_count video_share_count video_coin_count "
    "video_danmaku video_comment last_modify_ts video_url video_cover_url source_keyword",
    "mediacrawler_bilibili comments": "comment_id parent_comment_id create_time video_id content user_id nickname "
    "sex sign avatar sub_comment_count like_count last_modify_ts",
    "mediacrawler_bilibili creators": "user_id nickname sex sign avatar last_modify_ts total_fans total_liked "
    "user_rank is_official",
    "mediacrawler_bilibili dynamics": "dynamic_id user_id user_name text type pub_ts total_comments total_forwards "
    "total_liked last_modify_ts",
    "mediacrawler_tieba contents": "note_id title desc note_url publish_time user_link user_nickname user_avatar "
    "tieba_name tieba_link total_replay_num total_replay_page ip_location source_keyword last_modify_ts",
    "mediacrawler_tieba comments": "comment_id parent_comment_id content user_link user_nickname user_avatar "
    "publish_time ip_location sub_comment_count note_id note_url tieba_id tieba_name tieba_link last_modify_ts",
    "mediacrawler_tieba creators": "user_id user_name nickname gender avatar ip_location follows fans "
    "registration_duration last_modify_ts",
    "mediacrawler_zhihu contents": "content_id content_type content_text content_url question_id title desc "
    "created_time updated_time voteup_count comment_count source_keyword user_id user_link user_nickname "
    "user_avatar user_url_token last_modify_ts",
    "mediacrawler_zhihu comments": "comment_id parent_comment_id content publish_time ip_location sub_comment_count "
    "like_count dislike_count content_id content_type user_id user_link user_nickname user_avatar last_modify_ts",
    "mediacrawler_zhihu creators": "user_id user_link user_nickname user_avatar url_token gender ip_location follows "
    "fans anwser_count video_count question_count article_count column_count get_voteup_count last_modify_ts",
    # since July 2026, with hashes in their place
    "mediacrawler_weibo contents hashed": "note_id content create_time create_date_time liked_count comments_count "
    "shared_count last_modify_ts note_url creator_hash nickname source_keyword",
    "mediacrawler_xiaohongshu comments hashed": "comment_id create_time note_id content creator_hash nickname "
    "sub_comment_count pictures parent_comment_id last_modify_ts like_count",
    "mediacrawler_kuaishou comments hashed": "comment_id create_time video_id content creator_hash nickname "
    "sub_comment_count last_modify_ts",
    "mediacrawler_bilibili comments hashed": "comment_id parent_comment_id create_time video_id content creator_hash "
    "nickname sub_comment_count like_count last_modify_ts",
    "mediacrawler_zhihu creators hashed": "creator_hash user_nickname follows fans anwser_count video_count "
    "question_count article_count column_count get_voteup_count last_modify_ts",
    "weibo_crawler contents": " ".join(name.replace(" ", "") for name in BASE),
}
VALUES = {
    "create_date_time": "2026-03-02 12:05:00+08:00",
    "time": str(SECONDS * 1000),
    "create_time": str(SECONDS),
    "created_time": str(SECONDS),
    "pub_ts": str(SECONDS),
    "last_modify_ts": str(SEEN_MS),
    "gender": "Female",
    "sex": "女",
    "is_official": "0",
    "日期": "2026-03-02T12:05:00",
    "完整日期": "2026-03-02 12:05:00",
}


def _row(name: str, columns: str) -> dict[str, str]:
    """A row of these columns; a thread's time on Tieba is written, a comment's on Zhihu a number."""
    written = str(SECONDS) if "zhihu" in name else "2026-03-02 12:05"
    values = VALUES | {"publish_time": written}
    return {column: values.get(column, f"{number}") for number, column in enumerate(columns.split(), 1)}


@pytest.mark.parametrize("name", HEADERS)
def test_what_crawlers_write(tmp_path: Path, name: str) -> None:
    row = _row(name, HEADERS[name])
    for file, writer in (("rows.csv", as_csv), ("rows.jsonl", as_jsonl)):
        if file == "rows.csv" or name.startswith("mediacrawler"):
            (tmp_path / file).write_bytes(writer([row]))
            assert guess(tmp_path / file).source == name.split()[0]


@pytest.mark.parametrize(
    ("source", "row"),
    [("weibo_search", RESULT), ("shop_reviews", REVIEW), *FIXTURES.items()],
    ids=lambda each: str(each)[:20],
)
def test_what_vendors_and_shops_export(tmp_path: Path, source: str, row: dict[str, str]) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(as_csv([row]))
    assert guess(file).source == source
