"""Reads the world's files as plainly as possible, for comparison with the truth."""

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a JSONL file; lines that do not parse are left out."""
    body = path.read_bytes()
    for line in (gzip.decompress(body) if path.suffix == ".gz" else body).decode().splitlines():
        try:
            yield json.loads(line)
        except json.JSONDecodeError:
            continue


def csv_rows(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    """Rows of a CSV file without blank ones and repeated headers."""
    with path.open(encoding=encoding, newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if any(row.values()) and any(name != value for name, value in row.items())]


def texts_of(folder: Path) -> dict[str, str]:
    """Mention id -> text of everything that has a native id."""
    found: dict[str, str] = {}
    for path in sorted((folder / "exports").glob("weibo_posts_*.jsonl")):
        found |= {f"weibo:{row['file'].split('_')[1]}": row["text"] for row in json_lines(path)}
    for path in sorted((folder / "exports").glob("weibo_reposts_*.jsonl.gz")):
        found |= {f"weibo:{row['mid']}": row["text"] for row in json_lines(path)}
    for path in sorted((folder / "exports").glob("xiaohongshu_notes_*.csv")):
        found |= {f"xiaohongshu:{row['id']}": row["content"] for row in csv_rows(path)}
    for path in sorted((folder / "exports").glob("douyin_*.csv")):
        found |= {f"douyin:{row['aweme_id']}": row["desc"] for row in csv_rows(path) if row["create_time"].isdigit()}
    for row in csv_rows(folder / "exports" / "wechat_articles.csv"):
        found[f"wechat:{row['消息ID']}"] = row["正文"]
    for row in json_lines(folder / "exports" / "heimao_complaints.jsonl"):
        found[f"heimao:{row['投诉编号']}"] = row["投诉详情"]
    for path in sorted((folder / "site" / "cn").rglob("*.json")):
        entries = json.loads(path.read_text(encoding="utf-8"))["feed"]["entry"]
        for entry in entries if isinstance(entries, list) else [entries]:
            found[f"appstore:{entry['id']['label']}"] = entry["content"]["label"]
    for path in sorted((folder / "site" / "feeds").glob("*.xml")):
        for item in ElementTree.fromstring(path.read_bytes().decode(_encoding(path)).partition("?>")[2]).iter("item"):
            found[f"news:{item.findtext('guid')}"] = item.findtext("description") or ""
    return found


def _encoding(path: Path) -> str:
    return path.read_bytes().split(b'encoding="')[1].split(b'"')[0].decode()
