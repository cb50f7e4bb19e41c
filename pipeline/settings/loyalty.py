"""The part of `brands.yml` that says what a point of the loyalty programme is worth."""

from pydantic import Field

from pipeline.settings.section import Section


class LoyaltySection(Section):
    """The firm's own figures; without a value of a point no liability is told."""

    point_value: float | None = Field(default=None, gt=0)
    """Money a point stands for when it is redeemed."""
    expected_breakage: float = Field(default=0.0, ge=0, lt=1)
    """Share of open points that the firm expects to lapse, by evidence of its own."""
