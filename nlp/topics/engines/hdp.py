"""HDP: LDA that finds the number of topics by itself (Teh et al. 2006; Gibbs sampling of tomotopy)."""

import numpy as np

from nlp.topics.engines import Fitted, Reading
from nlp.topics.engines._sampling import of_counts, table

RESTARTS = 1
ITERATIONS = 300
ALPHA, ETA, GAMMA = 0.03, 0.02, 0.03
"""Concentrations: of topics in a document, of words in a topic, of topics in the corpus."""
_BEGINS = 2
"""Topics to begin with: too many to begin with seldom find together again."""
_SMALLEST = 0.005
"""Tables that hold a smaller share of all words are chance and no topic."""


def fit(reading: Reading, *, topic_count: int, seed: int) -> Fitted:
    """See TopicEngine.fit; of the topics that live, the largest `topic_count`, and never fewer than one."""
    import tomotopy

    model = tomotopy.HDPModel(initial_k=_BEGINS, alpha=ALPHA, eta=ETA, gamma=GAMMA, seed=seed)
    for words in reading.documents:
        model.add_doc(words)
    model.train(ITERATIONS, workers=1)
    counts = np.asarray(model.get_count_by_topics(), np.float64)
    is_living = [model.is_live_topic(topic) for topic in range(model.k)]
    counts = np.where(is_living, counts, 0.0)
    order = [int(topic) for topic in np.argsort(-counts, kind="stable") if counts[topic] > 0][:topic_count]
    kept = [topic for topic in order if counts[topic] >= _SMALLEST * counts.sum()] or order[:1]
    return of_counts(
        table(model, kept, reading),
        counts[kept].tolist(),
        iterations=ITERATIONS,
        alpha=ALPHA,
        eta=ETA,
        gamma=GAMMA,
        living_count=int(sum(is_living)),
    )
