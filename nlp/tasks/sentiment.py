"""Sentiment of each text as a whole."""

from functools import lru_cache

from nlp import sentiment
from nlp.columns import Columns
from nlp.complaints.tone import CERTAIN
from nlp.engine import Engine
from nlp.tasks import content_class
from nlp.tasks.day import Day, Plan
from nlp.tasks.kind import Made
from nlp.text.clean import CLEAN_VERSION
from records.ids import version_of

_WHO_IS_ASKED = "3"
"""Raised when other texts are asked, or the engine is overruled in other cases."""


@lru_cache(maxsize=4)
def _engine(name: str, model: str | None) -> Engine:
    return sentiment.load(name, model=model)


def made(plan: Plan) -> Made:
    """Engine and version under a plan."""
    engine = _engine(plan.sentiment_engine, plan.transformers_model)
    class_version = content_class.made(plan).version
    return Made(engine.name, version_of(CLEAN_VERSION, _WHO_IS_ASKED, engine.version, class_version))


def run(day: Day, plan: Plan, columns: Columns) -> None:
    """Sentiment of the author's own words; a bare repost has none, and what a brand says of itself is no opinion.

    Nobody lodges a complaint to praise: where the engine reads one as positive, it is taken to abstain.
    """
    voiced = [at for at in range(len(day.ids)) if day.speaks_for_itself(at)]
    own = [day.cleaned[at].own for at in voiced]
    engine = _engine(plan.sentiment_engine, plan.transformers_model)
    verdicts, evidence = engine.read(own), engine.explain(own)
    rows = zip(
        voiced,
        verdicts.names(),
        verdicts.balance().tolist(),
        verdicts.confidence().tolist(),
        verdicts.is_abstained.tolist(),
        evidence,
        strict=True,
    )
    day.tones = [None] * len(day.ids)
    for at, label, balance, confidence, is_abstained, spans in rows:
        is_abstained = is_abstained or (label == "positive" and day.kinds[at] == "complaint")
        day.tones[at] = label if confidence >= CERTAIN and not is_abstained else None
        columns.add(day.ids[at], label, value=balance, probability=confidence, is_abstained=is_abstained, spans=spans)
