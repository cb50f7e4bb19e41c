"""The part of `brands.yml` that says which events are which stage of the customer's journey."""

from pydantic import Field, model_validator

from pipeline.settings.section import Section


class StageSection(Section):
    """One stage: the kinds of touchpoints, contacts or orders that reach it."""

    stage: str = Field(min_length=1)
    touches: list[str] = []
    """Kinds of touchpoints, as the source writes them."""
    contacts: bool = False
    """Whether asking the service reaches it."""
    order_from: int | None = Field(default=None, ge=1)
    """From which order of a customer on an order reaches it: 1 is any, 2 a repeated one."""

    @model_validator(mode="after")
    def _has_events(self) -> "StageSection":
        if not (self.touches or self.contacts or self.order_from):
            raise ValueError(f"stage {self.stage!r}: say its `touches:`, `contacts: true` or `order_from:`")
        return self


class JourneySection(Section):
    """Without stages there is no journey: only the firm knows what leads to what."""

    stages: list[StageSection] = []

    @model_validator(mode="after")
    def _is_a_way(self) -> "JourneySection":
        names = [each.stage for each in self.stages]
        if len(set(names)) != len(names) or len(names) == 1:
            raise ValueError("a journey has two stages or more, each named once")
        return self
