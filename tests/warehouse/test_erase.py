"""A star without one person, on both engines; of a file no byte of them is left."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from lake.needles import Needles, windows_of
from warehouse import duck, server
from warehouse.connect import open_published
from warehouse.erase import Person, erase_from_file, erase_from_server

OWN = "茉里茶不如松烟咖啡"
PERSON = Person(
    author_id="a2",
    mention_ids={"weibo:m2", "weibo:m6", "weibo:m14", "weibo:m17"},
    mask_all=Needles(frozenset({"a2"}), frozenset({OWN}), frozenset(windows_of([OWN]))).mask_all,
)


def _left(connection: sa.Connection) -> tuple[int, int, int, int]:
    asked = (
        "select count(*) from dim_author where author_id = 'a2'",
        "select count(*) from dim_content where mention_id in ('weibo:m2', 'weibo:m6')",
        "select count(*) from fact_mention f where not exists "
        "(select 1 from dim_content c where c.content_key = f.content_key)",
        "select count(*) from dim_content where mention_id = 'weibo:m1'",
    )
    a, b, c, d = (int(connection.scalar(sa.text(each)) or 0) for each in asked)
    return a, b, c, d


def test_a_file_without_a_person_is_a_whole_star(next_file: Path) -> None:
    assert OWN.encode() in next_file.read_bytes()
    removed = erase_from_file(next_file, PERSON)
    assert removed.row_count > 0
    assert OWN.encode() not in next_file.read_bytes()
    assert duck.storage_number(next_file) == duck.STORAGE_NUMBER
    assert [each.name for each in next_file.parent.iterdir() if "erasing" in each.name or "fresh" in each.name] == []
    with open_published(next_file) as connection:
        assert _left(connection) == (0, 0, 0, 1)
        assert connection.scalar(sa.text("select count(*) from v_mention")) > 0


def test_the_server_too(built: Path, database: str) -> None:
    with server._writing(database) as connection:
        server.copy_star(built, connection)
    removed = erase_from_server(database, PERSON)
    assert removed.row_count > 0
    with server.open_built(database) as connection:
        assert _left(connection) == (0, 0, 0, 1)


def test_killed_midway_the_file_is_what_it_was(next_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = next_file.read_bytes()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("warehouse.erase.erase", killed)
        with pytest.raises(KeyboardInterrupt):
            erase_from_file(next_file, PERSON)
    assert next_file.read_bytes() == before
