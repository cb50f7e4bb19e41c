"""The shapes that flow between rooms. Standard library only (`arrow.py` alone imports pyarrow).

A page becomes mentions; a mention gains annotations; both become facts.
"""

from records.annotation import Annotation, Span
from records.author import Author
from records.brand import Brand, BrandEvent, Lexicon, LinkRule, Product, SourceQuery
from records.community import CommunityDay
from records.contact import Contact
from records.coverage import Coverage, Outcome, Refusal
from records.mention import COUNT_FIELDS, KINDS, Mention
from records.observation import Observation
from records.order import Order
from records.rawpage import RawPage
from records.survey import SurveyResponse

__all__ = [
    "COUNT_FIELDS",
    "KINDS",
    "Annotation",
    "Author",
    "Brand",
    "BrandEvent",
    "CommunityDay",
    "Contact",
    "Coverage",
    "Lexicon",
    "LinkRule",
    "Mention",
    "Observation",
    "Order",
    "Outcome",
    "Product",
    "RawPage",
    "Refusal",
    "SourceQuery",
    "Span",
    "SurveyResponse",
]
