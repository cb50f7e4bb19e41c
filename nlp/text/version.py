"""What the words of a text follow from, in one short name: who keeps words asks it whether they still hold."""

from functools import cache
from pathlib import Path

from records import Lexicon
from records.ids import version_of
from records.program import program_of

_PACKAGES = ("jieba", "rjieba")


def words_version(lexicon: Lexicon) -> str:
    """Another one wherever cleaning, cutting or reading, a word list or a library is another."""
    return version_of(_programs(), *sorted(lexicon.words))


@cache
def _programs() -> str:
    """Code and lists of this folder and of reading, to the letter: a rule that somebody forgot to number counts."""
    folder = Path(__file__).parent
    return program_of([*folder.glob("*.py"), *folder.glob("*.txt"), folder.parent / "topics" / "reading.py"], _PACKAGES)
