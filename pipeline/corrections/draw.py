"""Which posts go onto a sheet: half at random, a quarter each of the uncertain and of the disputed."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

Stratum = Literal["random", "uncertain", "disputed"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post that may be drawn."""

    mention_id: str
    is_uncertain: bool
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A post on the sheet, and why."""

    mention_id: str
    stratum: Stratum


def draw(candidates: Sequence[Candidate], count: int, seed: int) -> list[Drawn]:
    """`count` posts in an order that says nothing about why each was drawn; all there are when there are fewer.

    The random ones are drawn first and from everything, so that they alone tell how often the machine errs. The same
    candidates and seed give the same sheet.
    """
    shuffled = sorted(candidates, key=lambda each: _lot(each.mention_id, seed))
    quarter = count // 4
    reached = count - 2 * quarter
    drawn: dict[str, Stratum] = {each.mention_id: "random" for each in shuffled[:reached]}
    _add(drawn, [each for each in shuffled if each.is_disputed], quarter, "disputed")
    _add(drawn, [each for each in shuffled if each.is_uncertain], quarter, "uncertain")
    # Where doubt fills fewer places, the random part grows by the next lots, whatever they hold: it stays random.
    for each in shuffled[reached:]:
        if len(drawn) >= count:
            break
        drawn[each.mention_id] = "random"
    return sorted(
        (Drawn(mention_id, stratum) for mention_id, stratum in drawn.items()),
        key=lambda each: _lot(each.mention_id, seed + 1),
    )


def _add(drawn: dict[str, Stratum], pool: Sequence[Candidate], count: int, stratum: Stratum) -> None:
    fresh = [each for each in pool if each.mention_id not in drawn]
    for each in fresh[: max(count, 0)]:
        drawn[each.mention_id] = stratum


def _lot(mention_id: str, seed: int) -> str:
    return sha256(f"{seed}:{mention_id}".encode()).hexdigest()
