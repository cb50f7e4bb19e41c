"""Water army: campaigns are marked, ordinary repetition is not."""

from datetime import UTC, datetime, timedelta

from nlp.integrity import Evidence, duplicate_groups, organic_weights, promotions, verdict_rows, water_army
from nlp.integrity.fingerprints import text_key

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
    assert found[0].reasons == ("shared_text", "burst")
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


def evidence(
    texts: list[str],
    *,
    created: list[datetime | None] | None = None,
    brands: list[list[str]] | None = None,
    authors: list[str] | None = None,
) -> dict[str, Evidence]:
    ids = [f"m{at:03}" for at in range(len(texts))]
    names = authors or [f"a{at}" for at in range(len(texts))]
    times = [BEGIN + timedelta(minutes=10 * at) for at in range(len(texts))]
    keys = [text_key(text) for text in texts]
    groups = duplicate_groups(ids, texts)
    found = water_army(groups, texts, names, times, [True] * len(texts), created=created, brands=brands, keys=keys)
    return {item.code: item for item in found[0].evidence}


def test_each_reason_has_its_number() -> None:
    found = evidence([LINE] * 7)
    assert found["shared_text"] == Evidence("shared_text", 7.0, True)
    assert found["burst"] == Evidence("burst", 0.5, True)
    assert found["template"] == Evidence("template", None, False)


def test_a_template_is_told_by_how_alike_its_wordings_are() -> None:
    texts = [LINE.replace("真的", word) for word in ("真的", "真的", "简直", "确实", "果然", "实在")]
    found = evidence(texts)["template"]
    assert found.holds
    assert found.value is not None
    assert 0.55 <= found.value < 1


def test_unknown_ages_are_not_available_and_not_young() -> None:
    assert evidence([LINE] * 6)["young_account"] == Evidence("young_account", None, False)
    few: list[datetime | None] = [BEGIN, None, None, None, None, None]
    assert evidence([LINE] * 6, created=few)["young_account"].value is None


def test_young_accounts_are_counted_among_those_known() -> None:
    young, old = BEGIN - timedelta(days=3), BEGIN - timedelta(days=900)
    assert evidence([LINE] * 6, created=[young, young, young, old, None, None])["young_account"].value == 0.75
    mostly_old = evidence([LINE] * 6, created=[young, old, old, old, old, old])["young_account"]
    assert not mostly_old.holds
    assert mostly_old.value is not None


def test_single_minded_accounts_count_where_others_are_not() -> None:
    own = [f"第{at}家店各有各的味道，排队的人也不一样，写到第{at * 7}篇" for at in range(20)]
    texts = [LINE] * 6 + [f"{LINE}，{at}号再买一次" for at in range(6)] + own
    authors = [f"a{at}" for at in range(6)] * 2 + [f"b{at // 2}" for at in range(20)]
    crowd = [["qinghe"], ["yunding"]] * 10
    found = evidence(texts, authors=authors, brands=[["qinghe"]] * 12 + crowd)["single_brand"]
    assert found == Evidence("single_brand", 1.0, True)
    everybody = evidence(texts, authors=authors, brands=[["qinghe"]] * 32)["single_brand"]
    assert everybody == Evidence("single_brand", 1.0, False)
    assert evidence([LINE] * 6, brands=[["qinghe"]] * 6)["single_brand"].value is None


def test_weights_and_rows_of_a_day() -> None:
    texts = [LINE] * 5 + ["转发抽奖，抽5位送奶茶", "今天的茶很淡"]
    times = [BEGIN + timedelta(minutes=at) for at in range(7)]
    groups = duplicate_groups([f"m{at}" for at in range(7)], texts)
    found = water_army(groups, texts, list("abcdefg"), times, [True] * 7)
    promoted = promotions(texts)
    assert organic_weights(7, found, promoted).tolist() == [0.2] * 5 + [0.0, 1.0]
    rows = list(verdict_rows(found, promoted))
    assert [row.label for row in rows if row.row == 0] == ["water_army", "shared_text", "burst"]
    assert {row.target for row in rows if row.row == 0} == {"m0"}
    assert [(row.label, row.target, row.value) for row in rows if row.row == 5][0] == ("lottery", "lottery", 0.0)
    assert [row.label for row in rows if row.row == 5][1:] == ["repost_raffle", "draw"]
    assert not [row for row in rows if row.row == 6]
