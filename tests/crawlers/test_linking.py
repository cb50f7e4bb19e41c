"""Linking keys: what two spellings share, what makes none, and that nothing but hashes is kept."""

import json
import stat
from pathlib import Path

import pytest

from crawlers.gather import gather
from crawlers.linking import normal_contact, normal_name
from crawlers.reparse import reparse
from lake.home import Home
from lake.linkkeys import FILE, link_keys
from records import SourceQuery

KEY = b"k" * 32
ORDERS = """订单编号,会员编号,下单时间,实付金额,会员手机号,会员昵称
A1,M1,2026-03-01 10:00:00,20.00,+86 100-1234-5678,茶 茶
A2,M2,2026-03-01 11:00:00,20.00,100****5678,青***
A3,M3,2026-03-01 12:00:00,20.00,,
"""
MAPPING = {"contact": "会员手机号", "nickname": "会员昵称"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("+86 100-1234-5678", "10012345678"),
        ("008610012345678", "10012345678"),
        ("１００１２３４５６７８", "10012345678"),
        (" A.Tea@Example.COM ", "a.tea@example.com"),
        ("100****5678", None),
        ("a***@example.com", None),
        ("12345", None),
        ("00000000000", None),
        ("无", None),
        (None, None),
    ],
)
def test_one_spelling_of_a_contact(given: str | None, told: str | None) -> None:
    assert normal_contact(given) == told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("Ａ茶 茶", "a茶茶"),
        ("青***", None),
        ("茶", None),
        ("用户8812", None),
        ("momo", None),
        ("匿名用户", None),
        ("", None),
    ],
)
def test_one_spelling_of_a_name(given: str, told: str | None) -> None:
    assert normal_name(given) == told


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").create()


def _orders(home: Home, folder: Path, *, is_linking: bool) -> None:
    file = folder / "orders.csv"
    file.write_text(ORDERS, encoding="utf-8")
    params = {"path": str(file), "mapping": json.dumps({"columns": MAPPING}, ensure_ascii=False)}
    gather("orders", [SourceQuery(source="orders", query="orders.csv", params=params)], home=home, key=KEY,
           run_id="r1", is_linking=is_linking)  # fmt: skip


def _fans(home: Home, folder: Path, *, is_linking: bool) -> None:
    file = folder / "fans.csv"
    file.write_text("微博ID,昵称,粉丝数,手机\n90,茶茶,20,10012345678\n91,路人,30,\n", encoding="utf-8")
    columns = {
        "author.id": "微博ID",
        "author.name": "昵称",
        "author.follower_count": "粉丝数",
        "author.contact": "手机",
    }
    mapping = json.dumps({"columns": columns, "platform": "weibo", "kind": "author"}, ensure_ascii=False)
    query = SourceQuery(source="table", query="fans.csv", params={"path": str(file), "mapping": mapping})
    gather("table", [query], home=home, key=KEY, run_id="r2", is_linking=is_linking)


def test_a_customer_and_an_account_of_one_person_share_both_keys(home: Home, tmp_path: Path) -> None:
    _orders(home, tmp_path, is_linking=True)
    _fans(home, tmp_path, is_linking=True)
    kept = link_keys(home.vault)
    by_holder = {each.holder_id: {k.kind: k.value for k in kept if k.holder_id == each.holder_id} for each in kept}
    customers = {each.holder_id for each in kept if each.platform == "own"}
    shared = [by_holder[account] for account in by_holder.keys() - customers if len(by_holder[account]) == 2]
    assert len(customers) == 1  # masked numbers and names, and blank ones, are no keys
    assert shared == [by_holder[each] for each in customers]
    assert all(each.value.startswith("k_") for each in kept)


def test_keys_stay_in_the_vault_and_plain_values_nowhere_but_in_the_raw_file(home: Home, tmp_path: Path) -> None:
    _orders(home, tmp_path, is_linking=True)
    assert stat.S_IMODE((home.vault / FILE).stat().st_mode) == 0o600
    (value, *_) = {each.value for each in link_keys(home.vault)}
    for file in [*home.lake.rglob("*.parquet"), home.vault / FILE]:
        assert b"10012345678" not in file.read_bytes()
        assert "茶茶".encode() not in file.read_bytes()
    assert not any(value.encode() in file.read_bytes() for file in home.lake.rglob("*.parquet"))


def test_without_a_basis_no_key_is_made_and_later_kept_files_give_them(home: Home, tmp_path: Path) -> None:
    _orders(home, tmp_path, is_linking=False)
    assert not (home.vault / FILE).exists()
    reparse("orders", home=home, key=KEY, is_linking=True)
    assert {each.kind for each in link_keys(home.vault)} == {"contact_key", "name_key"}


def test_posts_give_the_nickname_of_their_author(home: Home, tmp_path: Path) -> None:
    post = {"file": "1.json", "text": "好喝", "time": "2026-03-01 10:00:00", "user": {"id": "90", "name": "茶茶"}}
    file = tmp_path / "posts.jsonl"
    file.write_text(json.dumps(post, ensure_ascii=False))
    query = SourceQuery(source="weibo_posts", query="posts.jsonl", params={"path": str(file)})
    gather("weibo_posts", [query], home=home, key=KEY, run_id="r1", is_linking=True)
    assert [(each.platform, each.kind) for each in link_keys(home.vault)] == [("weibo", "name_key")]
