"""Native ids that look like each platform's own, unique within the world."""

from datetime import datetime
from random import Random

_BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_HEX = "0123456789abcdef"


class Ids:
    """Hands out ids, never the same twice."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def _fresh(self, rng: Random, prefix: str, alphabet: str, length: int) -> str:
        while True:
            made = prefix + "".join(rng.choices(alphabet, k=length))
            if made not in self._given:
                self._given.add(made)
                return made

    def author(self, rng: Random, platform: str) -> str:
        """An account id: Weibo 10 digits, Xiaohongshu 24 hex digits, Douyin 16 digits, App Store 10 digits."""
        if platform == "xiaohongshu":
            return self._fresh(rng, "6", _HEX, 23)
        prefix, length = {"weibo": ("7", 9), "douyin": ("9", 15)}.get(platform, ("1", 9))
        return self._fresh(rng, prefix, "0123456789", length)

    def content(self, rng: Random, platform: str, at: datetime) -> str:
        """A content id; Xiaohongshu's begins with the unix time in hex, as an ObjectId does."""
        if platform == "weibo":
            return self._fresh(rng, "R", _BASE62, 8)
        if platform == "xiaohongshu":
            return self._fresh(rng, f"{int(at.timestamp()):08x}", _HEX, 16)
        prefix, length = {"douyin": ("75", 17), "heimao": ("1738", 7), "appstore": ("13", 9)}[platform]
        return self._fresh(rng, prefix, "0123456789", length)

    def handle(self, rng: Random) -> str:
        """Douyin's sec_uid."""
        return self._fresh(rng, "MS4wLjABAAAA", _BASE62, 43)
