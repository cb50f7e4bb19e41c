"""Signatures against vectors computed apart from this program, and what each platform's answers mean."""

import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest

from reports.messages import CHANNELS
from reports.messages.dingtalk import signature as dingtalk_signature
from reports.messages.feishu import signature as feishu_signature

AT = datetime.fromtimestamp(1_762_646_400, UTC)


def test_dingtalk_signs_in_the_address() -> None:
    expected = "7nqimVN7%2FkOsSx1Pne%2BoUzr6aLxVdxRSs3m%2BCLqvVYc%3D"
    assert dingtalk_signature("SECxyz", 1_762_646_400_000) == expected
    sealed = CHANNELS["dingtalk"].seal({"msgtype": "text"}, "https://o.invalid/send?access_token=t", "SECxyz", AT)
    assert sealed.url == f"https://o.invalid/send?access_token=t&timestamp=1762646400000&sign={expected}"
    assert CHANNELS["dingtalk"].seal({}, "https://o.invalid/send?access_token=t", "", AT).url.endswith("access_token=t")


def test_feishu_signs_in_the_body() -> None:
    expected = "GzZJM+p6s+teAERIZXF9jtOo0cQdtD90L81Sx3cfsIg="
    assert feishu_signature("abc", 1_762_646_400) == expected
    body = json.loads(CHANNELS["feishu"].seal({"msg_type": "text"}, "https://f.invalid/h", "abc", AT).content)
    assert body == {"timestamp": "1762646400", "sign": expected, "msg_type": "text"}
    assert json.loads(CHANNELS["feishu"].seal({"a": 1}, "https://f.invalid/h", "", AT).content) == {"a": 1}


def test_a_webhook_signs_time_and_body_in_a_header() -> None:
    sealed = CHANNELS["webhook"].seal({"once": "o", "a": "茶"}, "https://w.invalid", "key", AT)
    digest = hmac.new(b"key", b"1762646400." + sealed.content, hashlib.sha256).hexdigest()
    assert sealed.headers["X-Scrm-Signature"] == f"sha256={digest}"
    assert (sealed.headers["X-Scrm-Timestamp"], sealed.headers["Idempotency-Key"]) == ("1762646400", "o")
    assert "X-Scrm-Signature" not in CHANNELS["webhook"].seal({"once": "o"}, "https://w.invalid", "", AT).headers


def test_an_envelope_does_not_show_its_address() -> None:
    shown = repr(CHANNELS["wecom"].seal({}, "https://q.invalid/send?key=SECRET", "", AT))
    assert "SECRET" not in shown


ANSWERS = [
    ("wecom", 200, {"errcode": 0, "errmsg": "ok"}, "ok"),
    ("wecom", 200, {"errcode": 45009, "errmsg": "api freq out of limit"}, "later"),
    ("wecom", 200, {"errcode": 93000, "errmsg": "invalid webhook url"}, "refused"),
    ("wecom", 200, {"errcode": 40058, "errmsg": "markdown.content exceed max length 4096"}, "unfit"),
    ("wecom", 200, {"errcode": 12345}, "refused"),
    ("wecom", 502, "<html>", "later"),
    ("wecom", 200, "<html>log in</html>", "refused"),
    ("dingtalk", 200, {"errcode": 310000, "errmsg": "sign not match"}, "refused"),
    ("dingtalk", 200, {"errcode": 130101}, "later"),
    ("dingtalk", 200, {"errcode": 460101}, "unfit"),
    ("feishu", 200, {"code": 0, "msg": "success", "data": {}}, "ok"),
    ("feishu", 200, {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"}, "refused"),
    ("feishu", 400, {"code": 9499, "msg": "Bad Request"}, "unfit"),
    ("feishu", 429, {"code": 11232}, "later"),
    ("slack", 200, "ok", "ok"),
    ("slack", 200, "<html>", "refused"),
    ("slack", 403, "invalid_token", "refused"),
    ("slack", 400, "invalid_blocks", "unfit"),
    ("slack", 429, "rate_limited", "later"),
    ("webhook", 204, "", "ok"),
    ("webhook", 302, "", "refused"),
    ("webhook", 404, "", "refused"),
    ("webhook", 413, "", "unfit"),
    ("webhook", 503, "", "later"),
]


@pytest.mark.parametrize(("kind", "status", "answer", "outcome"), ANSWERS)
def test_success_is_read_from_the_body(kind: str, status: int, answer: object, outcome: str) -> None:
    content = answer if isinstance(answer, str) else json.dumps(answer)
    verdict = CHANNELS[kind].verdict(status, content.encode())
    assert verdict.outcome == outcome
    assert "\n" not in verdict.reason
    assert bool(verdict.reason) == (outcome != "ok")
    assert "log in" not in verdict.reason, "nothing of the answer but its code"
