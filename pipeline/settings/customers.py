"""The parts of `brands.yml` that say what customers are worth, and whether accounts may be linked to them."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from pipeline.settings.section import Section
from records.errors import ConfigError

if TYPE_CHECKING:
    from crm.identity.basis import LegalBasis
    from pipeline.findings.customers.terms import ValueTerms

Money = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(gt=0, le=1)]


class TierSection(Section):
    """One layer of the pyramid, as shares of the ranking."""

    name: str = Field(min_length=1)
    zh_name: str = Field(min_length=1)
    above: float = Field(ge=0, le=1)
    until: float = Field(ge=0, le=1)


class CostsSection(Section):
    """What serving a customer costs; a contact that is a complaint costs a complaint instead."""

    per_contact: Money = Field(alias="contact")
    per_return: Money = Field(alias="return")
    per_complaint: Money = Field(alias="complaint")


class CustomersSection(Section):
    """The firm's own figures behind the value of customers; what is not given is not guessed."""

    currency: Literal["CNY"] = "CNY"
    """Money of all figures; the star tells values in yuan."""
    annual_rate: float = Field(default=0.10, gt=-1)
    month_count: int = Field(default=12, ge=1, le=120)
    """Months ahead that a lifetime value is told for."""
    margin_share: Share | None = None
    """Contribution margin per yuan paid; left out: lifetime value tells revenue, and there is no profit."""
    tier_by: Literal["clv", "cev", "profit"] = "clv"
    tiers: list[TierSection] = []
    """Layers from the top down; empty: the textbook's 1, 19, 30 and 50 per cent."""
    costs: CostsSection | None = None
    acquisition_cost: Money | None = None
    """What winning one customer costs, which a referral saves."""
    influenced_share: Share | None = None
    """Part of a value that is owed to those whom a customer follows; left out: no influence value."""
    complaint_reasons: list[str] = ["投诉", "complaint"]
    """A service contact whose reason holds one of these is a complaint."""

    @model_validator(mode="after")
    def _layers_cover_everybody(self) -> "CustomersSection":
        if self.tiers:
            from crm.value.pyramid import pyramid_of

            try:
                pyramid_of([tier.model_dump() for tier in self.tiers])
            except ConfigError as error:
                raise ValueError(str(error)) from error
        return self

    @model_validator(mode="after")
    def _profit_has_a_margin(self) -> "CustomersSection":
        if self.costs and self.margin_share is None:
            raise ValueError("`costs:` needs `margin_share:` as well: profit is margin less what serving costs")
        return self

    def to_terms(self) -> "ValueTerms":
        """As the profile step takes it."""
        from crm.value.clv import ValueSettings
        from crm.value.profit import ServiceCosts
        from crm.value.pyramid import DEFAULT_PYRAMID, pyramid_of
        from pipeline.findings.customers.terms import ValueTerms

        return ValueTerms(
            settings=ValueSettings(
                month_count=self.month_count, annual_rate=self.annual_rate, margin_share=self.margin_share or 1.0
            ),
            pyramid=pyramid_of([tier.model_dump() for tier in self.tiers]) if self.tiers else DEFAULT_PYRAMID,
            tier_by=self.tier_by,
            costs=ServiceCosts(margin_share=self.margin_share, **self.costs.model_dump())
            if self.costs and self.margin_share
            else None,
            acquisition_cost=self.acquisition_cost or 0.0,
            influenced_share=self.influenced_share,
            complaint_reasons=tuple(self.complaint_reasons),
        )


class IdentitySection(Section):
    """The legal basis of linking accounts to customers, as the user recorded it; without one nothing is compared."""

    basis: Literal["consent", "contract", "legal_duty"] | None = None
    """Article 13 of the Personal Information Protection Law; it knows no legitimate interest."""
    document: str = ""
    """Where the decision is written down (the impact assessment of Article 55)."""
    recorded_on: date | None = None
    threshold: float = Field(default=0.9, gt=0.5, le=1)
    """Probability from which a pair is a link; between one half and this a person decides."""
    purpose: str = "账号关联"
    """The purpose by which the register of consents calls it."""

    @model_validator(mode="after")
    def _basis_is_documented(self) -> "IdentitySection":
        if self.basis and not (self.document.strip() and self.recorded_on):
            raise ValueError("a `basis:` needs `document:` and `recorded_on:`, or linking stays off")
        return self

    def to_basis(self) -> "LegalBasis | None":
        """The record; None: linking is off."""
        from crm.identity.basis import LegalBasis

        if self.basis is None or self.recorded_on is None:
            return None
        return LegalBasis(kind=self.basis, document=self.document, recorded_on=self.recorded_on)
