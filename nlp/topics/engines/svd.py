"""Clusters of documents named by c-TF-IDF: TF-IDF, truncated SVD, k-means (Deerwester et al. 1990; Grootendorst 2022).

Less coherent than sampling (docs/models.md): for a first look at much text.
"""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from nlp.topics.engines import Fitted, Floats, Reading

RESTARTS = 1
DIMENSIONS, STARTS = 50, 4


def fit(reading: Reading, *, topic_count: int, seed: int) -> Fitted:
    """See TopicEngine.fit. A document belongs to one topic; clusters left empty are dropped."""
    counts = word_counts(reading)
    places = _places(counts, min(DIMENSIONS, *(size - 1 for size in counts.shape)), seed)
    clusters = _clusters(places, min(topic_count, len(np.unique(places, axis=0))), seed)
    member = sparse.csr_array((np.ones(len(clusters)), (clusters, np.arange(len(clusters)))))
    totals = np.asarray((member @ counts).todense(), np.float64)
    totals = totals[totals.sum(axis=1) > 0]
    weights = class_tf_idf(totals)
    shares = totals.sum(axis=1) / totals.sum()
    return Fitted(weights / weights.sum(axis=1, keepdims=True), shares, {"dimensions": places.shape[1]})


def class_tf_idf(totals: Floats) -> Floats:
    """c-TF-IDF of (topics, words) counts: tf x log(1 + A / f), A the mean words a topic, f the word's count in all."""
    frequency = totals.sum(axis=0)
    mean_size = totals.sum() / len(totals)
    weights: Floats = totals / totals.sum(axis=1, keepdims=True) * np.log1p(mean_size / np.maximum(frequency, 1.0))
    return weights


def word_counts(reading: Reading) -> "sparse.csr_array":
    """(documents, words) counts."""
    positions = {word: at for at, word in enumerate(reading.vocabulary)}
    rows = np.repeat(np.arange(len(reading.documents)), [len(words) for words in reading.documents])
    columns = np.fromiter((positions[word] for words in reading.documents for word in words), np.int64, len(rows))
    shape = (len(reading.documents), len(positions))
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)


def _places(counts: "sparse.csr_array", dimensions: int, seed: int) -> Floats:
    """Unit vectors of documents in the space of the strongest singular vectors of their TF-IDF."""
    from scipy.sparse.linalg import svds

    rarity = 1 + np.log((1 + counts.shape[0]) / (1 + np.bincount(counts.indices, minlength=counts.shape[1])))
    weighted = counts.copy()
    weighted.data = (1 + np.log(weighted.data)) * rarity[weighted.indices]
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    weighted = sparse.diags_array(1 / np.maximum(lengths, 1e-12)) @ weighted
    if dimensions < 1:
        return np.asarray(weighted.todense(), np.float64)
    left, strengths, _ = svds(weighted, k=dimensions, random_state=seed)
    places = left * strengths
    unit: Floats = places / np.maximum(np.linalg.norm(places, axis=1, keepdims=True), 1e-12)
    return unit


def _clusters(places: Floats, count: int, seed: int) -> npt.NDArray[np.int64]:
    """The cluster of each place: of several starts of k-means the tightest."""
    from scipy.cluster.vq import kmeans2

    starts = [kmeans2(places, count, minit="++", missing="warn", rng=seed + at) for at in range(STARTS)]
    loose = [float(((places - centres[labels]) ** 2).sum()) for centres, labels in starts]
    tightest: npt.NDArray[np.int64] = starts[int(np.argmin(loose))][1].astype(np.int64)
    return tightest
