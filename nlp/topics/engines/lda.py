"""LDA by collapsed Gibbs sampling (tomotopy; Blei et al. 2003, Griffiths and Steyvers 2004): the default."""

from nlp.topics.engines import Fitted, Reading
from nlp.topics.engines._sampling import of_counts, table

RESTARTS = 3
"""Outcomes differ more from start to start than between 200 and 600 sweeps."""
ITERATIONS = 200
ALPHA, ETA = 0.03, 0.02
"""Small priors: a short post is about one or two things, and a topic has few words of its own."""


def fit(reading: Reading, *, topic_count: int, seed: int) -> Fitted:
    """See TopicEngine.fit."""
    import tomotopy

    model = tomotopy.LDAModel(k=topic_count, alpha=ALPHA, eta=ETA, seed=seed)
    model.optim_interval = 0
    for words in reading.documents:
        model.add_doc(words)
    model.train(ITERATIONS, workers=1)
    return of_counts(
        table(model, range(topic_count), reading),
        model.get_count_by_topics(),
        iterations=ITERATIONS,
        alpha=ALPHA,
        eta=ETA,
    )
