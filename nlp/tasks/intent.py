"""What authors are up to: ask, buy, complain, recommend, leave."""

from nlp import intent
from nlp.columns import Columns
from nlp.tasks import content_class, language
from nlp.tasks.day import Day, Plan
from nlp.tasks.kind import Made
from records.ids import version_of


def made(plan: Plan) -> Made:
    """Engine and version under a plan."""
    engine = intent.load()
    version = version_of(engine.version, content_class.made(plan).version, language.made(plan).version)
    return Made(engine.name, version)


def run(day: Day, plan: Plan, columns: Columns) -> None:
    """A row an intent; a mention without any has none."""
    asked = [at for at in range(len(day.ids)) if day.speaks_for_itself(at)]
    found = intent.load().intents([day.cleaned[at].own for at in asked])
    for at, labels in zip(asked, found, strict=True):
        for label in labels:
            if label != intent.NONE:
                columns.add(day.ids[at], label, aspect=label)
