"""A fitted topic model: what it knows, how it is applied, how it is kept."""

import hashlib
import json
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nlp.text.segment import Segmenter, segmenter
from nlp.topics.folding import fold_in
from nlp.topics.reading import Sentences, join_phrases, sentences_of, words_of
from records import Lexicon
from records.errors import DamagedArtefact
from records.ids import version_of

APPLY_VERSION = "2"
"""Raised when fold-in or pruning changes."""
MAX_TOPICS = 3
"""Topics kept for one text."""
MIN_WEIGHT = 0.1
"""Topics below this share of a text are dropped."""
MIN_WORDS, MIN_EVIDENCE, MIN_COVERAGE = 2, 1.5, 0.5
"""When a text has topics at all: different words of the vocabulary; nats by which its topics explain them better than
the corpus as a whole does; words known, as a share of what is usual in the corpus. On public posts and reviews, models
of six markets keep 85% of their own texts so, and take 7% of texts about other things for theirs (without it 96% and
42%)."""
STEPS = 1024
"""Weights are multiples of 1/1024, so that those of a text sum to exactly 1 in binary floating point."""


class TopicWeight(NamedTuple):
    """One topic of one text."""

    topic: int
    """Position in the model."""
    weight: float
    """Share of the text; those of a text sum to exactly 1."""


