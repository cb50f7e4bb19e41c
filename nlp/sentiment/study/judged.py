"""What a model says of labelled texts, as the study needs it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.hashed.regress import Floats
from nlp.sentiment._weights import Weights
from nlp.sentiment.linear import OUT_OF_DOMAIN_ABOVE, LinearSentiment
from nlp.sentiment.study.measures import two_way
from nlp.sentiment.train.corpus import POLARITY, Row


@dataclass(frozen=True, slots=True)
class Judged:
    """Two-way verdicts on the rows whose label is on a side."""

    positive: Floats
    """(n,) probability of positive among the two sides."""
    is_positive: NDArray[np.bool_]
    is_flagged: NDArray[np.bool_]
    """(n,) whether the text is out of domain to the model."""
    is_test: NDArray[np.bool_]

    @staticmethod
    def by(weights: Weights, rows: Sequence[Row]) -> "Judged":
        """What weights say of the rows."""
        sided = [row for row in rows if row.label in POLARITY]
        texts = [row.text for row in sided]
        engine = LinearSentiment(weights)
        shares = engine.read(texts).probabilities.astype(np.float64)
        return Judged(
            positive=shares[:, 2] / (shares[:, 0] + shares[:, 2]),
            is_positive=np.array([POLARITY[row.label] == 1 for row in sided], np.bool_),
            is_flagged=engine.out_of_domain(texts) > OUT_OF_DOMAIN_ABOVE,
            is_test=np.array([row.is_test for row in sided], np.bool_),
        )

    def figures(self) -> dict[str, float]:
        """Scores of all rows, and of the test rows alone as `test_...`; one side alone has no test figures."""
        result = two_way(self.positive, self.is_positive) | {"flagged": round(float(self.is_flagged.mean()), 4)}
        test = two_way(self.positive[self.is_test], self.is_positive[self.is_test]) if self.is_test.any() else {}
        return result | {f"test_{key}": value for key, value in test.items()}
