"""How likely words are, and the likeliest words of a text: what weighs one reading of characters against another."""

from collections.abc import Callable
from functools import cache
from math import inf, log

from nlp.text.dictionary import dictionary

_ABSENT = -1.0
"""Below every logarithm of a count; None stands for what only begins words."""


@cache
def _base_logs() -> dict[str, float | None]:
    counts = dictionary().counts
    logs: dict[str, float | None] = {word[:end]: None for word in counts for end in range(1, len(word))}
    logs.update((word, log(count)) for word, count in counts.items() if count)
    return logs


def likeliest(block: str, count: Callable[[str], int], total: int, longest: int) -> list[str]:
    """jieba's likeliest words of a block, of those equally likely the ones it takes: slow, for the rare tie.

    `longest` is the number of characters of the longest word. Letters and digits that no word holds are joined, as
    jieba joins them without guesses.
    """
    log_total, length = log(total), len(block)
    best, ends = [0.0] * (length + 1), [0] * length
    for start in range(length - 1, -1, -1):
        stops = [end for end in range(start + 1, min(length, start + longest) + 1) if count(block[start:end])]
        ways = [(log(count(block[start:end]) or 1) - log_total + best[end], end) for end in stops or [start + 1]]
        best[start], ends[start] = max(ways)
    words: list[str] = []
    at, joined = 0, ""
    while at < length:
        word, at = block[at : ends[at]], ends[at]
        if len(word) == 1 and word.isascii() and word.isalnum():
            joined += word
            continue
        words += [joined, word] if joined else [word]
        joined = ""
    return [*words, joined] if joined else words


class Paths:
    """Probabilities of the words of the dictionary and of user words with their counts, as jieba weighs them."""

    def __init__(self, added: dict[str, int], total: int) -> None:
        self._logs = dict(_base_logs())
        for word, count in added.items():
            self._logs[word] = log(count)
            for end in range(1, len(word)):
                self._logs.setdefault(word[:end], None)
        self._log_total = log(total)

    def score(self, word: str) -> float | None:
        """Logarithm of the probability of one word; None when it is in neither list."""
        value = self._logs.get(word)
        return None if value is None else value - self._log_total

    def scores(self, block: str) -> list[float]:
        """Logarithm of the probability of the likeliest words from each character to the end; 0 at the end itself."""
        logs, log_total, length = self._logs, self._log_total, len(block)
        best = [0.0] * (length + 1)
        for start in range(length - 1, -1, -1):
            top = -inf
            for end in range(start + 1, length + 1):
                value = logs.get(block[start:end], _ABSENT)
                if value is None:
                    continue
                if value == _ABSENT:
                    break
                top = max(top, value - log_total + best[end])
            best[start] = best[start + 1] - log_total if top == -inf else top
        return best

    def leading(self, block: str) -> list[float]:
        """Logarithm of the probability of the likeliest words of each beginning of a block; 0 of the empty one.

        What `scores` gives first for each, in one pass where every character is a word: a beginning then holds no
        character that only longer words explain. Sums differ in their last digits at most.
        """
        logs, log_total, length = self._logs, self._log_total, len(block)
        if any(logs.get(character) is None for character in block):
            return [self.scores(block[:end])[0] for end in range(length + 1)]
        best = [0.0] + [-inf] * length
        for start in range(length):
            before = best[start] - log_total
            for end in range(start + 1, length + 1):
                value = logs.get(block[start:end], _ABSENT)
                if value is None:
                    continue
                if value == _ABSENT:
                    break
                best[end] = max(best[end], before + value)
        return best

    def crosses(self, block: str, place: int) -> bool:
        """Whether any word of the block holds the characters on both sides of a place."""
        logs = self._logs
        for start in range(place - 1, -1, -1):
            for end in range(start + 1, len(block) + 1):
                value = logs.get(block[start:end], _ABSENT)
                if value == _ABSENT:
                    break
                if end > place and value is not None:
                    return True
        return False
