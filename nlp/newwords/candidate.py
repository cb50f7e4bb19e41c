"""One string that may be a word."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A string that stands together and stands freely, with what speaks for it."""

    word: str
    """Lower case, half width, simplified."""
    kind: Literal["word", "phrase"]
    """word: the dictionary would cut it into single characters; phrase: into words it knows (物流速度)."""
    count: int
    """Occurrences in the different texts."""
    text_count: int
    """Different texts that hold it."""
    cohesion: float
    """Pointwise mutual information, in nats, of the two parts of its loosest cut."""
    left_entropy: float
    """Nats; how free the choice of what stands before it is."""
    right_entropy: float
    """Nats; how free the choice of what stands behind it is."""
    edge_share: float
    """Share of the occurrences looked at where the dictionary's words begin and end with it."""
    score: float
    """Order of the list: cohesion plus the smaller entropy, the more the more texts hold it."""
    examples: tuple[str, ...]
    """Clauses that hold it."""
