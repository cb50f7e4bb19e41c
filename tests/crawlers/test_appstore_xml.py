"""The App Store's review feed as Atom: the same mentions as from the JSON of the same reviews."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from crawlers import catalog
from crawlers.reading import Reading
from crawlers.recording import read_recording
from records import RawPage, SourceQuery
from records.errors import SchemaDrift

KEY = b"k" * 32
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
HEAD = '<?xml version="1.0" encoding="utf-8"?>'
SPACES = 'xmlns:im="http://itunes.apple.com/rss" xmlns="http://www.w3.org/2005/Atom" xml:lang="zh"'
FEED_ID = "https://itunes.apple.com/cn/rss/customerreviews/id=42/sortby=mostrecent/xml"
REVIEWS: list[dict[str, Any]] = [
    {
        "id": "900",
        "title": "还行",
        "text": "上新快 & 不贵 <3",
        "stars": "4",
        "votes": "3",
        "at": "2026-03-02T10:00:00-07:00",
    },
    {"id": "901", "title": "一般", "text": "打开\n有点慢", "stars": "2", "votes": "-1", "at": None},
]


def _json() -> dict[str, Any]:
    app = {"id": {"label": "x"}, "im:name": {"label": "青禾茶"}, "title": {"label": "青禾茶"}}
    entries = [
        {
            "id": {"label": each["id"]},
            "author": {
                "uri": {"label": f"https://itunes.apple.com/cn/reviews/id{each['id']}"},
                "name": {"label": "茶客"},
            },
            "title": {"label": each["title"]},
            "content": {"label": each["text"], "attributes": {"type": "text"}},
            "im:rating": {"label": each["stars"]},
            "im:version": {"label": "1.2"},
            "im:voteSum": {"label": each["votes"]},
            **({"updated": {"label": each["at"]}} if each["at"] else {}),
        }
        for each in REVIEWS
    ]
    return {"feed": {"id": {"label": FEED_ID}, "entry": [app, *entries]}}


def _xml() -> str:
    app = f"<entry><id im:id='42'>x</id><title>青禾茶</title><im:name>青禾茶</im:name>{'<im:image/>' * 3}</entry>"
    entries = "".join(
        "<entry>"
        + (f"<updated>{each['at']}</updated>" if each["at"] else "")
        + f"<id>{each['id']}</id><title>{each['title']}</title><content type='text'>{escape(each['text'])}</content>"
        + f"<im:rating>{each['stars']}</im:rating><im:version>1.2</im:version><im:voteSum>{each['votes']}</im:voteSum>"
        + f"<author><name>茶客</name><uri>https://itunes.apple.com/cn/reviews/id{each['id']}</uri></author>"
        + "<content type='html'>&lt;table&gt;&lt;b&gt;again&lt;/b&gt;&lt;/table&gt;</content></entry>"
        for each in REVIEWS
    )
    return f"{HEAD}<feed {SPACES}><id>{FEED_ID}</id><title>Reviews</title>{app}{entries}</feed>"


def _read(tmp_path: Path, body: str, encoding: str = "utf-8") -> Reading:
    file = tmp_path / "page"
    file.write_bytes(body.encode(encoding))
    return read_recording("appstore", file, KEY)


def test_atom_gives_what_json_gives(tmp_path: Path) -> None:
    of_json, of_xml = _read(tmp_path, json.dumps(_json())), _read(tmp_path, _xml())
    seen_at = of_json.mentions[0].observed_at
    assert [(m.text, m.rating, m.product, m.like_count) for m in of_json.mentions] == [
        ("上新快 & 不贵 <3", 4.0, "青禾茶", 3),
        ("打开\n有点慢", 2.0, "青禾茶", None),
    ]
    assert [m.extra["app_id"] for m in of_xml.mentions] == ["42", "42"]
    assert of_xml.mentions[1].published_at is None
    plain = [
        repr(each.mentions).replace(repr(each.mentions[0].observed_at), repr(seen_at)) for each in (of_json, of_xml)
    ]
    assert plain[0] == plain[1]


def test_other_prefixes_and_a_byte_order_mark_are_the_same_feed(tmp_path: Path) -> None:
    renamed = _xml().replace("im:", "apple:").replace("xmlns:im", "xmlns:apple")
    assert len(_read(tmp_path, "\ufeff" + renamed).mentions) == 2
    assert _read(tmp_path, f"{HEAD}<feed {SPACES}><id>{FEED_ID}</id></feed>").outcome == "ok_empty"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (f'{HEAD}<!DOCTYPE feed [<!ENTITY a "aaaa">]><feed {SPACES}><id>&a;</id></feed>', "declares entities"),
        (f'{HEAD}<!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/passwd">]><feed {SPACES}/>', "declares entities"),
        (f"{HEAD}<feed {SPACES}><entry>", "damaged XML"),
        ("<rss version='2.0'><channel/></rss>", "not an App Store feed"),
        ("<a>" * 40 + "</a>" * 40, "nested without end"),
        ("<html><body>maintenance</html>", "damaged XML"),
        ("<?xml version='1.0' encoding='utx-8'?><feed/>", "damaged XML"),
    ],
)
def test_other_xml_is_refused_in_one_line(tmp_path: Path, body: str, says: str) -> None:
    with pytest.raises(SchemaDrift, match=says) as caught:
        _read(tmp_path, body)
    assert "\n" not in str(caught.value)


def test_an_empty_page_behind_a_full_one_is_suspicious_when_asked_twice() -> None:
    source = catalog.load("appstore")
    (fetch,) = source.first(SourceQuery(source="appstore", query="42"))
    empty = json.dumps({"feed": {"id": {"label": FEED_ID}}}).encode()

    def page(**request: str) -> RawPage:
        asked = {**fetch.request, **request}
        return RawPage(source="appstore", url=fetch.url, body=empty, fetched_at=NOON, request=asked)

    again = source.after(page(got="50"))
    assert again.next
    assert again.next.request["attempt"] == "2"
    assert source.after(page(got="50", attempt="2")).is_suspicious
    assert not source.after(page(got="49")).is_suspicious
