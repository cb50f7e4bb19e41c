"""Raw exports for `benchmarks.pipeline`: posts in the shape of `weibo_posts`, about ten brands over a hundred days.

Invented text of a brand and three of our phrases, a third as many accounts as posts, a tenth of the posts naming two
brands; counts with a long tail. The rows depend on the number alone.
"""

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks._starlake import BRAND_NAMES, DAY_COUNT, FIRST_DAY, PRODUCT_NAMES
from records.time import SHANGHAI

PHRASES = (
    "今天路过又买了一杯", "味道比上次淡了不少", "排队排了四十分钟", "店员态度很好", "包装换了新颜色", "悄悄涨了两块",
    "朋友推荐来试试", "喝完有点心慌", "甜度刚刚好", "客服一直不回消息", "投诉了三天没人处理", "下次还会再来",
    "不会再回购了", "和图片完全不一样", "打开有股怪味", "用了一个月没出问题", "充电半小时就发烫", "物流第二天就到了",
    "外壳有一道划痕", "屏幕在太阳下看得清楚", "送的赠品是坏的", "活动规则写得不清不楚", "退款拖了两星期", "老板热情",
    "周末带家人一起去的", "性价比很高", "感觉被割了韭菜", "环境安静适合看书", "新品比老款好用", "说明书看不懂",
    "颜色很正", "声音有点小", "第二杯半价很划算", "代糖的后味有点苦", "会员日人特别多", "小程序点单总是卡住",
)  # fmt: skip
_REGIONS = ("上海", "北京", "广东", "浙江", "江苏", "四川", "湖北", "福建")
FILES = 20


def settings() -> dict[str, Any]:
    """A configuration that gathers `exports/` for the ten brands."""
    brands = [
        {"id": f"brand{number}", "name": name,
         "products": [{"id": f"p{number}{place}", "name": product} for place, product in enumerate(PRODUCT_NAMES)]}
        for number, name in enumerate(BRAND_NAMES)
    ]  # fmt: skip
    return {"brands": brands, "sources": [{"source": "weibo_posts", "files": ["exports/*.jsonl"]}]}


def write_exports(folder: Path, mention_count: int) -> None:
    """The hundred days as files of equal length, a few days each. Posts lie in order of time."""
    folder.mkdir(parents=True, exist_ok=True)
    length = -(-mention_count // FILES)
    for number in range(FILES):
        first = number * length
        _write(folder / f"posts_{number:02d}.jsonl", range(first, min(first + length, mention_count)), mention_count)


def write_day(folder: Path, mention_count: int, share: float, *, day: int = 0) -> None:
    """The day so many days after the first one that follows the hundred, with this share of the posts."""
    count = round(mention_count * share)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"posts_next_{day}.jsonl").open("w", encoding="utf-8") as file:
        for place in range(count):
            at = _START + timedelta(days=DAY_COUNT + day, seconds=86_400 * place / count)
            file.write(_line(mention_count + day * count + place, mention_count, at))


_START = datetime.combine(FIRST_DAY, datetime.min.time(), tzinfo=SHANGHAI)


def _write(path: Path, numbers: range, mention_count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(_lines(numbers, mention_count))


def _lines(numbers: range, mention_count: int) -> Iterator[str]:
    for number in numbers:
        yield _line(number, mention_count, _START + timedelta(days=DAY_COUNT * number / mention_count))


def _line(number: int, mention_count: int, at: datetime) -> str:
    chance = random.Random(number)
    names = chance.sample(BRAND_NAMES, 2 if chance.random() < 0.1 else 1)
    words = "，".join(chance.sample(PHRASES, 3))
    account = int(mention_count / 3 * chance.random() ** 1.5)
    followers = int(50 * chance.paretovariate(0.9))
    row = {
        "text": f"{'和'.join(names)}，{words}。{number % 97}",
        "user": {
            "id": f"{5_000_000_000 + account}", "name": f"用户{account}", "verified": False, "verified_type": -1,
            "gender": "f", "messages": 10 + account % 900, "followers": followers, "friends": account % 700,
            "location": _REGIONS[account % len(_REGIONS)],
        },
        "time": int(at.timestamp()), "reposts": 0, "comments": int(chance.paretovariate(1.2)) - 1,
        "likes": int(3 * chance.paretovariate(1.0)), "pics": number % 4, "source": "网页版", "has_url": False,
        "file": f"{number}_Ab{number:07d}_{number:012x}",
    }  # fmt: skip
    return json.dumps(row, ensure_ascii=False) + "\n"
