"""What kind of content it is, what is copied, and what is not organic."""

from nlp.integrity.army import Suspicion, water_army
from nlp.integrity.content import ContentClass, content_class
from nlp.integrity.duplicates import Group, duplicate_groups
from nlp.integrity.evidence import Evidence
from nlp.integrity.promotions import Promotion, promotions
from nlp.integrity.verdicts import VerdictRow, organic_weights, verdict_rows

__all__ = [
    "ContentClass",
    "Evidence",
    "Group",
    "Promotion",
    "Suspicion",
    "VerdictRow",
    "content_class",
    "duplicate_groups",
    "organic_weights",
    "promotions",
    "verdict_rows",
    "water_army",
]