@dataclass(frozen=True, eq=False)
class TopicModel:
    """Topic-word probabilities with labels; applying it is deterministic and needs no library but numpy."""

    vocabulary: tuple[str, ...]
    """Words in the order of the columns of `topic_words`."""
    topic_words: npt.NDArray[np.float32]
    """Topics x words; each row is a probability distribution."""
    background: npt.NDArray[np.float32]
    """Probability of each word in the corpus as a whole."""
    labels: tuple[str, ...]
    """Readable names (排队·出餐慢), no two alike."""
    coverage: float
    """Share of a text's words that the vocabulary usually holds: the median over the corpus."""
    phrases: frozenset[tuple[str, str]]
    """Neighbouring words that are read as one."""
    lexicon: Lexicon
    """User words of the segmentation it was fitted with."""
    card: Mapping[str, Any] = field(default_factory=dict)
    """Engine, text count, vocabulary size, seed, coherence and parameters of the fit."""
    ids: tuple[str, ...] = ()
    """Ids taken over from an earlier fit (nlp.topics.lineage); none in a first fit."""

    @cached_property
    def topic_ids(self) -> tuple[str, ...]:
        """The id of each topic: taken over, or `t_<hash of the ten strongest words>`."""
        return self.ids or self.own_ids

    @cached_property
    def own_ids(self) -> tuple[str, ...]:
        """`t_<hash of the ten strongest words>` of each topic."""
        return different("t_" + version_of(*sorted(self.top_words(topic))) for topic in range(len(self.labels)))

    @property
    def engine(self) -> str:
        """Name of the engine that fitted it."""
        return str(self.card.get("engine", "lda"))

    @cached_property
    def version(self) -> str:
        """Changes with words, probabilities, labels and the way of applying."""
        return version_of(
            self.engine, APPLY_VERSION, *self.vocabulary, *self.labels, *map(" ".join, sorted(self.phrases)),
            *self.lexicon.words, hashlib.sha256(self.topic_words.tobytes() + self.background.tobytes()).hexdigest(),
            repr(self.coverage), *self.ids,
        )  # fmt: skip

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {word: at for at, word in enumerate(self.vocabulary)}

    @property
    def _segmenter(self) -> Segmenter:
        return segmenter(self.lexicon)

    def top_words(self, topic: int, count: int = 10) -> list[str]:
        """The words most probable in a topic."""
        return [self.vocabulary[at] for at in np.argsort(-self.topic_words[topic], kind="stable")[:count]]

    def telling_phrases(self, topic: int) -> list[str]:
        """Up to five phrases that the topic's texts say and others do not (发货慢, 客服态度), strongest first."""
        said: list[list[str]] = self.card.get("phrases", [])
        return said[topic] if said else []

    def known_words(self, read: Sentences) -> tuple[list[int], int]:
        """Columns of a text's words that the vocabulary holds, and how many words it has in all."""
        words = join_phrases(words_of(read), self.phrases)
        return [at for word in words if (at := self._columns.get(word)) is not None], len(words)

    def apply(self, texts: Sequence[str]) -> list[list[TopicWeight]]:
        """The topics of each text, strongest first; empty where its words are no evidence of any."""
        return self.apply_read(sentences_of(texts, self._segmenter))

    def apply_read(self, texts: Sequence[Sentences]) -> list[list[TopicWeight]]:
        """The same of texts whose sentences are cut already, by a segmenter of `lexicon`."""
        rows: list[int] = []
        columns: list[int] = []
        for row, read in enumerate(texts):
            known, count = self.known_words(read)
            if len(set(known)) >= MIN_WORDS and len(known) >= MIN_COVERAGE * self.coverage * count:
                columns += known
                rows += [row] * len(known)
        topics: list[list[TopicWeight]] = [[] for _ in texts]
        if rows:
            folded = fold_in(self.topic_words, self.background, np.array(rows), np.array(columns))
            for row, share, evidence in zip(folded.rows, folded.shares, folded.evidence.tolist(), strict=True):
                if evidence >= MIN_EVIDENCE:
                    topics[row] = _prune(share)
        return topics

    def save(self, folder: Path) -> None:
        """Writes `topics.json` and `topics.npz` into a folder (created if missing)."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(folder / "topics.npz", topic_words=self.topic_words, background=self.background)
        content = {
            "vocabulary": self.vocabulary,
            "labels": self.labels,
            "coverage": self.coverage,
            "phrases": sorted(self.phrases),
            "user_words": self.lexicon.words,
            "card": dict(self.card),
            "ids": self.ids,
            "version": self.version,
        }
        (folder / "topics.json").write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "TopicModel":
        """A saved model. Raises DamagedArtefact when files are missing or are not those that were written."""
        try:
            content = json.loads((folder / "topics.json").read_text(encoding="utf-8"))
            with np.load(folder / "topics.npz", allow_pickle=False) as arrays:
                topic_words, background = arrays["topic_words"], arrays["background"]
            model = cls(
                vocabulary=tuple(content["vocabulary"]),
                topic_words=topic_words,
                background=background,
                labels=tuple(content["labels"]),
                coverage=content["coverage"],
                phrases=frozenset((left, right) for left, right in content["phrases"]),
                lexicon=Lexicon(words=tuple(content["user_words"])),
                card=content["card"],
                ids=tuple(content.get("ids", ())),
            )
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
            raise DamagedArtefact(f"topic model {folder}: cannot be read ({error}); fit the topics again") from error
        if model.version != content.get("version"):
            raise DamagedArtefact(
                f"topic model {folder}: its words are not those that were written; fit the topics again"
            )
        return model


def different(ids: Iterable[str], taken: Collection[str] = ()) -> tuple[str, ...]:
    """The ids, those that are taken or occur before hashed once more."""
    found: list[str] = []
    for each in ids:
        while each in taken or each in found:
            each = "t_" + version_of(each)
        found.append(each)
    return tuple(found)


def _prune(share: npt.NDArray[np.float64]) -> list[TopicWeight]:
    order = np.argsort(-share, kind="stable")[:MAX_TOPICS]
    kept = [int(topic) for at, topic in enumerate(order) if at == 0 or share[topic] >= MIN_WEIGHT]
    total = sum(float(share[topic]) for topic in kept)
    steps = [round(float(share[topic]) / total * STEPS) for topic in kept]
    steps[0] += STEPS - sum(steps)
    return [TopicWeight(topic, step / STEPS) for topic, step in zip(kept, steps, strict=True)]
