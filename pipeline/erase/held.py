"""All that a home holds about one person, for that person (PIPL 45): rows of the lake, and where else they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from crawlers.erasing.bodies import holds
from lake import audit, erasures
from lake.home import Home
from lake.keys import author_key
from lake.linkkeys import link_keys
from lake.needles import Needles
from lake.partition import partitions, read_fast
from lake.raw import line_of
from lake.tombstones import body_at, page_files
from lake.vault import handles
from pipeline.erase.places import datasets
from pipeline.settled import settled
from records.ids import pseudonym

_TITLES = {
    "mentions": "所发内容 · what they wrote",
    "observations": "互动数 · counts of it",
    "authors": "账号资料 · account as seen",
    "annotations": "机器判断 · what engines said",
    "orders": "订单 · orders",
    "contacts": "客服联系 · contacts",
    "surveys": "问卷 · survey answers",
    "consents": "授权记录 · consents",
    "loyalty": "积分 · points",
    "referrals": "推荐 · referrals",
    "touchpoints": "触点 · touchpoints",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """All that is held about one person."""

    author_id: str
    rows: Mapping[str, list[dict[str, Any]]]
    """Data set -> its rows about them; nothing of it is masked more than it is at rest."""
    page_count: int
    """Kept pages (as received) that name them."""
    has_handle: bool
    """Whether the vault keeps their public name."""
    link_key_count: int
    """Keyed hashes in the vault by which they may be linked to a customer."""
    noted: tuple[str, ...]
    """`erased`, `objected`."""

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "author_id": self.author_id,
            "noted": list(self.noted),
            "kept_pages": self.page_count,
            "vault": {"has_handle": self.has_handle, "link_keys": self.link_key_count},
            "rows": dict(self.rows),
        }

    def to_text(self) -> str:
        """For reading: a heading for each data set, a line for each field that is known."""
        lines = [
            f"# 我们持有的关于 {self.author_id} 的数据 · What is held about {self.author_id}",
            "",
            f"原始页面 · kept pages: {self.page_count}; 保管库昵称 · handle in the vault: "
            f"{'有 yes' if self.has_handle else '无 no'}; 关联密钥 · linking keys: {self.link_key_count}",
        ]
        for name, rows in self.rows.items():
            lines += ["", f"## {_TITLES.get(name.partition('/')[0], name)} ({name}: {len(rows)})"]
            lines += ["- " + "; ".join(f"{key}: {value}" for key, value in row.items() if value) for row in rows]
        return "\n".join([*lines, ""])


def held(home: Home, platform: str, identity: str) -> Held:
    """Looks everything up and notes in the audit log that it was done. Raises ScrmError, OSError."""
    with settled(home):
        return _held(home, platform, identity)


def _held(home: Home, platform: str, identity: str) -> Held:
    author_id = pseudonym(author_key(home.vault), platform, identity)
    wanted = Needles(frozenset({identity}))
    found = Held(
        author_id=author_id,
        rows=dict(_rows(home, author_id)),
        page_count=sum(holds(body_at(file, line_of(file)), wanted) for file in page_files(home.raw)),
        has_handle=author_id in handles(home.vault),
        link_key_count=sum(key.holder_id == author_id for key in link_keys(home.vault)),
        noted=tuple(each.kind for each in erasures.noted(home.vault) if each.author_id == author_id),
    )
    audit.record(home.vault, "export", author_id, platform=platform, rows=sum(map(len, found.rows.values())))
    return found


def _rows(home: Home, author_id: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Data sets with rows of the person, what they wrote first."""
    ids: set[str] = set()
    names = sorted(datasets(home), key=lambda name: (name != "mentions", name))
    for name in names:
        about = [rows for rows in (_about(home, name, author_id, ids)) if rows.num_rows]
        rows = [row for table in about for row in table.to_pylist()]
        if name == "mentions":
            ids |= {row["mention_id"] for row in rows}
        if rows:
            yield name, rows


def _about(home: Home, name: str, author_id: str, ids: set[str]) -> Iterator[pa.Table]:
    known = pa.array(sorted(ids), pa.string())
    for partition in partitions(home.lake, name):
        table = read_fast(partition)
        is_about = pa.chunked_array([pa.repeat(pa.scalar(False), table.num_rows)])
        for column, values in zip(table.column_names, table.columns, strict=True):
            if pa.types.is_string(values.type):
                is_about = pc.or_(is_about, pc.equal(values, author_id).fill_null(False))
            if column == "mention_id":
                is_about = pc.or_(is_about, pc.is_in(values, value_set=known))
        yield table.filter(is_about)


def write_held(found: Held, target: Path) -> tuple[Path, Path]:
    """Writes the JSON and, beside it, the text for reading; both for their owner's eyes (mode 600). Raises OSError."""
    import json

    from lake.files import write_durably

    text = target.with_suffix(".md")
    for file, content in (
        (target, json.dumps(found.to_json(), ensure_ascii=False, indent=1, default=str)),
        (text, found.to_text()),
    ):
        write_durably(file, content.encode("utf-8", "replace"))
        file.chmod(0o600)
    return target, text
