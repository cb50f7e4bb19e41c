"""Dynamic topics: the words of a topic drift from period to period (Blei and Lafferty 2006).

Each period is sampled with the topics of the period before as prior of its own (topic tracking: Iwata et al. 2009), the
first with those of all periods together; so a topic keeps its place and its words follow what is said. tomotopy's
DTModel, which follows the paper to the letter, does not come near on short texts (docs/models.md).

The topics given are those of the last period, which the coming mentions are read with; `history` holds all periods.
"""

from collections.abc import Sequence

import numpy as np

from nlp.topics.engines import Fitted, Floats, Reading, lda
from nlp.topics.engines._sampling import of_counts, table

RESTARTS = 3
ITERATIONS = 100
MEMORY = 1.0
"""Weight of the topics before against the words of a period: words of prior for each word read."""


def fit(reading: Reading, *, topic_count: int, seed: int) -> Fitted:
    """See TopicEngine.fit. With one period alone it is LDA; periods without documents are closed up."""
    periods = np.asarray(reading.periods)
    whole = lda.fit(reading, topic_count=topic_count, seed=seed)
    before, counts = whole.topic_words, np.zeros(topic_count)
    history = []
    for period in np.unique(periods).tolist():
        documents = [reading.documents[at] for at in np.flatnonzero(periods == period).tolist()]
        before, held = _follow(before, documents, reading, seed)
        history.append(before)
        counts += held
    drift = float(np.abs(np.diff(history, axis=0)).sum(axis=2).mean() / 2) if len(history) > 1 else 0.0
    fitted = of_counts(
        before,
        counts.tolist(),
        iterations=ITERATIONS,
        memory=MEMORY,
        period_count=len(history),
        mean_drift=round(drift, 4),
    )
    return fitted._replace(history=np.stack(history))


def _follow(before: Floats, documents: Sequence[Sequence[str]], reading: Reading, seed: int) -> tuple[Floats, Floats]:
    """The topics of one period, given those before it, and how many of its words are of each.

    tomotopy samples with the prior but leaves it out of the probabilities it tells, so it is added to the counts here.
    """
    import tomotopy

    topic_count = len(before)
    model = tomotopy.LDAModel(k=topic_count, alpha=lda.ALPHA, eta=lda.ETA, seed=seed)
    model.optim_interval = 0
    strength = MEMORY * sum(map(len, documents)) / topic_count
    priors = lda.ETA + strength * before.T
    for at, word in enumerate(reading.vocabulary):
        model.set_word_prior(word, priors[at].tolist())
    for words in documents:
        model.add_doc(words)
    model.train(ITERATIONS, workers=1)
    held = np.asarray(model.get_count_by_topics(), np.float64)
    rows = table(model, range(topic_count), reading) * held[:, None] + priors.T
    return rows / rows.sum(axis=1, keepdims=True), held
