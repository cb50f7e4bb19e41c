"""What kind of content it is, what is copied, and what is not organic."""

from nlp.integrity.army import Suspicion, water_army
from nlp.integrity.content import ContentClass, content_class
from nlp.integrity.duplicates import Group, duplicate_groups

__all__ = ["ContentClass", "Group", "Suspicion", "content_class", "duplicate_groups", "water_army"]
