"""One answer to one question of a survey."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

ASPECT_QUESTIONS: Final = ("expected", "perceived", "kano_with", "kano_without")
"""First parts of questions about an aspect, in pairs; what follows is the aspect: `expected.ecommerce.service`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyResponse:
    """One question answered by one person; NPS, CSAT, CES and their like come from these alone."""

    source: str
    """Name of the source."""
    response_id: str
    """The survey system's id of the person's whole answer, or `h:...` where there is none."""
    question: str
    """nps, csat, ces, `ccsi.<latent>.<number>`, one of ASPECT_QUESTIONS with its aspect, or the question as written."""
    answered_at: datetime
    """When it was answered (zone-aware)."""
    observed_at: datetime
    """When this row was seen (zone-aware)."""
    query: str | None = None
    """The file that holds it."""
    customer_id: str | None = None
    """Keyed pseudonym of the person; None for anonymous answers."""
    score: float | None = None
    """The answer as a number, on `scale`."""
    scale: float | None = None
    """Best possible score."""
    text: str | None = None
    """The answer in words."""
    product: str | None = None
    """Product or shop asked about."""
    channel: str | None = None
    """Where it was asked."""
