"""Pieces that the patterns of private numbers, names and places are made of."""

import re
from collections.abc import Callable
from typing import NamedTuple

Check = Callable[[str, str], bool]
"""Whether what a pattern met is private: the match, and what stands before it."""

BEFORE, AFTER = r"(?<![0-9A-Za-z_.])", r"(?![0-9A-Za-z_])"
"""A number stands alone."""
GAP = r"[-－—–‐_.·・•*~/ \u3000\u200b\ufe0f\u20e3]"
"""What people put between digits: marks, blanks, the frames of digits drawn as pictures."""
_ORDER = re.compile(
    r"(?:订单|单号|货号|编号|型号|流水|票号|运单|快递[单号]|条码|批号|序列号|房间号|SKU|sku|ID|id)[^，。,；;]{0,4}$"
)


class Family(NamedTuple):
    """The patterns of one family of kinds, ready to be joined to the others."""

    patterns: tuple[str, ...]
    """Alternatives, each one named group; names are unique among all families."""
    checks: dict[str, Check]
    """By group name; its order is the order in which groups are asked."""
    hints: tuple[str, ...]
    """A text that meets none of them holds nothing of the family; read by RE2, so without looking around."""
    inner: dict[str, tuple[str, ...]]
    """Groups of which only a part is private: the label before it stays."""


def always(number: str, before: str) -> bool:
    """The shape alone tells."""
    return True


def is_ordered(before: str) -> bool:
    """Whether a number is announced as that of an order, a parcel or an article."""
    return bool(_ORDER.search(before))


def digits_of(number: str) -> str:
    """The digits alone, without what stands between them."""
    return "".join(str(int(each)) for each in number if each.isdigit())
