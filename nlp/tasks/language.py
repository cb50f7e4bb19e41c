"""Which language each text is in; what is not Chinese is marked, not scored."""

from nlp.columns import Columns
from nlp.tasks.day import Day, Plan
from nlp.tasks.kind import Made
from nlp.text.language import languages
from records.ids import version_of

_VERSION = "1"
"""Raised when some text is taken for another language."""


def made(plan: Plan) -> Made:
    """Engine and version under a plan."""
    return Made("rules", version_of("language", _VERSION))


def run(day: Day, plan: Plan, columns: Columns) -> None:
    """The language of the author's own words."""
    day.languages = languages([cleaned.text for cleaned in day.cleaned])
    for mention_id, language in zip(day.ids, day.languages, strict=True):
        columns.add(mention_id, language)
