"""A small made-up warehouse: eight weeks of five brands, one product crisis in the last week; and its pages."""

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from reports import build_page
from reports.scope import Scope, scope_of
from warehouse import answers, migrations
from warehouse.answers.views import METADATA

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BRANDS = {"qinghe": "青禾茶", "yunduo": "云朵奶盖", "shanlan": "山岚咖啡", "xiaolu": "小鹿轻食", "beian": "北岸牛乳"}
PLATFORMS = {"weibo": 5, "xiaohongshu": 4, "douyin": 4, "jd": 2, "heimao": 0.4, "news": 0.6}
PRODUCTS = ("杨枝甘露", "生椰拿铁", "芝士葡萄", "轻乳茶", "低脂沙拉", "鲜牛奶")
LONG_TOPIC = "门店自提柜经常打不开，店员说系统升级让大家改天再来取餐" * 2 + "，优惠券当天过期"
TOPICS = {"口味": 0.45, "配送": -0.1, "价格与优惠券": 0.0, "联名活动": 0.5, "门店排队": -0.15, "包装": 0.2,
          "食品安全": -0.2, LONG_TOPIC: -0.3}  # fmt: skip
COMPLAINT_OF = {"食品安全": "food_safety", "配送": "delivery", "价格与优惠券": "price", "门店排队": "service",
                "包装": "quality", "口味": "quality"}  # fmt: skip
FIRST, LAST = date(2026, 9, 14), date(2026, 11, 8)
CRISIS = {date(2026, 11, 2): 22.0, date(2026, 11, 3): 26.0, date(2026, 11, 4): 15.0, date(2026, 11, 5): 9.0,
          date(2026, 11, 6): 6.0, date(2026, 11, 7): 4.0, date(2026, 11, 8): 3.0}  # fmt: skip
SENTENCES = {
    "positive": ("{b}的{p}真的好喝，{t}这块没得挑，回购第三次了", "今天下午茶点了{b}{p}，同事都说好，{t}加分"),
    "neutral": ("路过{b}门店，{p}在做活动，{t}方面有人了解吗？", "整理一下{b}{p}的{t}信息，供大家参考"),
    "negative": ("{b}的{p}让人失望，{t}太差了，等了四十分钟还没人理", "再也不买{b}的{p}了，{t}问题反映两次都敷衍"),
}
CRISIS_SENTENCES = (
    "在{b}买的{p}喝出异物，拍了视频发给门店，到现在都没人处理，已投诉",
    "喝完{b}的{p}肚子疼了一晚上，食品安全谁来管？要求退款！",
)
HOSTILE = (
    "<script>window.hacked=1</script><img src=x onerror=window.hacked=1> {b}的{p}",
    '=cmd|"/c calc"!A1 {b}的{p}',
    "😡😡[怒] {b}的{p}简直离谱🤮 https://example.invalid/x",
    "تجربة سيئة مع {b} {p}",
)


def _mention(rng: random.Random, number: int, day: date, brand: str, *, is_crisis: bool) -> dict[str, Any]:
    platform = rng.choices(list(PLATFORMS), list(PLATFORMS.values()))[0]
    topic = "食品安全" if is_crisis else rng.choices(list(TOPICS), (30, 14, 14, 10, 9, 8, 3, 1))[0]
    product = "生椰拿铁" if is_crisis and rng.random() < 0.8 else rng.choice((*PRODUCTS, None))
    lean = -0.85 if is_crisis else TOPICS[topic]
    if platform == "heimao":
        lean = -0.95
    score = max(-0.99, min(0.99, rng.gauss(lean, 0.42)))
    tone = "positive" if score > 0.22 else "negative" if score < -0.22 else "neutral"
    is_complaint = tone == "negative" and topic in COMPLAINT_OF and rng.random() < (0.75 if is_crisis else 0.35)
    sentences = HOSTILE if number % 97 == 3 else CRISIS_SENTENCES if is_crisis else SENTENCES[tone]
    pattern = rng.choice(sentences)
    text = pattern.format(b=BRANDS[brand], p=product or "饮品", t=topic)
    word = next((word for word in ("异物", "肚子疼", "失望", "敷衍", "好喝", "加分", "离谱") if word in text), None)
    spans = [[text.index(word), text.index(word) + len(word)]] if word else []
    likes = None if platform in ("heimao", "news") else int(rng.paretovariate(0.9) * (6 if is_crisis else 3))
    comments = None if likes is None else likes // 5
    shares = None if likes is None else likes // 9
    author = 1 + int(2400 * rng.random() ** (2.2 if is_crisis else 1.2))
    followers = None if platform in ("heimao", "news", "jd") else int(1_600_000 / author)
    published = datetime(day.year, day.month, day.day, rng.randrange(16), rng.randrange(60), tzinfo=UTC)
    is_army = is_crisis and rng.random() < 0.06
    return {
        "content_key": number, "mention_id": f"{platform}:{number}", "day": day, "published_at": published,
        "platform": platform, "source": f"{platform}_export", "kind": "complaint" if platform == "heimao" else "post",
        "brand_id": brand, "brand": BRANDS[brand], "product": product, "author_id": f"a_{author:05d}{platform[:1]}",
        "author_name": f"{'青云山海小木'[author % 6]}***", "author_tier": _tier(followers), "follower_count": followers,
        "region": "上海", "title": None, "text": text, "url": f"https://example.invalid/{platform}/{number}",
        "sentiment": tone, "positive_probability": (score + 1) / 2, "sentiment_score": score,
        "is_abstained": abs(abs(score) - 0.22) < 0.04, "evidence": json.dumps(spans), "topic_id": f"t_{topic[:2]}",
        "topic": topic, "is_complaint": is_complaint, "complaint_type": COMPLAINT_OF[topic] if is_complaint else None,
        "content_class": rng.choices(("UGC", "PGC", "paid"), (90, 6, 4))[0], "duplicate_group": f"{platform}:{number}",
        "is_duplicate": is_army or rng.random() < 0.02, "is_water_army": is_army,
        "organic_weight": 0.1 if is_army else 1.0, "is_inherited": False, "like_count": likes,
        "comment_count": comments, "share_count": shares, "favorite_count": None, "view_count": None,
        "engagement_count": None if likes is None else likes + likes // 5 + likes // 9, "observed_at": published,
    }  # fmt: skip


