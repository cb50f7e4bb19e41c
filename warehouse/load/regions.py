"""Regions as sources write them, and the province or country they mean."""

import re

PROVINCES = [
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
    "台湾",
]
"""Short forms of the 34 provincial units."""

_PREFIX = re.compile(r"^(IP\s*属地|发布于|来自|归属地)\s*[:：]?\s*")
_VAGUE = {"其他", "其它", "未知", "海外", "中国", "保密", ""}


def province_of(region: str) -> str | None:
    """The province a region begins with (`IP属地:广东`, `四川 成都`, `北京市`); None abroad or unrecognised."""
    bare = _PREFIX.sub("", region.strip())
    return next((name for name in PROVINCES if bare.removeprefix("中国").strip().startswith(name)), None)


def country_of(region: str) -> str | None:
    """中国 for a province (or the word itself); another place as written; None for words that name none."""
    bare = _PREFIX.sub("", region.strip())
    if province_of(region) or bare.startswith("中国"):
        return "中国"
    first = re.split(r"[\s·,，]", bare.removeprefix("海外").strip(), maxsplit=1)[0]
    return None if first in _VAGUE else first
