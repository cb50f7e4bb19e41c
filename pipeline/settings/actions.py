"""The part of `brands.yml` that says what may be offered to customers, what it costs and when it is too much."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from pipeline.settings.section import Section


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty; say what is to be done, and where")
    return text


Word = Annotated[str, AfterValidator(_filled)]
Share = Annotated[float, Field(ge=0, le=1)]


class OfferSection(Section):
    """What is offered to keep a customer, and how often that is assumed to help."""

    action: Word
    channel: Word
    cost: float = Field(ge=0)
    """Yuan that an attempt costs, whether it helps or not."""
    chance: Share
    """Assumed share of attempts that help, where attempts made tell nothing yet."""


class WinbackSection(OfferSection):
    """What is offered to customers lost in one way, or in any way that has no offer of its own."""

    churn_type: Literal["*", "natural", "competitor", "fault", "malicious", "unknown"] = "*"
    """* is every type without an offer of its own."""


class CareSection(Section):
    """What an occasion leads to."""

    trigger: Literal["first_order", "anniversary", "silence", "low_rating"]
    action: Word
    channel: Word
    priority: int = 0
    """Of several occasions under a cap the higher comes first."""
    after_days: int | None = Field(default=None, ge=1)
    """Days without a purchase that are a silence."""
    pause_days: int = Field(default=30, ge=1)
    """The same occasion is followed again for the same customer only after so many days."""
    valid_days: int = Field(default=3, ge=0)
    """An occasion older than this has passed."""

    @model_validator(mode="after")
    def _silence_has_a_length(self) -> "CareSection":
        if (self.trigger == "silence") != (self.after_days is not None):
            raise ValueError(f"care {self.trigger}: `after_days` says how long a silence is, and belongs to it alone")
        return self


class CapsSection(Section):
    """How much care is still care."""

    per_customer: int = Field(default=2, ge=1)
    window_days: int = Field(default=30, ge=1)
    per_day: int = Field(default=1_000, ge=1)


class ActionsSection(Section):
    """What may be proposed; what is left out is never proposed."""

    winback: list[WinbackSection] = []
    retention: OfferSection | None = None
    care: list[CareSection] = []
    caps: CapsSection = CapsSection()

    @model_validator(mode="after")
    def _each_once(self) -> "ActionsSection":
        named: dict[str, list[str]] = {
            "winback": [offer.churn_type for offer in self.winback],
            "care": [rule.trigger for rule in self.care],
        }
        for key, names in named.items():
            for repeated in sorted({name for name in names if names.count(name) > 1}):
                raise ValueError(f"actions {key}: {repeated!r} is given twice; keep one")
        return self
