"""The words authors use, as a sparse matrix fit for grouping and for evidence."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from crm.frames import require
from crm.personas.settings import PersonaSettings

Ints = npt.NDArray[np.int64]

SENSITIVE = (
    "怀孕", "孕妇", "流产", "抑郁", "自杀", "艾滋", "癌", "肿瘤", "糖尿病", "残疾", "宗教", "佛教", "基督",
    "穆斯林", "清真", "同性恋", "党员", "民族", "未成年", "小学生", "初中生", "高中生", "幼儿园", "负债", "贷款",
)  # fmt: skip
"""Parts of words about health, belief, origin, orientation, debts or minors: they neither group nor name anybody."""
MAX_AUTHOR_SHARE = 0.5
"""A word that more authors than this use tells none apart."""
MAX_TERMS = 2_000
"""Most-used words kept."""
COMPONENT_COUNT = 20
"""Directions kept of the words before they meet the other blocks."""


def usable_terms(author_terms: pd.DataFrame, authors: pd.MultiIndex, settings: PersonaSettings) -> pd.DataFrame:
    """The usable words of the given authors as rows (row: the author's position, term, count), sorted.

    Usable: two characters or more with a letter among them, not SENSITIVE, used by at least `min_cluster_size` authors
    and at most MAX_AUTHOR_SHARE of them. Raises UsageError for a missing column.
    """
    frame = require(author_terms, ["author_id", "term", "count"], name="author term").dropna()
    frame = frame[pd.to_numeric(frame["count"]) > 0]
    author, term = (pd.Categorical(frame[name]) for name in ("author_id", "term"))
    owners = author.categories.get_indexer(authors.get_level_values("author_id"))
    units = pd.DataFrame({"author": owners, "row": np.arange(len(authors))})
    uses = pd.DataFrame({"author": author.codes, "term": term.codes, "count": frame["count"].to_numpy()})
    uses = uses[np.array([_is_usable(str(each)) for each in term.categories], dtype=bool)[term.codes]]
    table = uses.merge(units, on="author").groupby(["row", "term"])["count"].sum().reset_index()
    kept = _kept_terms(
        np.bincount(table["term"], minlength=len(term.categories)), term.categories, len(authors), settings
    )
    usable: pd.DataFrame = table[kept[table["term"]]].reset_index(drop=True)
    return usable.assign(term=pd.Categorical.from_codes(usable["term"], term.categories))


@dataclass(frozen=True, slots=True, kw_only=True)
class WordUse:
    """Who used which usable word how often."""

    author_count: int
    words: tuple[str, ...]
    """Sorted."""
    author: Ints
    """Number of the author of each use."""
    word: Ints
    """Number of its word."""
    count: npt.NDArray[np.float64]

    @classmethod
    def of(cls, table: pd.DataFrame, author_count: int) -> "WordUse":
        """The rows of usable_terms."""
        codes, words = pd.factorize(table["term"], sort=True)
        return cls(
            author_count=author_count,
            words=tuple(str(word) for word in words),
            author=table["row"].to_numpy(dtype=np.int64),
            word=codes.astype(np.int64),
            count=table["count"].to_numpy(dtype=np.float64),
        )

    def dealt(self, rng: np.random.Generator) -> "WordUse":
        """The same words, dealt anew: authors keep the number of words, words the number of users, nearly."""
        return replace(self, word=self.word[rng.permutation(len(self.word))])

    def matrix(self) -> sparse.csr_array:
        """Counts, authors x words."""
        shape = (self.author_count, len(self.words))
        return sparse.coo_array((self.count, (self.author, self.word)), shape=shape).tocsr()


def _kept_terms(uses: Ints, terms: pd.Index, author_count: int, settings: PersonaSettings) -> npt.NDArray[np.bool_]:
    """Whether a word is used by neither too few nor too many and among the most used; of equals those spelt first."""
    is_common = (uses >= settings.min_cluster_size) & (uses <= MAX_AUTHOR_SHARE * author_count)
    by_use = sorted(np.flatnonzero(is_common).tolist(), key=lambda place: (-int(uses[place]), str(terms[place])))
    kept = np.zeros(len(terms), dtype=bool)
    kept[by_use[:MAX_TERMS]] = True
    return kept


def term_directions(counts: sparse.csr_array, *, seed: int) -> npt.NDArray[np.float64]:
    """TF-IDF (sublinear, unit length) of the counts, reduced by truncated SVD; an author without words is NaN.

    Without columns when there are too few words to span two directions.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfTransformer

    if min(counts.shape) < 3:
        return np.zeros((counts.shape[0], 0))
    weighted = TfidfTransformer(sublinear_tf=True).fit_transform(sparse.csr_matrix(counts))
    component_count = min(COMPONENT_COUNT, min(counts.shape) - 1)
    directions = TruncatedSVD(component_count, random_state=seed).fit_transform(weighted)
    directions[np.diff(counts.indptr) == 0] = np.nan
    return np.asarray(directions, dtype=np.float64)


def is_sensitive(word: str) -> bool:
    """Whether a word touches what must neither group nor name anybody."""
    return any(part in word for part in SENSITIVE)


def _is_usable(word: str) -> bool:
    return len(word) >= 2 and any(character.isalpha() for character in word) and not is_sensitive(word)
