"""The records that the user's own books give."""

from records.community import CommunityDay
from records.consent import Consent
from records.contact import Contact
from records.cost import Cost
from records.loyalty import LoyaltyTransaction
from records.order import Order
from records.referral import Referral
from records.survey import SurveyResponse
from records.touchpoint import Touchpoint

FeedRecord = (
    Order | Contact | SurveyResponse | CommunityDay | Referral | LoyaltyTransaction | Touchpoint | Cost | Consent
)
"""A row of the user's own books."""
