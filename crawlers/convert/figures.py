"""Money, quantities, shares, durations and other figures of shops' and service desks' tables."""

import re
import unicodedata

from crawlers.convert.context import Context, shown

_MONEY = re.compile(
    r"(?:¥|RMB|CNY|人民币)?([+-]?)(?:¥|RMB|CNY|人民币)?(\d+(?:\.\d+)?)(万|w|亿)?(?:元|RMB|CNY|人民币)?", re.IGNORECASE
)
_FOREIGN = re.compile(r"\$|€|£|₩|USD|EUR|HKD|TWD|JPY", re.IGNORECASE)
_TIMES = {None: 1, "万": 10_000, "w": 10_000, "亿": 100_000_000}
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(?:件|个|份|瓶|盒|包|箱|杯|只|袋|套|台|本|次|pcs?)?", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d+) days?, )?(\d+):(\d{2}):(\d{2})(?:\.\d+)?")
_SHORT_CLOCK = re.compile(r"(\d+):(\d{2})")
_SPOKEN = re.compile(
    r"(?:(\d+(?:\.\d+)?)\s*(?:小时|时|h(?:ours?)?))?\s*(?:(\d+(?:\.\d+)?)\s*(?:分钟|分|m(?:in(?:ute)?s?)?))?\s*"
    r"(?:(\d+(?:\.\d+)?)\s*(?:秒钟|秒|s(?:ec(?:ond)?s?)?))?",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*(%?)")
_CURRENCIES = {
    "人民币": "CNY", "元": "CNY", "RMB": "CNY", "¥": "CNY", "美元": "USD", "$": "USD", "US$": "USD", "港币": "HKD",
    "港元": "HKD", "HK$": "HKD", "新台币": "TWD", "台币": "TWD", "NT$": "TWD", "日元": "JPY", "欧元": "EUR", "€": "EUR",
    "英镑": "GBP", "£": "GBP",
}  # fmt: skip
_YES = frozenset(
    [
        "是",
        "已",
        "y",
        "yes",
        "true",
        "1",
        "√",
        "✓",
        "已解决",
        "解决",
        "已办结",
        "办结",
        "已完成",
        "完成",
        "已关闭",
        "已处理",
        "resolved",
        "solved",
        "closed",
        "done",
    ]
)
_NO = frozenset(
    [
        "否",
        "未",
        "n",
        "no",
        "false",
        "0",
        "×",
        "x",
        "未解决",
        "未办结",
        "未完成",
        "未处理",
        "处理中",
        "待处理",
        "跟进中",
        "办理中",
        "待派单",
        "unresolved",
        "open",
        "pending",
    ]
)


def money(value: object, context: Context) -> float:
    """An amount in yuan: 59, ¥1,280.50, -15, (15.00), 1.2万, 30元.

    Raises ValueError, also for the sign of another currency.
    """
    text = _plain(value)
    if _FOREIGN.search(text):
        raise ValueError(f"{shown(value)} has the sign of another currency; map the column `currency` and give numbers")
    is_in_brackets = text.startswith("(") and text.endswith(")")
    match = _MONEY.fullmatch(text.strip("()") if is_in_brackets else text)
    if match is None:
        raise ValueError(f"cannot read {shown(value)} as money")
    sign, digits, unit = match.groups()
    amount = float(digits) * _TIMES[unit and unit.lower()]
    return -amount if sign == "-" or is_in_brackets else amount


def money_in_wan(value: object, context: Context) -> float:
    """An amount of a column that counts ten thousand yuan. Raises ValueError."""
    return money(value, context) * 10_000


def quantity(value: object, context: Context) -> float:
    """Units bought, negative for a return: 2, 1.5, -1, 3件. Raises ValueError."""
    match = _NUMBER.fullmatch(_plain(value))
    if match is None:
        raise ValueError(f"cannot read {shown(value)} as a quantity")
    return float(match[1])


def currency(value: object, context: Context) -> str:
    """A currency as ISO 4217 writes it. Raises ValueError."""
    word = unicodedata.normalize("NFKC", str(value)).strip().upper()
    code = _CURRENCIES.get(word, word)
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise ValueError(f"cannot read {shown(value)} as a currency")
    return code


def share(value: object, context: Context) -> float:
    """A share between 0 and 1: 0.95 or 95%. Raises ValueError."""
    match = _SHARE.fullmatch(_plain(value))
    found = float(match[1]) / (100 if match[2] else 1) if match else -1.0
    if not 0 <= found <= 1:
        raise ValueError(f"cannot read {shown(value)} as a share between 0 and 1")
    return found


def resolved(value: object, context: Context) -> bool | None:
    """Whether a matter is settled, by the usual words; None for any other."""
    word = str(value).strip().lower()
    return True if word in _YES else False if word in _NO else None


def minutes(value: object, context: Context) -> float:
    """Minutes of a duration that names its units: 00:03:25, 3分25秒, 1h. Raises ValueError for a bare number."""
    text = _plain(value)
    if match := _CLOCK.fullmatch(text):
        days, hours, mins, secs = (int(part or 0) for part in match.groups())
        return (days * 24 + hours) * 60 + mins + secs / 60
    if match := _SHORT_CLOCK.fullmatch(text):
        return int(match[1]) + int(match[2]) / 60
    match = _SPOKEN.fullmatch(text)
    if match is None or not any(match.groups()):
        raise ValueError(f"cannot tell the unit of {shown(value)}; write `as: minutes_of_seconds` or the like")
    hours_, mins_, secs_ = (float(part or 0) for part in match.groups())
    return hours_ * 60 + mins_ + secs_ / 60


def minutes_of_seconds(value: object, context: Context) -> float:
    """Minutes, of a column that counts seconds."""
    return _in_minutes(value, context, 1 / 60)


def minutes_of_minutes(value: object, context: Context) -> float:
    """Minutes, of a column that counts minutes."""
    return _in_minutes(value, context, 1.0)


def minutes_of_hours(value: object, context: Context) -> float:
    """Minutes, of a column that counts hours."""
    return _in_minutes(value, context, 60.0)


def _in_minutes(value: object, context: Context, factor: float) -> float:
    try:
        found = float(_plain(value)) * factor
    except ValueError:
        return minutes(value, context)
    if found < 0:
        raise ValueError(f"a negative duration: {shown(value)}")
    return found


def _plain(value: object) -> str:
    return unicodedata.normalize("NFKC", str(value)).replace(",", "").replace(" ", "")
