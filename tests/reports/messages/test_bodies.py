"""What each channel gets, held against golden files. `SCRM_WRITE_GOLDEN=1` writes them anew: then read the diff."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reports.messages import CHANNELS, Attachment, Language, Message, mail
from reports.messages.channel import packed
from reports.messages.dingtalk import BODY_BYTES as DINGTALK_BYTES
from reports.messages.email import html, text
from reports.messages.feishu import BODY_BYTES as FEISHU_BYTES
from reports.messages.layout import told
from reports.messages.slack import HEADER_CHARACTERS
from reports.messages.wecom import DESCRIPTION_BYTES, MARKDOWN_BYTES, TITLE_BYTES
from tests.reports.messages.made import ALERT, ALL, WEEKLY

GOLDEN = Path(__file__).with_name("golden")
LANGUAGES: dict[str, Language] = {"alert": "zh", "over": "both", "daily": "zh", "weekly": "en"}
AT = datetime(2026, 11, 9, 0, 30, tzinfo=UTC)


def agree(name: str, made: str) -> None:
    file = GOLDEN / name
    if os.environ.get("SCRM_WRITE_GOLDEN"):
        file.write_text(made, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == made


@pytest.mark.parametrize("case", ALL)
@pytest.mark.parametrize("kind", CHANNELS)
def test_body_is_the_golden_one(kind: str, case: str) -> None:
    body = CHANNELS[kind].body(ALL[case], LANGUAGES[case])
    agree(f"{kind}_{case}.json", json.dumps(body, ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("case", ALL)
def test_mail_is_the_golden_one(case: str) -> None:
    words = told(ALL[case], LANGUAGES[case])
    agree(f"email_{case}.html", html(words, ALL[case].mood))
    agree(f"email_{case}.txt", text(words))


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu", "slack"])
def test_nothing_that_people_wrote_acts(kind: str) -> None:
    made = packed(CHANNELS[kind].body(ALERT, "both")).decode()
    for acting in ("@所有人", "[点我]", "http://evil", "<b>", "*大家*", "\u202e", "5元|杯"):
        assert acting not in made
    assert "😡" in made
    assert "👨‍👩‍👧" in made, "an emoji of several characters stays whole"


def long(characters: str) -> Message:
    """A message of which only a part fits anywhere."""
    return replace(
        ALERT, sentences=((characters * 9000, characters * 9000),), posts=("· 微博：" + characters * 9000,) * 3
    )


@pytest.mark.parametrize("characters", ["茶", "😡", "👨‍👩‍👧", "🇨🇳", '"\\\n', "&", "é"])
def test_no_body_is_longer_than_allowed_nor_broken(characters: str) -> None:
    message = long(characters)
    wecom = CHANNELS["wecom"].body(message, "both")["markdown"]
    assert isinstance(wecom, dict)
    size = len(wecom["content"].encode())
    assert MARKDOWN_BYTES - 40 <= size <= MARKDOWN_BYTES, "as much as fits"
    assert wecom["content"].endswith("(https://crm.invalid/reports/%E9%9D%92%E7%A6%BE%20%28%E8%8C%B6%29.html)")
    for kind, limit in (("dingtalk", DINGTALK_BYTES), ("feishu", FEISHU_BYTES)):
        content = CHANNELS[kind].seal(CHANNELS[kind].body(message, "both"), "https://x.invalid/?a=b", "abc", AT).content
        assert len(content) <= limit
        assert "�" not in content.decode("utf-8")
    for block in json.loads(packed(CHANNELS["slack"].body(message, "both")))["blocks"]:
        limit = HEADER_CHARACTERS if block["type"] == "header" else 3000
        assert len(block["text"]["text"]) <= limit


def test_a_week_with_a_page_is_a_card_with_its_link() -> None:
    wecom = json.loads(packed(CHANNELS["wecom"].body(replace(long("茶"), stage="weekly"), "zh")))
    article = wecom["news"]["articles"][0]
    assert len(article["description"].encode()) <= DESCRIPTION_BYTES
    assert len(article["title"].encode()) <= TITLE_BYTES
    assert CHANNELS["dingtalk"].body(WEEKLY, "zh")["msgtype"] == "actionCard"
    assert CHANNELS["wecom"].body(replace(WEEKLY, link=""), "zh")["msgtype"] == "markdown"


def test_a_name_or_a_link_alone_too_long_still_gives_a_message() -> None:
    message = replace(ALERT, brand="牌" * 5000, link="https://crm.invalid/" + "x" * 9000)
    content = json.loads(packed(CHANNELS["wecom"].body(message, "zh")))["markdown"]["content"]
    assert len(content.encode()) <= MARKDOWN_BYTES
    assert "crm.invalid" not in content, "a link is left out whole, never cut"


def test_a_mail_needs_nothing_from_outside_and_is_known_by_what_it_tells() -> None:
    page = Attachment(name="青禾茶.html", content="<p>页</p>".encode())
    made = mail(ALERT, "zh", sender="舆情 <crm@brand.invalid>", recipients=["a@b.invalid"], at=AT, attachment=page)
    again = mail(replace(ALERT, is_repeat=True), "zh", sender="crm@brand.invalid", recipients=["a@b.invalid"], at=AT)
    assert made["Message-ID"] == again["Message-ID"]
    assert [part.get_content_type() for part in made.walk() if not part.is_multipart()] == [
        "text/plain", "text/html", "text/html",
    ]  # fmt: skip
    attached = next(made.iter_attachments())
    assert (attached.get_filename(), attached.get_content()) == ("青禾茶.html", "<p>页</p>")
    shown = html(told(ALERT, "zh"), "bad")
    assert not any(each in shown for each in ("<script", "<img", "<link", "src=", "url("))
    assert "＝cmd" not in shown
    assert "＜b＞=cmd()＜/b＞" in shown


def test_grown_alerts_are_told_apart_and_repeats_are_not() -> None:
    grown = replace(ALERT, stage="grown", size=2000)
    assert len({ALERT.once, grown.once, replace(grown, size=4000).once}) == 3
    assert ALERT.once == replace(ALERT, size=1500, is_repeat=True).once
