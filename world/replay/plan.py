"""A fault plan: which requests go wrong and how, decided by a seed and shares alone, so that a run can be repeated."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

WIRE_FAULTS = {
    "rate_limit": "429 with Retry-After in seconds",
    "rate_limit_date": "429 with Retry-After as an HTTP date",
    "server_error": "500, 502, 503 or 504",
    "expired": "401, as for an expired token",
    "reset": "the connection is reset before an answer",
    "cut": "the connection is reset in the middle of the body",
    "slow": "the body comes in small pieces over `slow_seconds`",
    "gzip": "Content-Encoding: gzip over broken bytes",
    "redirect": "302 to another path of this host, which answers",
    "redirect_loop": "302 to itself",
    "large": "a body of `large_bytes` (10 MB), padded with blanks",
    "length_long": "Content-Length promises more bytes than come",
    "length_short": "Content-Length promises fewer bytes than the body has",
}
"""What happens to a good answer on its way."""
CONTENT_FAULTS = {
    "empty": "an empty page (200) while more exists; its continuation leads to the same place",
    "overlap": "the page begins with the last items of the page before",
    "stale": "the whole page before, with its continuation, once more",
    "shift": "new items arrive just before the answer",
    "renamed": "a field of every item has another name",
}
"""What the content itself shows."""
FAULTS = {**WIRE_FAULTS, **CONTENT_FAULTS}
"""Name -> what it is, in a few words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """One request that went wrong by intent."""

    request_number: int
    """Its number over all requests of this server, from 1."""
    target: str
    """Path with query."""
    fault: str
    """One of FAULTS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultPlan:
    """Shares of requests that go wrong. The n-th request of one target always meets the same fate.

    Raises ValueError for an unknown fault and for shares that are no shares.
    """

    seed: int = 0
    shares: Mapping[str, float] = field(default_factory=dict)
    """Name of a fault -> share of requests, 0 to 1; their sum is at most 1."""
    path: str = ""
    """A part of the target that is struck; empty for all, robots.txt included."""
    begins_at: int = 1
    """Number of the first request (over all) that may be struck."""
    longest_streak: int | None = None
    """At most so many faults in a row, for one target and for all, so that they can be overcome; None: no limit."""
    retry_after_seconds: int = 0
    """What `rate_limit` and `rate_limit_date` ask for."""
    slow_seconds: float = 0.2
    """How long a `slow` body takes."""
    large_bytes: int = 10_000_000
    """Size of a `large` body."""

    def __post_init__(self) -> None:
        unknown = sorted(set(self.shares) - set(FAULTS))
        if unknown:
            raise ValueError(f"unknown fault {', '.join(unknown)}; there are: {', '.join(FAULTS)}")
        if any(not 0 <= share <= 1 for share in self.shares.values()) or sum(self.shares.values()) > 1 + 1e-9:
            raise ValueError(f"shares {dict(self.shares)}: each must be in 0..1 and their sum at most 1")

    def draw(self, target: str, number: int) -> str | None:
        """What happens to the `number`th request of a target, before streaks are limited."""
        digest = hashlib.blake2b(f"{self.seed}\x1f{target}\x1f{number}".encode(), digest_size=8).digest()
        point = int.from_bytes(digest, "big") / 2**64
        for fault, share in self.shares.items():
            if point < share:
                return fault
            point -= share
        return None

    def to_json(self) -> str:
        """The plan as `read_plans` reads it."""
        return json.dumps(asdict(self))


def read_plans(file: Path) -> tuple[FaultPlan, ...]:
    """The plans in a JSON file: one object, or a list of them, the first that strikes counts.

    Raises ValueError for what is no plan.
    """
    content = json.loads(file.read_text(encoding="utf-8"))
    try:
        return tuple(FaultPlan(**each) for each in (content if isinstance(content, list) else [content]))
    except TypeError as error:
        raise ValueError(f"{file}: not a fault plan ({error}); see docs/replay.md") from error


class Fate:
    """Applies plans to requests as they come, and remembers what it did."""

    def __init__(self, plans: Sequence[FaultPlan]) -> None:
        self._plans = tuple(plans)
        self._numbers: Counter[str] = Counter()
        self._streaks: defaultdict[tuple[int, str], int] = defaultdict(int)
        self.asked: list[str] = []
        """Every target asked for so far, in order."""
        self.struck: list[Struck] = []
        """What went wrong so far, in order."""

    def meets(self, target: str) -> tuple[FaultPlan, str] | None:
        """Counts a request; the plan and the fault that strike it, if any."""
        self.asked.append(target)
        self._numbers[target] += 1
        for plan, fault in self._draws(target):
            self.struck.append(Struck(request_number=len(self.asked), target=target, fault=fault))
            return plan, fault
        return None

    def _draws(self, target: str) -> Iterator[tuple[FaultPlan, str]]:
        for index, plan in enumerate(self._plans):
            if plan.path not in target or len(self.asked) < plan.begins_at:
                continue
            fault = plan.draw(target, self._numbers[target])
            places = ((index, target), (index, ""))
            longest = max(self._streaks[each] for each in places)
            if fault is not None and (plan.longest_streak is None or longest < plan.longest_streak):
                self._streaks.update({each: self._streaks[each] + 1 for each in places})
                yield plan, fault
            else:
                self._streaks.update(dict.fromkeys(places, 0))
