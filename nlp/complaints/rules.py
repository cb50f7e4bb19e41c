"""Complaint detection by weighed words in their clauses; what is found is sorted and weighed by the taxonomy."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import repeat
from typing import NamedTuple

import numpy as np

from nlp.complaints.complaint import Complaint, describe
from nlp.complaints.evidence import DISCOUNT, MAX_LENGTH, THRESHOLD, Evidence, find_evidence, praise, tells_of_harm
from nlp.complaints.lexicon import Lexicon, lexicon
from nlp.complaints.severity import Audience
from nlp.complaints.taxonomy import Taxonomy, taxonomy
from nlp.complaints.tone import COMPLAINT, PRAISE, UNKNOWN
from nlp.engine import Verdicts
from nlp.integrity.content import is_news
from nlp.text.clean import CleanText, clean
from nlp.text.fold import simplify
from records import Span
from records.ids import version_of

NONE = "none"
"""Label of a text that is no complaint."""
RULES_VERSION = "4"
"""Raised when the weighing changes; changed words change the version by themselves."""

_LONG, _LONG_MOST = 200, 800
"""Characters: each further 200 ask for one more strong word, up to 800."""
_NO_EXPERIENCE, _CALM = 1.0, 2.0
"""Further weight asked of texts that name nothing tracked."""
_ONE_SENTENCE = 60
"""Characters up to which a text tells one thing: who says no more than that something failed says it of their own."""
_REACTIONS = {"service": 0.5, "refund": 0.8}
"""How a shop reacts is rarely what the complaint is about: what happened names the type where both are told."""


class Starts(NamedTuple):
    """Where in a text something may begin."""

    words: Sequence[int]
    """Of the lexicon."""
    themes: Sequence[int]
    """Words of the taxonomy."""


class ComplaintRules:
    """The rules engine (nlp.engine.Engine); its version covers words and weights."""

    name = "rules"

    def __init__(self) -> None:
        self._lexicon: Lexicon = lexicon()
        self._taxonomy: Taxonomy = taxonomy()
        self.version = version_of("complaint", RULES_VERSION, self._lexicon.version, self._taxonomy.version)
        self.labels = (NONE, *self._lexicon.names)

    def read(self, texts: Sequence[str]) -> Verdicts:
        """The type of each text, or `none`; rules know no probabilities, the label given has 1."""
        labels = [complaint.label if complaint else NONE for complaint in self.judge(texts)]
        rows = np.eye(len(self.labels), dtype=np.float32)[[self.labels.index(label) for label in labels]]
        return Verdicts.of(self.labels, rows.reshape(-1, len(self.labels)), np.zeros(len(texts), dtype=np.bool_))

    def explain(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """The words that made each text a complaint."""
        return [complaint.spans if complaint else () for complaint in self.judge(texts)]

    def judge(
        self,
        texts: Sequence[str],
        *,
        titles: Sequence[str | None] | None = None,
        is_declared: Sequence[bool] | None = None,
        is_consumer: Sequence[bool] | None = None,
        tones: Sequence[str | None] | None = None,
        follower_counts: Sequence[int | None] | None = None,
        share_counts: Sequence[int | None] | None = None,
    ) -> list[Complaint | None]:
        """The complaint in each text, or None.

        `is_declared` marks texts that are complaints by their source (a complaint platform): only the type, the
        severity and the words are asked. `is_consumer` marks texts known to be about something bought or tracked (a
        linked post, a review); others must show a consumer's setting. `tones` tell what is known of an author's mood
        (nlp.complaints.tone): who praises complains of nothing but harm to health. `follower_counts` of the authors
        and `share_counts` of the texts, where known, raise the severity of what many will read.
        """
        return self.judge_cleaned(
            [clean(text) for text in texts],
            titles=titles,
            is_declared=is_declared,
            is_consumer=is_consumer,
            tones=tones,
            follower_counts=follower_counts,
            share_counts=share_counts,
        )

    def judge_cleaned(
        self,
        texts: Sequence[CleanText],
        *,
        titles: Sequence[str | None] | None = None,
        is_declared: Sequence[bool] | None = None,
        is_consumer: Sequence[bool] | None = None,
        tones: Sequence[str | None] | None = None,
        follower_counts: Sequence[int | None] | None = None,
        share_counts: Sequence[int | None] | None = None,
    ) -> list[Complaint | None]:
        """`judge` for texts that are cleaned already."""
        count, finder = len(texts), self._lexicon.finder
        read = [text.text[:MAX_LENGTH] for text in texts]
        heads = titles or [None] * count
        said = [
            simplify(f"{text.original[:MAX_LENGTH]}\n{title or ''}") for text, title in zip(texts, heads, strict=True)
        ]
        rows = zip(
            texts,
            map(finder.occurs, said, finder.starts_of(said)),
            map(Starts, finder.starts_of(read), self._taxonomy.finder.starts_of(read)),
            heads,
            is_declared or repeat(False, count),
            is_consumer or repeat(False, count),
            tones or repeat(UNKNOWN, count),
            follower_counts or repeat(None, count),
            share_counts or repeat(None, count),
            strict=True,
        )
        return [
            self._one(
                text,
                starts,
                title or "",
                Audience(followers, shares),
                is_declared=declared,
                is_consumer=consumer,
                tone=tone,
            )
            if heard or declared
            else None
            for text, heard, starts, title, declared, consumer, tone, followers, shares in rows
        ]

    def _one(
        self,
        cleaned: CleanText,
        starts: Starts,
        title: str,
        audience: Audience,
        *,
        is_declared: bool,
        is_consumer: bool,
        tone: str | None,
    ) -> Complaint | None:
        words = f"{title}\n{cleaned.text[:MAX_LENGTH]}"
        if not is_declared and not self._is_asked(words, tone, is_consumer=is_consumer):
            return None
        evidence = find_evidence(self._lexicon, cleaned, starts.words)
        headline = self._headline(clean(title)) if title else []
        if not is_declared and not self._suffices(evidence + headline, words, tone, is_consumer=is_consumer):
            return None
        kept, told = ([item for item in items if item.weight > DISCOUNT] for items in (evidence, headline))
        label = self._type(kept, told)
        return describe(self._lexicon, self._taxonomy, cleaned, title, label, kept, audience, starts=starts.themes)

    def _headline(self, title: CleanText) -> list[Evidence]:
        return find_evidence(self._lexicon, title, self._lexicon.finder.starts_of([title.text[:MAX_LENGTH]])[0])

    def _is_asked(self, text: str, tone: str | None, *, is_consumer: bool) -> bool:
        """Whether a text can be a complaint at all: not in praise, and of something bought."""
        if tone == PRAISE and not tells_of_harm(self._lexicon, text):
            return False
        return is_consumer or self._has("setting", text)

    def _suffices(self, evidence: Sequence[Evidence], text: str, tone: str | None, *, is_consumer: bool) -> bool:
        """Whether the words outweigh praise and length: a long post holds a few hard words by chance.

        What names nothing tracked is mostly talk of the world: it needs more where it is long and tells no experience
        of its author, and much more where it is calm.
        """
        weight = sum({item.text: item.weight for item in evidence}.values())
        needed = THRESHOLD + max(0, min(len(text), _LONG_MOST) - _LONG) / _LONG
        if not is_consumer:
            is_tale = len(text) > _ONE_SENTENCE and not self._has("experience", text)
            needed += _NO_EXPERIENCE * is_tale + _CALM * (tone not in (COMPLAINT, UNKNOWN))
        if weight < needed or weight - praise(self._lexicon, text) < needed:
            return False
        return not self._has("own_fault", text) and ("我" in text or not is_news(text))

    def _has(self, context: str, text: str) -> bool:
        return self._lexicon.context[context].search(text) is not None

    def _type(self, evidence: Sequence[Evidence], headline: Sequence[Evidence]) -> str:
        """The heaviest type; a title says what the complaint is about, so its words count double."""
        weights: dict[str, float] = defaultdict(float)
        for item in (*evidence, *headline, *headline):
            weights[item.word.type_id] += item.weight * _REACTIONS.get(item.word.type_id, 1.0)
        named = {label: weight for label, weight in weights.items() if label != "other"}
        order = list(self._lexicon.names)
        return max(named, key=lambda label: (named[label], -order.index(label))) if named else "other"


def type_names() -> dict[str, tuple[str, str]]:
    """Chinese and English name of each complaint type."""
    return dict(lexicon().names)


@cache
def load() -> ComplaintRules:
    """The engine, built once."""
    return ComplaintRules()
