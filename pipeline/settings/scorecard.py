"""The part of `brands.yml` that says what the scorecard is made of: the firm's own indicators, targets, judgements."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from pipeline.settings.section import Section
from records.errors import ConfigError

if TYPE_CHECKING:
    from crm.decisions.scorecard import Indicator


class IndicatorSection(Section):
    """One figure of a view: which value scores 0, and which 100."""

    name: str = Field(min_length=1)
    """net_amount, buyer_count, new_buyer_count, profit, clv, or a measure of `fact_satisfaction`."""
    view: Literal["finance", "customer", "process", "learning"]
    floor: float
    target: float

    def to_indicator(self) -> "Indicator":
        """As crm takes it."""
        from crm.decisions.scorecard import Indicator

        return Indicator(name=self.name, view=self.view, floor=self.floor, target=self.target)


class ScorecardSection(Section):
    """Without indicators there is no scorecard: nobody else can say what a firm aims at."""

    indicators: list[IndicatorSection] = []
    judgements: list[list[float]] = []
    """[i][j]: how many times as important view i is as view j, in the order in which the indicators first name them;
    empty: weights by entropy."""

    @model_validator(mode="after")
    def _adds_up(self) -> "ScorecardSection":
        names = [each.name for each in self.indicators]
        if len(set(names)) != len(names):
            raise ValueError("an indicator is named twice")
        if self.judgements and not names:
            raise ValueError("`judgements:` without `indicators:`")
        try:
            self.to_indicators()
            self.judged()
        except ConfigError as error:
            raise ValueError(str(error)) from error
        return self

    def to_indicators(self) -> "list[Indicator]":
        """As crm takes them."""
        return [each.to_indicator() for each in self.indicators]

    def judged(self) -> dict[str, float]:
        """Indicator -> weight: the judged weight of its view in equal parts; empty without judgements."""
        from crm.decisions.ahp import ahp_weights

        if not self.judgements:
            return {}
        views = [each.view for each in self.indicators]
        weights = ahp_weights(list(dict.fromkeys(views)), self.judgements).weights
        return {each.name: weights[each.view] / views.count(each.view) for each in self.indicators}
