import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.world.reading import texts_of
from world import World
from world.catalogue import BRANDS, QINGHE, ShopBrand
from world.phrases import load

REAL_COMPANIES = re.split(
    " ",
    "星巴克 瑞幸 喜茶 奈雪 蜜雪 古茗 茶百道 霸王茶姬 沪上阿姨 一点点 库迪 幸运咖 麦当劳 肯德基 海底捞 茶颜悦色 "
    "书亦 益禾堂 贡茶 都可 乐乐茶 柠季 农夫山泉 元气森林 可口可乐 雀巢 三顿半 永璞 隅田川 立顿 饿了么 美团 淘宝 "
    "拼多多 华为 小米 太平洋咖啡 costa manner tims starbucks luckin",
)


GB18030 = ("beian", "citynews", "orders_202512")
"""Files that the world writes as Chinese systems do."""


@pytest.fixture(scope="module")
def texts(whole_world: World) -> dict[str, str]:
    return texts_of(whole_world.folder)


def test_no_real_company_is_named(whole_world: World) -> None:
    body = "".join(
        path.read_bytes().decode("gb18030" if any(name in path.name for name in GB18030) else "utf-8")
        for path in sorted(whole_world.folder.rglob("*"))
        if path.suffix in (".jsonl", ".csv", ".xml", ".json", ".yml")
    ).lower()
    assert [name for name in REAL_COMPANIES if name in body] == []


def test_texts_are_varied(texts: dict[str, str], truth: dict[str, Any]) -> None:
    own = [text for name, text in texts.items() if truth["mentions"][name]["kind"] != "repost"]
    assert len(set(own)) / len(own) > 0.97
    assert len(set(own)) > 5_000
    lengths = sorted(map(len, own))
    assert lengths[0] < 10
    assert lengths[len(lengths) // 2] > 35
    assert 150 < lengths[-1] < 260


def test_no_slot_is_left_open(texts: dict[str, str]) -> None:
    assert [text for text in texts.values() if "{" in text or "}" in text] == []


def test_no_name_is_missing_from_its_frame(texts: dict[str, str]) -> None:
    assert [text for text in texts.values() if re.search("，，|。。|：，|：。|^的|^，", text)] == []


def test_calm_weeks_are_mostly_content(truth: dict[str, Any]) -> None:
    calm = [m for m in truth["mentions"].values() if m["plant"] == "calm" and m["kind"] == "post"]
    shares = {word: number / len(calm) for word, number in Counter(m["sentiment"] for m in calm).items()}
    assert shares == pytest.approx({"positive": 0.55, "neutral": 0.25, "negative": 0.20}, abs=0.03)


def test_platform_manners(texts: dict[str, str], truth: dict[str, Any]) -> None:
    weibo = [text for name, text in texts.items() if truth["mentions"][name]["source"] == "weibo_posts"]
    assert 0.2 < sum(bool(re.search("#[^#]+#", text)) for text in weibo) / len(weibo) < 0.7
    assert sum("[" in text for text in weibo) > 500
    assert sum("@" in text for text in weibo) > 50
    assert sum("https://t.example/" in text for text in weibo) > 20
    notes = [text for name, text in texts.items() if name.startswith("xiaohongshu:")]
    assert sum("\n" in text for text in notes) / len(notes) > 0.7


def said_of(brand: ShopBrand, text: str) -> bool:
    # Our brand's and 北岸's queries are an inclusion AND NOT exclusions; the words after NOT are what counts here.
    _, _, excluded = (brand.query or "").partition(" NOT ")
    words = excluded.strip("()").split(" OR ") if excluded else []
    return any(alias in text for alias in brand.aliases) and not any(word in text for word in words)


def simplified(text: str) -> str:
    return text.replace("雲", "云").replace("鋪", "铺").replace("嵐", "岚").replace("實", "实")


def test_texts_name_their_brands_and_no_others(
    whole_world: World, texts: dict[str, str], truth: dict[str, Any]
) -> None:
    titles = {"appstore", "news", "heimao", "xiaohongshu", "wechat"}
    for name, mention in truth["mentions"].items():
        if mention["kind"] == "repost" or mention["source"] in ("jd_reviews", "appstore"):
            continue
        text = simplified(texts[name])
        found = {brand.brand_id for brand in BRANDS if said_of(brand, text)}
        if name.partition(":")[0] in titles:
            assert found <= set(mention["brands"]), (name, text)
        else:
            assert found == set(mention["brands"]), (name, text)


def test_homonyms_use_the_letters_and_are_not_the_brand(texts: dict[str, str], truth: dict[str, Any]) -> None:
    assert len(truth["homonyms"]) >= 100
    for name in truth["homonyms"]:
        assert truth["mentions"][name]["brands"] == []
        assert "青禾" in texts[name] or "北岸" in texts[name]
        assert not said_of(QINGHE, texts[name])


def test_phrases_are_read_in_sections() -> None:
    assert load("marks")["weibo.positive"][0] == "[太开心]"
    with pytest.raises(FileNotFoundError):
        load("nothing")


def test_brand_file_reads_back(whole_world: World) -> None:
    yaml = pytest.importorskip("yaml")
    config = yaml.safe_load(whole_world.config.read_text(encoding="utf-8"))
    assert config["brands"][0]["name"] == "青禾茶"
    assert {brand["id"] for brand in config["brands"]} == {"qinghe", "yunxiu", "shanlan", "beian"}
    assert all(3 <= len(brand["products"]) <= 5 for brand in config["brands"])
    for source in config["sources"]:
        for pattern in source.get("files", ()):
            assert list(Path(whole_world.folder).glob(pattern)), pattern
