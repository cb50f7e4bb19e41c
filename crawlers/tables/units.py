"""Units that a header states for its numbers: 粉丝量(万), 首次响应时长(秒), 金额(万元)."""

import re

from crawlers.tables.names import plain

_WAN = re.compile(r"[(\[{]\s*(?:单位\s*[:：]?\s*)?(?:万|w)[元次人个]?\s*[)\]}]|万元$")
_TIMES = (
    ("minutes_of_seconds", re.compile(r"秒|\bs\b|\bsec|seconds?")),
    ("minutes_of_hours", re.compile(r"小时|\bh\b|\bhrs?\b|hours?")),
    ("minutes_of_minutes", re.compile(r"分钟?[)\]]|分钟|\bmins?\b|minutes?|\bm\b")),
)


def converter_for(field: str, header: str) -> str | None:
    """The converter that a header's unit asks for; None where the field's own will do."""
    text = plain(header)
    if field.endswith("_minutes"):
        return next((name for name, words in _TIMES if words.search(text)), None)
    if not _WAN.search(text):
        return None
    if field == "amount":
        return "money_in_wan"
    return "count_in_wan" if field.endswith("_count") else None
