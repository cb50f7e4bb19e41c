"""A small home with one person to take out, and a search of all its bytes that knows nothing of how that is done."""

import base64
import gzip
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import zstandard

from crawlers.gather import gather
from lake.home import Home
from lake.keys import author_key
from records import Coverage, SourceQuery
from records.ids import pseudonym

PERSON, HANDLE = "7300551122", "橘子皮不苦"
OWN = "昨天在城东那家茉里茶等了四十分钟，店员还把我的单子弄丢了"
LATER = "茉里茶的岩盐拿铁换了配方以后甜得发齁，我不会再回购了"
SHARED = "买一送一的活动到本周日结束大家抓紧"
OTHERS = "茉里茶的云朵蛋糕今天半价，顺路买了两块带回家"
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_POST_ID = "2211_RAbcdEf{}_50b6bd86a7e8"


def _post(number: int, user: str, name: str, text: str) -> dict[str, object]:
    return {
        "text": text,
        "user": {"id": user, "name": name, "followers": 35, "gender": "f", "location": "江苏"},
        "time": 1787436979 + number * 60,
        "likes": number,
        "comments": 0,
        "reposts": 0,
        "file": _POST_ID.format(number),
    }


POSTS = [
    _post(1, PERSON, HANDLE, OWN),
    _post(2, "7300551199", "山里的猫", OTHERS),
    _post(3, PERSON, HANDLE, LATER),
    _post(4, PERSON, HANDLE, SHARED),
    _post(5, "7300551188", "北巷", SHARED),
    _post(6, "7300551177", "小满", "@橘子皮不苦 你说的是哪家店"),
]
REPOSTS = [
    {
        "uid": "7300551155", "name": "阿布", "fans": 12, "parent": "", "mid": "RZaaaa1", "date": "2026-08-10 06:18:50",
        "post": _POST_ID.format(1), "text": f"我也遇到过//@{HANDLE}:{OWN}",
    },
    {
        "uid": PERSON, "name": HANDLE, "fans": 35, "parent": "", "mid": "RZaaaa2", "date": "2026-08-10 07:18:50",
        "post": _POST_ID.format(2), "text": "这家蛋糕我明天也要去尝一尝味道如何",
    },
]  # fmt: skip
NOTES = "id,title,user_id,likes,comments,stars,notes,fans,collect,content\n" + "".join(
    f'{seconds:08x}{number:016x},下午茶,{user},1,0,0,1,10,2,"{text}"\n'
    for number, (seconds, user, text) in enumerate(
        [(1787436979, "66aa", f"转自微博：{LATER}"), (1787437979, "66bb", "蛋糕，\n好吃")]
    )
)
"""Another platform, where somebody copied what the person wrote."""


def write_exports(folder: Path) -> dict[str, Path]:
    """Source -> its file."""
    folder.mkdir(parents=True, exist_ok=True)
    posts, reposts, notes = (folder / name for name in ("posts.jsonl", "reposts.jsonl.gz", "notes.csv"))
    posts.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in POSTS), "utf-8")
    text = "".join(json.dumps(each) + "\n" for each in REPOSTS)  # escaped, as many exporters write
    reposts.write_bytes(gzip.compress(text.encode(), mtime=0))
    notes.write_bytes(NOTES.encode("gb18030"))
    return {"weibo_posts": posts, "weibo_reposts": reposts, "xiaohongshu_notes": notes}


def gather_all(home: Home, exports: dict[str, Path], run_id: str) -> list[Coverage]:
    """Every file once more."""
    return [
        row
        for source, file in exports.items()
        for row in gather(
            source,
            [SourceQuery(source=source, query=str(file))],
            home=home,
            key=author_key(home.vault),
            run_id=run_id,
            min_outreach_followers=0,
            is_linking=True,
        )
    ]


def a_home(root: Path, exports: dict[str, Path]) -> Home:
    """Gathered, with something of the person in every other place too."""
    home = Home(root).create()
    gather_all(home, exports, "first")
    (home.inbox / "weibo_posts" / "done").mkdir(parents=True)
    (home.inbox / "weibo_posts" / "done" / "posts.jsonl").write_bytes(exports["weibo_posts"].read_bytes())
    book = openpyxl.Workbook()
    for row in (("作者ID", "内容"), (PERSON, OWN), ("7300551199", OTHERS)):
        book.active.append(row)
    book.save(home.quarantine / "refused.xlsx")
    page = home.reports / "moli" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(f"<script>const posts={json.dumps([OWN])}</script>", "utf-8")
    page.with_name("page.pdf").write_bytes(b"%PDF drawn from the page")
    (home.reports / "index.html").write_text("<p>nobody</p>", "utf-8")
    with sqlite3.connect(home.state) as connection:
        connection.execute("create table notes (query text, note text)")
        connection.execute("insert into notes values (?, ?)", ("moli", f"{HANDLE} {PERSON}"))
        connection.execute("insert into notes values (?, ?)", ("moli", OTHERS))
    return home


def author_id(home: Home) -> str:
    """The person's pseudonym."""
    return pseudonym(author_key(home.vault), "weibo", PERSON)


def found_in(home: Home, words: list[str]) -> list[str]:
    """`file: word` wherever a word stands in the bytes of a file, unpacked and unescaped, in the usual encodings."""
    found = []
    for file in sorted(path for path in home.root.rglob("*") if path.is_file()):
        for content in _contents(file):
            text = _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), content.decode("utf-8", "ignore"))
            spelled = [word for word in words if word in text or word.encode("gb18030") in content]
            found += [f"{file.relative_to(home.root)}: {word}" for word in spelled]
    return found


def _contents(file: Path) -> Iterator[bytes]:
    body = file.read_bytes()
    yield body
    if file.suffix == ".parquet":
        yield str(pq.read_table(file, partitioning=None).to_pylist()).encode("utf-8", "surrogatepass")
    if file.suffix == ".zst":
        body = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(body)).read()
        yield body
        if file.name.endswith(".jsonl.zst"):
            body = base64.b64decode(json.loads(body).get("body", ""))
            yield body
    if body[:2] == b"\x1f\x8b":
        yield gzip.decompress(body)
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
