"""Four brands in one week: three crises unlike each other, planted by seed, and one week in which nothing happened."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from tests.reports.conftest import SUMS
from warehouse import migrations
from warehouse.answers.views import METADATA

FIRST, LAST = date(2026, 9, 28), date(2026, 11, 8)
WEEK = (date(2026, 11, 2), date(2026, 11, 8))
PLATFORMS = ("weibo", "xiaohongshu", "douyin", "jd")
TOPICS = {"口味": 0.4, "配送": -0.1, "价格与优惠券": 0.1, "包装": 0.2}
USUAL = 30
"""Mentions of a brand on an ordinary day."""
VIEWS = ("v_mention_brief", "v_insight_day", "v_insight_topic_day", "v_influencer", "dim_model")
"""Stand-ins of `views.sql` that hold for any mentions; the rest names the brand of the other warehouse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A crisis as it was made."""

    alert_id: str
    brand_id: str
    brand: str
    topic: str
    product: str | None
    """None: every product alike."""
    begins_at: datetime
    days: tuple[int, ...]
    """Negative mentions of each day from the first."""
    is_over: bool
    spreader: tuple[str, str, str, int] | None
    """Platform, masked name, tier, followers; None: nobody known."""

    @property
    def opened_on(self) -> date:
        return self.begins_at.date()

    @property
    def closed_on(self) -> date | None:
        """The first day back to usual."""
        return self.opened_on + timedelta(days=len(self.days)) if self.is_over else None


CRISES = (
    Planted(
        alert_id="al_milk", brand_id="yunduo", brand="云朵奶盖", topic="奶盖结块·变质", product="芝士葡萄",
        begins_at=datetime(2026, 11, 4, 9), days=(90, 240, 160, 80, 40), is_over=False,
        spreader=("weibo", "青***", "head", 1_600_000),
    ),
    Planted(
        alert_id="al_price", brand_id="shanlan", brand="山岚咖啡", topic="悄悄涨价", product=None,
        begins_at=datetime(2026, 10, 29, 20), days=(60, 130, 90, 50, 30), is_over=True, spreader=None,
    ),
    Planted(
        alert_id="al_salad", brand_id="xiaolu", brand="小鹿轻食", topic="沙拉里有虫", product="低脂沙拉",
        begins_at=datetime(2026, 11, 3, 12), days=(150, 70, 30), is_over=True,
        spreader=("xiaohongshu", "木***", "waist", 23_000),
    ),
)  # fmt: skip
CALM = ("beian", "北岸牛乳")
BRANDS = {CALM[0]: CALM[1], **{one.brand_id: one.brand for one in CRISES}}
PRODUCTS = ("芝士葡萄", "低脂沙拉", "鲜牛奶", "生椰拿铁", "轻乳茶", "杨枝甘露")


def _row(number: int, at: datetime, brand_id: str, **own: Any) -> dict[str, Any]:
    return {
        "content_key": number, "mention_id": f"m:{number}", "day": at.date(), "published_at": at.replace(tzinfo=UTC),
        "source": "made", "kind": "post", "brand_id": brand_id, "brand": BRANDS[brand_id], "author_tier": None,
        "author_id": f"a_{number % 900:04d}", "author_name": "路***", "follower_count": None, "is_abstained": False,
        "is_complaint": False, "complaint_type": None, "is_duplicate": False, "is_water_army": False,
        "organic_weight": 1.0, "is_inherited": False, "engagement_count": 5, "share_count": 0, "evidence": "[]",
        "text": f"{BRANDS[brand_id]}的{own.get('product') or '门店'}：{own['topic']}",
        "topic_id": f"t_{own['topic']}", **own,
    }  # fmt: skip


def _rows(rng: random.Random) -> Iterator[dict[str, Any]]:
    number = 0
    for brand_id in BRANDS:
        for place in range((LAST - FIRST).days + 1):
            for _ in range(USUAL + rng.randint(-4, 4)):
                number += 1
                topic = rng.choice(list(TOPICS))
                score = rng.gauss(TOPICS[topic], 0.4)
                tone = "positive" if score > 0.2 else "negative" if score < -0.2 else "neutral"
                at = datetime.combine(FIRST + timedelta(days=place), datetime.min.time()) + timedelta(hours=12)
                yield _row(number, at, brand_id, topic=topic, sentiment=tone, product=rng.choice((*PRODUCTS, None)),
                           platform=rng.choice(PLATFORMS))  # fmt: skip
    for crisis in CRISES:
        for place, many in enumerate(crisis.days):
            for nth in range(many):
                number += 1
                at = datetime.combine(crisis.opened_on + timedelta(days=place), crisis.begins_at.time())
                product = crisis.product if crisis.product and rng.random() < 0.85 else rng.choice((*PRODUCTS, None))
                own = {"topic": crisis.topic, "sentiment": "negative", "product": product,
                       "platform": rng.choice(PLATFORMS)}  # fmt: skip
                if crisis.spreader and not place and not nth:
                    platform, name, tier, followers = crisis.spreader
                    own |= {"platform": platform, "author_id": f"a_{crisis.alert_id}", "author_name": name,
                            "author_tier": tier, "follower_count": followers, "share_count": 200}  # fmt: skip
                yield _row(number, at, crisis.brand_id, **own)


ALERT = """INSERT INTO v_alert BY NAME SELECT $1 AS alert_id, $2 AS brand_id, $3 AS brand, $4::DATE AS opened_on,
    arg_max(day, negative_count) AS peak_on, $5::DATE AS closed_on,
    CASE WHEN closed_on IS NULL THEN 'open' ELSE 'closed' END AS state, max(negative_count) AS peak_negative_count,
    $6 AS topic, 'swarm' AS kind, $7::TIMESTAMPTZ AS began_at,
    (SELECT sum(negative_count) / count(DISTINCT day) FROM v_insight_day WHERE brand_id = $2 AND day < $4)
    AS baseline_negative_count FROM (SELECT day, sum(negative_count) AS negative_count FROM v_insight_day
    WHERE brand_id = $2 AND day >= $4 GROUP BY day)"""
SPREADER = """INSERT INTO v_alert_spreader BY NAME SELECT $1 AS alert_id, 1 AS rank, brand_id, brand, platform,
    author_id, author_name, author_tier AS tier, 1 AS negative_count, follower_count
    FROM v_mention WHERE author_id = 'a_' || $1"""


def build(path: Path, *, seed: int = 11) -> Path:
    """Write the four brands as a warehouse of stand-in views; the alerts are counted from the mentions."""
    engine = create_engine(f"duckdb:///{path}", poolclass=NullPool)
    METADATA.create_all(engine)
    engine.dispose()
    sql = Path(__file__).with_name("views.sql").read_text("utf-8").replace("{sums}", SUMS)
    with duckdb.connect(str(path)) as connection:
        connection.execute("SET TimeZone = 'Asia/Shanghai'")
        connection.register("made", pa.Table.from_pylist(list(_rows(random.Random(seed)))))
        connection.execute("INSERT INTO v_mention BY NAME SELECT * FROM made")
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", [migrations.head()])
        for statement in sql.split(";\n"):
            if re.search(rf"\b({'|'.join(VIEWS)})\b", statement.split("SELECT")[0]):
                connection.execute(statement)
        for one in CRISES:
            began = f"{one.begins_at:%Y-%m-%d %H:%M:%S}+08:00"
            told = [one.alert_id, one.brand_id, one.brand, one.opened_on, one.closed_on, one.topic, began]
            connection.execute(ALERT, told)
            connection.execute(SPREADER, [one.alert_id])
    return path
