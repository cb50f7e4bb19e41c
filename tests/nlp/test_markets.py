"""Topics market by market: who competes shares topics, nobody else's texts are taken for theirs."""

from itertools import permutations
from pathlib import Path

import pytest

from nlp.topics import MarketTopics, fit_markets, markets_of, rules_version
from records import Brand, Lexicon, LinkRule
from records.errors import DamagedArtefact

TEA = (("骑手", "配送", "超时"), ("排队", "叫号", "座位"))
FILM = (("剧情", "结尾", "反转"), ("演员", "演技", "台词"))


def brand(brand_id: str, *competitors: str) -> Brand:
    return Brand(brand_id=brand_id, name=brand_id, rule=LinkRule(aliases=(brand_id,)), competitors=competitors)


BRANDS = (brand("qinghe", "yunding"), brand("yunding"), brand("film"))


def texts(themes: tuple[tuple[str, ...], ...], brand_id: str) -> list[tuple[str, frozenset[str]]]:
    return [
        (f"{brand_id}{'和'.join(words)}，第{at}回", frozenset({brand_id}))
        for theme in themes
        for at in range(10)
        for words in permutations(theme, 2)
    ]


@pytest.fixture(scope="module")
def fitted() -> MarketTopics:
    found = fit_markets([*texts(TEA, "qinghe"), *texts(FILM, "film")], BRANDS, Lexicon())
    assert found is not None
    return found


def test_competitors_are_one_market_and_others_stand_alone() -> None:
    assert markets_of(BRANDS) == [("film",), ("qinghe", "yunding")]
    chain = (brand("a", "b"), brand("b"), brand("c", "b"), brand("d", "nobody tracked"))
    assert markets_of(chain) == [("a", "b", "c"), ("d",)]


def test_brands_that_name_no_competitor_are_all_one_market() -> None:
    assert markets_of((brand("b"), brand("a"))) == [("a", "b")]
    assert markets_of(()) == []


def test_topics_come_from_the_market_of_the_brand(fitted: MarketTopics) -> None:
    text = "排队叫号座位"
    mine, competitor, other, both = fitted.apply(
        [text, text, text, "排队叫号座位，演员演技台词"], [{"qinghe"}, {"yunding"}, {"film"}, {"qinghe", "film"}]
    )
    assert mine == competitor
    assert "排队" in mine[0].label or "叫号" in mine[0].label
    assert other == []
    assert len({topic.topic_id for topic in both}) >= 2
    assert sum(topic.weight for topic in both) == 1


def test_no_brand_no_topics(fitted: MarketTopics) -> None:
    assert fitted.apply(["排队叫号座位"], [set()]) == [[]]
    assert fitted.apply([], []) == []


def test_too_few_texts_give_nothing() -> None:
    assert fit_markets(texts(TEA, "qinghe")[:5], BRANDS, Lexicon()) is None


def test_saving_and_loading(fitted: MarketTopics, tmp_path: Path) -> None:
    fitted.save(tmp_path)
    loaded = MarketTopics.load(tmp_path)
    assert loaded.version == fitted.version
    assert loaded.apply(["排队叫号座位"], [{"qinghe"}]) == fitted.apply(["排队叫号座位"], [{"qinghe"}])


@pytest.mark.parametrize("damage", ["cut", "another version", "missing model"])
def test_damage_is_refused(fitted: MarketTopics, tmp_path: Path, damage: str) -> None:
    fitted.save(tmp_path)
    file = tmp_path / "markets.json"
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-20])
    elif damage == "another version":
        file.write_text(file.read_text("utf-8").replace(fitted.version, "0" * len(fitted.version)), "utf-8")
    else:
        next(tmp_path.glob("*/topics.npz")).unlink()
    with pytest.raises(DamagedArtefact, match="fit the topics again"):
        MarketTopics.load(tmp_path)


def test_the_version_of_the_rules_follows_the_markets() -> None:
    assert rules_version(BRANDS) != rules_version((*BRANDS[:2], brand("film", "qinghe")))
    assert rules_version(BRANDS) == rules_version(tuple(reversed(BRANDS)))
