"""Water army: campaigns are marked, ordinary repetition is not."""

from datetime import UTC, datetime, timedelta

from nlp.integrity import duplicate_groups, water_army

BEGIN = datetime(2024, 5, 1, 8, tzinfo=UTC)
LINE = "青禾茶的新品真的绝了，口感清爽不腻，强烈推荐大家都去试试看"


def marked(texts: list[str], *, authors: list[str | None] | None = None, gap: timedelta = timedelta(minutes=7)) -> int:
    ids = [f"m{at:03}" for at in range(len(texts))]
    names = authors if authors is not None else [f"a{at}" for at in range(len(texts))]
    times = [BEGIN + gap * at for at in range(len(texts))]
    groups = duplicate_groups(ids, texts)
    return len(water_army(groups, texts, names, times, [True] * len(texts)))


def test_near_same_text_from_many_accounts_in_a_short_time() -> None:
    texts = [LINE.replace("真的", word) for word in ("真的", "真是", "简直", "确实", "果然", "实在", "当真", "真心")]
    assert marked(texts) == 8


def test_the_group_counts_as_one_voice() -> None:
    ids = [f"m{at}" for at in range(6)]
    times = [BEGIN + timedelta(minutes=at) for at in range(6)]
    found = water_army(duplicate_groups(ids, [LINE] * 6), [LINE] * 6, list("abcdef"), times, [True] * 6)
    assert abs(sum(item.organic_weight for item in found) - 1) < 1e-9
    assert found[0].reasons == ("same_text", "many_accounts", "burst")
    assert found[0].group_id == "m0"


def test_short_praise_is_what_many_people_write() -> None:
    assert marked(["好喝！"] * 30) == 0
    assert marked(["#青禾茶新品桃桃乌龙上市啦# 好喝"] * 30) == 0


def test_one_account_repeating_itself_is_no_army() -> None:
    assert marked([LINE] * 10, authors=["a"] * 10) == 0


def test_unknown_authors_are_no_evidence() -> None:
    assert marked([LINE] * 10, authors=[None] * 10) == 0


def test_spread_over_weeks_is_no_burst() -> None:
    assert marked([LINE] * 10, gap=timedelta(days=3)) == 0


def test_ready_made_words_of_apps_are_shared_by_everybody() -> None:
    assert marked(["我正在参加年度好茶投票活动，快来一起支持你喜欢的品牌"] * 10) == 0
    assert marked(["春日新茶上市的背后是三代茶农的坚持与守望（分享自 @茶周刊）"] * 10) == 0
