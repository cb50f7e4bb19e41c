"""Sentences and clauses with their places in the text, and what a clause is to its neighbours.

A judgement of a post rarely covers all of it: 虽然贵，但是好用 praises after 但是. One regular expression finds marks
and connectives together, so that a text is read once. Offsets are those of the text given; traditional characters are
read as simplified ones of equal length.
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from nlp.text.fold import simplify

Role = Literal["plain", "concession", "contrast", "condition", "exception", "question"]
"""What the connective makes of a clause.

concession: granted, the weight lies elsewhere (虽然贵); contrast: against what came before, carries the weight
(但是好用); condition: not said to be so (要是便宜点); exception: the rest is judged the other way (除了贵); question:
asked, not told.
"""


class Clause(NamedTuple):
    """A piece of a text between two marks or connectives, without white space at its ends; never empty."""

    start: int
    """Its first character in the text."""
    end: int
    """One past its last character; the mark that closes it is not part of it."""
    role: Role
    """From the first connective in it; question only when there is none."""
    connective: str
    """The word that gave the role (simplified); empty for plain clauses and most questions."""
    mark: str
    """Punctuation that closes it as written (，, ！！, a line end); empty before a connective and at the end."""


_TOKEN = re.compile(
    r"""
    (?P<mark>(?:[，。！？；!?;…~～（）()【】「」『』\[\]“”\n\r]|,(?!\d)|\.(?![A-Za-z0-9]))
        [，。！？；!?;…~～（）()【】「」『』\[\]“”\n\r,.\s]*)
  | (?P<blank>[ \t\u3000]+)
  | (?P<contrast>但(?<!不但)(?<!非但)(?<!岂但)(?![愿凡])是?
      |不过(?<![再最比说打玩敌气看受够难]不过)(?![是关分时期敏瘾来去了滤问几多]|如此)
      |可是(?<![这那我你他她它们]可是)|然而(?<!自然而)|唯独|美中不足)
  | (?P<opening>就是(?![这那说因为喜冲好要想真棒赞牛爱它他她你我图了]|一[个款次])
      |只是|只不过|可惜|遗憾|唯一|缺点)
  | (?P<inner>却|反而|反倒|偏偏)
  | (?P<concession>虽然|虽说|虽|尽管|即使|即便|哪怕|固然|就算|纵然|纵使)
  | (?P<condition>如果|要是|假如|假使|假设|倘若|若是|若能|万一|除非|只要|一旦)
  | (?P<given>的话(?![题语费术剧筒]))
  | (?P<exception>除了|除去|除开)
  | (?P<rest>其[他它余]|别的|剩下的|都)
    """,
    re.VERBOSE,
)
_ENDS = re.compile(r"[。！？!?…\n\r]")
_SENTENCE = re.compile(r"[^。！？!?…\n\r]*(?:[。！？!?…]+[”’」』）)\]】]*|[\n\r]|\Z)")
_ROLES: dict[str, Role] = {
    "contrast": "contrast",
    "opening": "contrast",
    "inner": "contrast",
    "concession": "concession",
    "condition": "condition",
    "given": "condition",
    "exception": "exception",
}


def clauses(text: str) -> list[Clause]:
    """The clauses of a text in order; every character that is no mark and no white space is in exactly one."""
    return _Reader(simplify(text)).read()


def clauses_of(texts: Sequence[str]) -> list[list[Clause]]:
    """The clauses of each text."""
    return [clauses(text) for text in texts]


def sentences(text: str) -> list[tuple[int, int]]:
    """[start, end) of each sentence with its closing mark and quotes, without white space around; none is empty."""
    found = []
    for match in _SENTENCE.finditer(text):
        start, end = _trimmed(text, *match.span())
        if start < end:
            found.append((start, end))
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


class _Reader:
    """Where reading stands: the clause begun, its role so far, and whether it opens a sentence."""

    __slots__ = ("_connective", "_found", "_is_first", "_role", "_start", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[Clause] = []
        self._begin(0)
        self._is_first = True

    def read(self) -> list[Clause]:
        """All clauses of the text."""
        for match in _TOKEN.finditer(self._text):
            kind = match.lastgroup
            if kind == "mark":
                self._close(match.start(), match.group().strip() or "\n", match.end())
            elif kind == "blank":
                self._blank(match)
            else:
                self._word(kind or "", match)
        self._close(len(self._text), "", len(self._text))
        return self._found

    def _begin(self, start: int) -> None:
        self._start, self._role, self._connective = start, "plain", ""

    def _close(self, end: int, mark: str, following: int) -> None:
        """Ends the clause before `end`; the next one begins at `following`."""
        start, stop = _trimmed(self._text, self._start, end)
        if start < stop:
            role: Role = self._role  # type: ignore[assignment]
            if role == "plain" and ("?" in mark or "？" in mark or self._text[stop - 1] == "吗"):
                role = "question"
            self._found.append(Clause(start, stop, role, self._connective, mark))
            self._is_first = False
        if mark and _ENDS.search(mark):
            self._is_first = True
        self._begin(following)

    def _blank(self, match: re.Match[str]) -> None:
        """White space is a comma between Chinese characters or emoji, and part of the clause beside Latin ones."""
        start, end = match.span()
        if start and end < len(self._text) and not self._text[start - 1].isascii() and not self._text[end].isascii():
            self._close(start, " ", end)

    def _word(self, kind: str, match: re.Match[str]) -> None:
        start, end = match.span()
        if kind == "rest":
            if self._role == "exception":
                self._close(start, "", start)
            return
        if kind == "contrast":
            self._close(start, "", start)
        elif kind == "opening" and (self._is_first or self._text[self._start : start].strip()):
            return
        if self._role == "plain":
            self._role, self._connective = _ROLES[kind], match.group()
        if kind == "given":
            self._close(end, "", end)
