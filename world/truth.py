"""The truth file: what a pipeline over the world should find, mention by mention."""

import json
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

from records.time import SHANGHAI
from world.clock import FIRST_DAY, LAST_DAY
from world.exports.files import Written, in_order
from world.exports.weekly import is_in_two
from world.groups import GROUPS
from world.model import Item
from world.stage import Stage

FILE_NAME = "truth.json"


def text_digest(text: str) -> str:
    """First 16 hex digits of the SHA-256 of a text, for joining where the source gives no ids."""
    return sha256(text.encode()).hexdigest()[:16]


def truth_id(item: Item) -> str:
    """`platform:native_id`; shop reviews have no native id and are known by their text: `jd:text:<digest>`."""
    return f"jd:text:{text_digest(item.text)}" if item.platform == "jd" else item.mention_id


def tell(stage: Stage, written: list[Written], folder: Path) -> dict[str, Any]:
    """Everything that is true about the world, as plain JSON values."""
    items = in_order(stage.items)
    return {
        "seed": stage.seed,
        "scale": stage.scale,
        "first_day": FIRST_DAY.isoformat(),
        "last_day": LAST_DAY.isoformat(),
        "mention_count": len(items),
        "counts": _counts(items, written),
        "files": {each.path.relative_to(folder).as_posix(): _file(each) for each in written},
        "personas": {group.group_id: group.name for group in GROUPS},
        "authors": _authors(items),
        **stage.truth,
        "crisis": _crisis(items, stage.truth["crisis"]),
        "duplicates": _duplicates(items),
        "homonyms": [truth_id(item) for item in items if item.is_homonym],
        "overlaps": [truth_id(item) for item in items if _has_two_observations(item)],
        "mentions": {truth_id(item): _mention(item) for item in items},
    }


def write(truth: dict[str, Any], folder: Path) -> Path:
    """`truth.json` beside the data: one fact a line, one mention a line."""
    path = folder / FILE_NAME
    lines = [f"{_json(name)}: {_json(value)}" for name, value in truth.items() if name != "mentions"]
    mentions = [f"  {_json(name)}: {_json(value)}" for name, value in truth["mentions"].items()]
    lines.append('"mentions": {\n' + ",\n".join(mentions) + "\n}")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return path


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


SOURCES = {
    ("weibo", "post"): "weibo_posts",
    ("weibo", "repost"): "weibo_reposts",
    ("xiaohongshu", "post"): "xiaohongshu_notes",
    ("douyin", "post"): "mediacrawler_douyin",
    ("jd", "review"): "jd_reviews",
    ("heimao", "complaint"): "heimao",
    ("appstore", "review"): "appstore",
    ("news", "post"): "feed",
    ("wechat", "post"): "table",
}
"""The source that reads a platform's items of a kind."""


def source_of(item: Item) -> str:
    """The source that reads the item."""
    return SOURCES[item.platform, item.kind]


def _counts(items: list[Item], written: list[Written]) -> dict[str, dict[str, int]]:
    mentions = Counter(source_of(item) for item in items)
    counts = {}
    for source in dict.fromkeys([*mentions, *(each.source for each in written)]):
        files = [each for each in written if each.source == source]
        counts[source] = {
            "mentions": mentions[source],
            "files": len(files),
            "rows": sum(each.rows for each in files),
            "refused": sum(each.refused for each in files),
            "skipped": sum(each.skipped for each in files),
        }
    if "heimao" in counts:
        counts["heimao"]["replies"] = sum(len(item.steps) for item in items)
    return counts


def _file(written: Written) -> dict[str, Any]:
    return {
        "source": written.source,
        "observed_at": written.observed_at.isoformat(),
        "rows": written.rows,
        "refused": written.refused,
        "skipped": written.skipped,
        "encoding": written.encoding,
    }


def _authors(items: list[Item]) -> dict[str, dict[str, str | None]]:
    people = {item.author.key: item.author for item in items if item.author and item.author.role != "passer"}
    return {
        key: {"role": person.role, "persona": person.group, "name": person.name}
        for key, person in sorted(people.items())
    }


def _crisis(items: list[Item], planted: dict[str, Any]) -> dict[str, Any]:
    negative: Counter[str] = Counter()
    for item in items:
        if item.sentiment == "negative" and planted["brand"] in item.brands:
            negative[item.at.astimezone(SHANGHAI).date().isoformat()] += 1
    ids = [truth_id(item) for item in items if item.plant == "crisis"]
    return {**planted, "ids": ids, "negative_by_day": dict(sorted(negative.items()))}


def _duplicates(items: list[Item]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for item in items:
        if item.duplicate_group:
            groups.setdefault(item.duplicate_group, []).append(truth_id(item))
    return groups


def _has_two_observations(item: Item) -> bool:
    return item.platform in ("weibo", "xiaohongshu") and item.kind == "post" and is_in_two(item)


def _mention(item: Item) -> dict[str, Any]:
    return {
        "source": source_of(item),
        "kind": item.kind,
        "published_at": item.at.isoformat(),
        "author": item.author.key if item.author else None,
        "brands": list(item.brands),
        "products": list(item.products),
        "is_inherited": item.kind == "repost",
        "sentiment": item.sentiment,
        "is_complaint": _is_complaint(item),
        "complaint_type": item.complaint,
        "content_class": item.content_class,
        "duplicate_group": item.duplicate_group,
        "is_water_army": item.plant == "army",
        "root": item.root.mention_id if item.root else None,
        "topic": item.topic,
        "plant": item.plant,
        "text_digest": text_digest(item.text),
    }


def _is_complaint(item: Item) -> bool | None:
    """True for a stated grievance, False for the content, None for a grumble, which one may count or not."""
    if item.complaint:
        return True
    return None if item.sentiment == "negative" else False
