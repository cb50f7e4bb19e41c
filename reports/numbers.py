"""Figures as people read them."""

MINUS = "\u2212"
"""The true minus sign, as wide as the plus."""


def signed(text: str, value: float) -> str:
    """Put + or a true minus before the digits of an absolute figure."""
    return (MINUS if value < 0 else "+") + text


def count(value: float) -> str:
    """A count with thousands separators (weighted counts are rounded)."""
    return f"{round(value):,}"


def percent(value: float) -> str:
    """A share as percent with one decimal, negative with a true minus."""
    return f"{abs(value) * 100:.1f}%" if value >= 0 else f"{MINUS}{abs(value) * 100:.1f}%"


def points(change: float) -> str:
    """A difference of shares in percentage points, signed, without the unit."""
    return signed(f"{abs(change) * 100:.1f}", change)


def relative(now: float, before: float) -> str:
    """The change of a count in percent of what it was, signed."""
    change = now / before - 1
    return signed(f"{abs(change) * 100:,.0f}%", change)


def times(now: float, before: float) -> str:
    """How many times as much, one decimal below ten."""
    factor = now / before
    return f"{factor:.1f}" if factor < 10 else f"{factor:,.0f}"


def _scaled(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def short(value: float) -> tuple[str, str]:
    """A large count rounded for reading, in Chinese (万, 亿) and English (K, M)."""
    for floor, unit in ((1e8, "亿"), (1e4, "万")):
        if value >= floor:
            zh = f"{_scaled(value / floor)}{unit}"
            break
    else:
        zh = count(value)
    for floor, unit in ((1e6, "M"), (1e3, "K")):
        if value >= floor:
            return zh, f"{_scaled(value / floor)}{unit}"
    return zh, count(value)
