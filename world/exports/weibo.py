"""Weibo: weekly JSONL files of posts, weekly gzipped JSONL files of reposts."""

from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from world.clock import week_label, week_of
from world.exports.files import Written, cut_line, grown, in_order, json_line, packed, put
from world.exports.weekly import weeks
from world.model import Item, Person
from world.phrases import load
from world.stage import Stage

_DAMAGED_WEEKS = (3, 6)


def write_posts(stage: Stage, folder: Path) -> list[Written]:
    """`exports/weibo_posts_<week>.jsonl`; two of them have a line that broke off."""
    rng = stage.rng("export weibo")
    posts = [item for item in stage.items if item.platform == "weibo" and item.kind == "post"]
    numbers = {item.native_id: number for number, item in enumerate(in_order(posts), start=1)}
    files = {item.native_id: _file(rng, numbers[item.native_id], item) for item in in_order(posts)}
    stage.truth["weibo_files"] = files
    written = []
    for week, at, items in weeks(posts, minute=2):
        lines = [json_line(_post(rng, item, files[item.native_id], week, at)) for item in items]
        is_damaged = week in _DAMAGED_WEEKS
        if is_damaged:
            lines.insert(len(lines) // 2, cut_line(lines[len(lines) // 3]))
        path = folder / "exports" / f"weibo_posts_{week_label(week)}.jsonl"
        put(path, ("\n".join(lines) + "\n").encode(), at)
        written.append(
            Written(path=path, source="weibo_posts", observed_at=at, rows=len(lines), refused=int(is_damaged))
        )
    return written


def _file(rng: Random, number: int, item: Item) -> str:
    return f"{number}_{item.native_id}_{rng.randrange(16**12):012x}"


def _post(rng: Random, item: Item, file: str, week: int, at: datetime) -> dict[str, Any]:
    assert item.author is not None, "every Weibo post has an author"
    return {
        "text": item.text,
        "user": _user(item.author, week),
        "time": int(item.at.timestamp()),
        "reposts": grown(item.shares, item, at),
        "comments": grown(item.comments, item, at),
        "likes": grown(item.likes, item, at),
        "pics": rng.choice((0, 0, 1, 1, 2, 3, 9)),
        "source": rng.choice(load("names")["client"]),
        "has_url": "https://" in item.text,
        "file": file,
    }


def _user(person: Person, week: int) -> dict[str, Any]:
    assert person.joined_at is not None, "every Weibo account has a date of joining"
    return {
        "id": person.native_id,
        "name": person.name,
        "verified": person.verified_type >= 0,
        "verified_type": person.verified_type,
        "description": bool(person.bio),
        "gender": person.gender,
        "messages": person.post_count + week,
        "followers": person.followers_in(week),
        "location": person.region,
        "friends": person.following,
        "time": int(person.joined_at.timestamp()),
    }


def write_reposts(stage: Stage, folder: Path) -> list[Written]:
    """`exports/weibo_reposts_<week>.jsonl.gz`; a direct repost has no parent."""
    files: dict[str, str] = stage.truth.pop("weibo_files")
    reposts = [item for item in stage.items if item.kind == "repost"]
    written = []
    for week, at, _ in weeks((), minute=12):
        items = [item for item in in_order(reposts) if week_of(item.at) == week]
        body = "".join(json_line(_repost(item, files, week)) + "\n" for item in items)
        path = folder / "exports" / f"weibo_reposts_{week_label(week)}.jsonl.gz"
        put(path, packed(body.encode()), at)
        written.append(Written(path=path, source="weibo_reposts", observed_at=at, rows=len(items)))
    return written


def _repost(item: Item, files: dict[str, str], week: int) -> dict[str, Any]:
    assert item.author is not None, "every repost has an author"
    assert item.root is not None, "every repost has a root"
    parent = "" if item.parent is item.root or item.parent is None else item.parent.native_id
    return {
        "uid": item.author.native_id,
        "parent": parent,
        "text": item.text,
        "mid": item.native_id,
        "date": f"{item.at:%Y-%m-%d %H:%M:%S}",
        "post": files[item.root.native_id],
        "name": item.author.name,
        "fans": item.author.followers_in(week),
    }