def _tier(followers: int | None) -> str | None:
    if followers is None:
        return None
    steps = ((1_000_000, "head"), (100_000, "shoulder"), (10_000, "waist"), (1_000, "tail"))
    return next((name for floor, name in steps if followers >= floor), "ordinary")


def _mentions(rng: random.Random) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    base = {"qinghe": 46, "yunduo": 34, "shanlan": 27, "xiaolu": 18, "beian": 13}
    day = FIRST
    while day <= LAST:
        for brand, volume in base.items():
            weekend = 1.25 if day.weekday() >= 5 else 1.0
            for _ in range(int(rng.gauss(volume * weekend, volume**0.5))):
                rows.append(_mention(rng, len(rows), day, brand, is_crisis=False))
        for _ in range(int(CRISIS.get(day, 0) * 40)):
            rows.append(_mention(rng, len(rows), day, "qinghe", is_crisis=True))
        day += timedelta(days=1)
    return rows


SUMS = """count(*) AS mention_count, count(*) FILTER (NOT is_duplicate) AS deduplicated_count,
    CAST(sum(organic_weight) AS BIGINT) AS organic_count,
    count(*) FILTER (sentiment = 'positive' AND NOT is_abstained) AS positive_count,
    count(*) FILTER (sentiment = 'neutral' AND NOT is_abstained) AS neutral_count,
    count(*) FILTER (sentiment = 'negative' AND NOT is_abstained) AS negative_count,
    count(*) FILTER (is_abstained) AS abstained_count, count(*) FILTER (is_complaint) AS complaint_count,
    sum(engagement_count) AS engagement_count"""
"""The additive columns, counted from single mentions."""


def build_warehouse(path: Path, *, seed: int = 7) -> Path:
    """Write the made-up warehouse as a DuckDB file whose tables are named like the views."""
    engine = create_engine(f"duckdb:///{path}", poolclass=NullPool)
    METADATA.create_all(engine)
    engine.dispose()
    mentions = pa.Table.from_pylist(_mentions(random.Random(seed)))
    with duckdb.connect(str(path)) as connection:
        connection.execute("SET TimeZone = 'Asia/Shanghai'")
        connection.register("made", mentions)
        connection.execute("INSERT INTO v_mention BY NAME SELECT * FROM made")
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", [migrations.head()])
        connection.execute(Path(__file__).with_name("views.sql").read_text("utf-8").replace("{sums}", SUMS))
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium, if the machine has it."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="the playwright package is not installed")
    program = os.environ.get("SCRM_CHROMIUM") or shutil.which("chromium")
    if not program:
        pytest.skip("no Chromium: apt-get install chromium fonts-noto-cjk, or set SCRM_CHROMIUM")
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def warehouse_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up warehouse, built once."""
    return build_warehouse(tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb")


def page_data(path: Path) -> dict[str, Any]:
    """What a page embeds."""
    text = path.read_text("utf-8").split('<script type="application/json" id="data">', 1)[1].split("</script>", 1)[0]
    data: dict[str, Any] = json.loads(text)
    return data


@pytest.fixture(scope="session")
def read_page() -> Callable[[Path], dict[str, Any]]:
    """Reader of what a page embeds."""
    return page_data


@pytest.fixture(scope="session")
def crisis_page(warehouse_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the crisis week (the default period)."""
    return build_page(warehouse_path, "青禾茶", out=tmp_path_factory.mktemp("pages") / "crisis.html")


@pytest.fixture(scope="session")
def calm_page(warehouse_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a week in which nothing happened."""
    return build_page(
        warehouse_path, "qinghe", period_from=date(2026, 10, 19), period_to=date(2026, 10, 25),
        out=tmp_path_factory.mktemp("pages") / "calm.html",
    )  # fmt: skip


@pytest.fixture
def crisis(warehouse_path: Path) -> Iterator[Scope]:
    """The scope of the crisis week."""
    with answers.reading(warehouse_path) as connection:
        yield scope_of(connection, "青禾茶")
