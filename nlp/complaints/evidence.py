"""The complaint words of a text, each weighed in its clause."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.complaints.lexicon import Lexicon, Word
from nlp.text.clean import CleanText

MAX_LENGTH = 4_000
"""Characters read; a complaint says what it is about before."""
DISCOUNT = 0.2
"""What remains of a word that is supposed, resolved, asked, told of others, or stands in a hashtag."""
THRESHOLD = 1.0
"""Weight from which a text is a complaint: one strong word, or two weak ones, not outweighed by praise."""

_CLAUSE_LENGTH = 80
_CLAUSE = re.compile(rf"[^，。！？；!?;,\n~]{{1,{_CLAUSE_LENGTH}}}[。！？!?~]{{0,3}}")
_ENDS = re.compile(r"[，。！？；!?;,\n~]")
_PRAISE, _PRAISE_MOST = 0.4, 1.2


@dataclass(frozen=True, slots=True)
class Evidence:
    """One word that speaks for a complaint."""

    word: Word
    text: str
    weight: float
    start: int
    end: int


def find_evidence(lexicon: Lexicon, cleaned: CleanText, starts: Sequence[int]) -> list[Evidence]:
    """Each word once, in order; `starts` are the places where a word may begin (WordFinder.starts_of).

    A hashtag is what everybody is talking about, not what this author says: words in it count little.
    """
    text = cleaned.text[:MAX_LENGTH]
    tags = [(at, at + len(tag)) for tag in cleaned.hashtags if (at := text.find(tag)) >= 0]
    found: dict[str, Evidence] = {}
    denied_end = -1
    for clause in _CLAUSE.finditer(text):
        for match in lexicon.finder.find(clause.group(), within(starts, *clause.span())):
            item = _weigh(lexicon, clause, match, tags)
            if not item.weight or _is_listed(lexicon, text, denied_end, item):
                denied_end = item.end
            elif item.text not in found or found[item.text].weight < item.weight:
                found[item.text] = item
    return sorted(found.values(), key=lambda item: item.start)


def _weigh(lexicon: Lexicon, clause: re.Match[str], match: re.Match[str], tags: Sequence[tuple[int, int]]) -> Evidence:
    word = lexicon.words[lexicon.finder.number(match)]
    start = clause.start() + match.start()
    weight = word.weight * _trust(lexicon, clause.group(), match)
    if any(begin <= start < end for begin, end in tags):
        weight *= DISCOUNT
    return Evidence(word, match.group(), weight, start, start + len(match.group()))


def _trust(lexicon: Lexicon, clause: str, match: re.Match[str]) -> float:
    """1 for a plain statement, 0 when denied, DISCOUNT when supposed, resolved, asked or reported of others."""
    context, before = lexicon.context, clause[: match.start()]
    if is_denied(lexicon, before) or (before.endswith("是") and match.group().startswith("不是")):
        return 0.0
    if context["hypothesis"].search(before) or context["third_person"].search(clause):
        return DISCOUNT
    if context["resolved"].search(clause) or context["question"].search(clause):
        return DISCOUNT
    return 1.0


def is_denied(lexicon: Lexicon, before: str) -> bool:
    """Whether what follows these words of a clause is said not to be: 没有, 从来不会, or a list that begins so."""
    return bool(lexicon.context["negation"].search(before[-10:]) or lexicon.context["negated_list"].search(before))


def _is_listed(lexicon: Lexicon, text: str, denied_end: int, item: Evidence) -> bool:
    """Whether it goes on a list of things denied: 没有死机、卡顿, 不会掉色和起球, 没有死机，黑屏等问题."""
    if not 0 <= denied_end <= item.start:
        return False
    between = text[denied_end : item.start]
    if lexicon.context["list_gap"].fullmatch(between):
        return True
    return between == "，" and bool(lexicon.context["list_end"].match(text, item.end))


def is_supposed(lexicon: Lexicon, before: str) -> bool:
    """Whether what follows these words of a clause is only supposed, feared or asked: 如果, 怕, 会不会."""
    return bool(lexicon.context["hypothesis"].search(before))


def within(places: Sequence[int], begin: int, end: int) -> list[int]:
    """The places (ascending) in [begin, end), counted from its beginning."""
    return [at - begin for at in places[bisect_left(places, begin) : bisect_left(places, end)]]


def clauses(text: str) -> Iterator[tuple[int, str]]:
    """Each clause and where it begins."""
    return ((clause.start(), clause.group()) for clause in _CLAUSE.finditer(text))


def told(lexicon: Lexicon, words: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where the text tells something as a fact: neither denied nor supposed."""
    for match in words.finditer(text):
        before = _ENDS.split(text[max(0, match.start() - _CLAUSE_LENGTH) : match.start()])[-1]
        if not is_denied(lexicon, before) and not is_supposed(lexicon, before):
            yield match.span()


def praise(lexicon: Lexicon, text: str) -> float:
    """What speaks against a complaint; praise that a `but` takes back counts half."""
    praises = list(lexicon.context["praise"].finditer(text))
    if not praises:
        return 0.0
    turn = lexicon.context["turn"].search(text, praises[0].end())
    return min(_PRAISE_MOST, _PRAISE * len(praises)) * (0.5 if turn else 1.0)


def tells_of_harm(lexicon: Lexicon, text: str) -> bool:
    """Whether it tells of harm to health, and does not deny it."""
    return any(
        not is_denied(lexicon, clause[: match.start()])
        for _, clause in clauses(text)
        for match in lexicon.context["illness"].finditer(clause)
    )
