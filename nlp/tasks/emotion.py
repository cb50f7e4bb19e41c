"""Emotion of each text: happy, angry, sad, fear, surprise or neutral."""

from nlp import emotion
from nlp.columns import Columns
from nlp.tasks import content_class, language
from nlp.tasks.day import Day, Plan
from nlp.tasks.kind import Made
from records.ids import version_of


def made(plan: Plan) -> Made:
    """Engine and version under a plan."""
    engine = emotion.load()
    version = version_of(engine.version, content_class.made(plan).version, language.made(plan).version)
    return Made(engine.name, version)


def run(day: Day, plan: Plan, columns: Columns) -> None:
    """The repost chain is read, too: the engine was trained on whole posts. A bare repost feels nothing of its own."""
    asked = [at for at in range(len(day.ids)) if day.speaks_for_itself(at)]
    verdicts = emotion.load().read([day.texts[at] for at in asked])
    rows = zip(asked, verdicts.names(), verdicts.confidence().tolist(), verdicts.is_abstained.tolist(), strict=True)
    for at, label, probability, is_abstained in rows:
        columns.add(day.ids[at], label, probability=probability, is_abstained=is_abstained)
