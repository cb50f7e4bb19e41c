"""The part of `brands.yml` that says how a brand deals with complaints."""

import re
from datetime import date

from pydantic import Field, field_validator, model_validator

from pipeline.settings.section import Section
from records.brand import Hours, OpeningHours, ServiceTerm

_SPAN = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*-\s*([01]?\d|2[0-4]):([0-5]\d)")


def _span(text: str) -> Hours:
    """09:00-18:00 as a record; a span over midnight is none of one day."""
    match = _SPAN.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is no span of hours; write it as '09:00-18:00'")
    from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
    hours = Hours(opens=from_hour * 60 + from_minute, closes=to_hour * 60 + to_minute)
    if not hours.opens < hours.closes <= 24 * 60:
        raise ValueError(f"{text!r} does not end after it begins, on the same day; end it at 24:00 at the latest")
    return hours


class HoursSection(Section):
    """When a brand's service answers, from a day on."""

    begins_on: date = Field(alias="from")
    workday: str | None = None
    day_off: str | None = None

    @field_validator("workday", "day_off")
    @classmethod
    def _is_a_span(cls, text: str | None) -> str | None:
        if text is not None:
            _span(text)
        return text

    def to_record(self) -> OpeningHours:
        """The record; days without a span are closed."""
        return OpeningHours(
            begins_on=self.begins_on,
            workday=_span(self.workday) if self.workday else None,
            day_off=_span(self.day_off) if self.day_off else None,
        )


class TermSection(Section):
    """Within how many working days a brand promises to deal with a complaint, from a day on."""

    begins_on: date = Field(alias="from")
    reply_workdays: int | None = Field(default=None, ge=0, le=250)
    resolution_workdays: int | None = Field(default=None, ge=0, le=250)

    def to_record(self) -> ServiceTerm:
        """The record."""
        return ServiceTerm(
            begins_on=self.begins_on,
            reply_workdays=self.reply_workdays,
            resolution_workdays=self.resolution_workdays,
        )


class ServiceSection(Section):
    """How a brand deals with complaints: opening hours and what it promises."""

    hours: list[HoursSection] = []
    terms: list[TermSection] = []

    @model_validator(mode="after")
    def _days_differ(self) -> "ServiceSection":
        for key, entries in (("hours", self.hours), ("terms", self.terms)):
            days = [entry.begins_on for entry in entries]
            for repeated in sorted({day for day in days if days.count(day) > 1}):
                raise ValueError(f"service {key}: two entries begin on {repeated}; keep one")
        return self
