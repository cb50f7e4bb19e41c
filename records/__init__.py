"""The shapes that flow between rooms. Standard library only (`arrow.py` alone imports pyarrow).

A page becomes mentions; a mention gains annotations; both become facts.
"""

from records.annotation import Annotation, Span
from records.author import Author
from records.brand import Brand, BrandEvent, Lexicon, LinkRule, Product, SourceQuery
from records.community import CommunityDay
from records.consent import Consent
from records.contact import Contact
from records.cost import Cost
from records.coverage import Coverage, Outcome, Refusal
from records.feed import FeedRecord
from records.loyalty import LOYALTY_KINDS, LoyaltyTransaction
from records.mention import COUNT_FIELDS, KINDS, Mention
from records.observation import Observation
from records.order import Order
from records.rawpage import RawPage
from records.referral import Referral
from records.survey import SurveyResponse
from records.touchpoint import Touchpoint

__all__ = [
    "COUNT_FIELDS",
    "KINDS",
    "LOYALTY_KINDS",
    "Annotation",
    "Author",
    "Brand",
    "BrandEvent",
    "CommunityDay",
    "Consent",
    "Contact",
    "Cost",
    "Coverage",
    "FeedRecord",
    "Lexicon",
    "LinkRule",
    "LoyaltyTransaction",
    "Mention",
    "Observation",
    "Order",
    "Outcome",
    "Product",
    "RawPage",
    "Referral",
    "Refusal",
    "SourceQuery",
    "Span",
    "SurveyResponse",
    "Touchpoint",
]
