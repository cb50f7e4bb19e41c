"""Opinion words in folded text with their signs: negation is counted, so that two negators undo each other.

不好 is against and 没有人不夸 is for: each negator turns the sign of the next word in its reach, and of those that
follow it at once (没有破损、漏液). Words that only look negating (不得不, 差不多, 要不是) are taken out first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.directed.lexicon import Lexicon

NEAR, FAR = 2, 12
"""Characters between a negator and the word it turns: 不 (怎么太) 好看, 没有 (一个同事不) 夸."""
_NEGATED = 0.8
"""不好 says less than 坏 does, and 不坏 less than 好."""
_MILD = -0.6
"""有点大 finds fault, and not much."""
_BLANK = "\ue000"
_BREAKS = frozenset("，。！？；,;!?…\n～~、：:．. \t·\u3000")
_OWN = "不没无"
_LINKS = frozenset(("", "、", "和", "或", "跟", "及", "又", "也", "没", "与"))
"""What stands between words that one negator turns together."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One word, and what it says where it stands."""

    start: int
    end: int
    weight: float
    """For (+) or against (-); nearly 0 for words of indifference."""
    negator_count: int
    """How many negators turn it."""


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    weight: float
    is_unturned: bool
    is_negated: bool
    """Whether it begins with a negator of its own (不错), so that only a far one turns it."""


def hits(text: str, lexicon: Lexicon) -> list[Hit]:
    """The opinion words of a folded text in order; frames and marks are blanked out by the caller."""
    words = _words(text, lexicon)
    if not words:
        return []
    plain = lexicon.lexical.sub(lambda match: _BLANK * len(match.group()), text)
    counts = [0] * len(words)
    for match in lexicon.negators.finditer(plain):
        is_far = match.lastgroup == "far"
        for at in _turned(plain, match.end(), FAR if is_far else NEAR, words):
            counts[at] += is_far or not words[at].is_negated
    return [_judged(word, count) for word, count in zip(words, counts, strict=True)]


def _words(text: str, lexicon: Lexicon) -> list[_Word]:
    found: list[_Word] = []
    taken: set[int] = set()
    for match in lexicon.words.finditer(text):
        taken.update(range(*match.span()))
        word = match.group()
        if word not in lexicon.harmless:
            found.append(
                _Word(match.start(), match.end(), lexicon.polarity[word], word in lexicon.unturned, word[0] in _OWN)
            )
    for match in lexicon.singles.finditer(text):
        group = match.lastgroup or ""
        start = match.start(group)
        weight = _single_weight(match.group(group), group, lexicon)
        if start not in taken and weight:
            found.append(_Word(start, start + 1, weight, match.group(group) in lexicon.unturned, is_negated=False))
    return sorted(found, key=lambda word: word.start)


def _single_weight(character: str, group: str, lexicon: Lexicon) -> float:
    if group == "much" and character in lexicon.excessive and character not in "轻快":
        return _MILD
    if group == "weighed" and character in lexicon.grown:
        return 0.0
    return lexicon.single_polarity.get(character, 0.0)


def _turned(text: str, end: int, reach: int, words: Sequence[_Word]) -> list[int]:
    """Places of the words that a negator ending at `end` turns."""
    found: list[int] = []
    for at, word in enumerate(words):
        if word.start < end:
            continue
        between = text[end : word.start]
        is_listed = bool(found) and between in _LINKS
        if not (is_listed if found else len(between) <= reach and _BREAKS.isdisjoint(between)):
            break
        found.append(at)
        end = word.end
    return found


def _judged(word: _Word, count: int) -> Hit:
    weight = word.weight
    if count % 2:
        weight *= 0.0 if word.is_unturned else -_NEGATED
    return Hit(word.start, word.end, weight, count)
