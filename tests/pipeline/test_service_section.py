"""Opening hours and promises of a brand, as `brands.yml` states them."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from pipeline.settings.sections import BrandSection
from records.brand import Hours, OpeningHours, ServiceTerm


def brand(**service: Any) -> Any:
    return BrandSection.model_validate({"name": "茉里茶", "service": service}).to_record()


def test_hours_and_terms_become_records() -> None:
    made = brand(
        hours=[{"from": "2025-01-01", "workday": "09:30-18:00"}, {"from": "2026-01-01", "day_off": "10:00-24:00"}],
        terms=[{"from": "2026-03-01", "reply_workdays": 1, "resolution_workdays": 5}],
    )
    assert made.opening_hours == (
        OpeningHours(begins_on=date(2025, 1, 1), workday=Hours(opens=570, closes=1080)),
        OpeningHours(begins_on=date(2026, 1, 1), workday=None, day_off=Hours(opens=600, closes=1440)),
    )
    assert made.service_terms == (ServiceTerm(begins_on=date(2026, 3, 1), reply_workdays=1, resolution_workdays=5),)


@pytest.mark.parametrize(
    ("service", "message"),
    [
        ({"hours": [{"from": "2025-01-01", "workday": "morning"}]}, "no span of hours"),
        ({"hours": [{"from": "2025-01-01", "workday": "22:00-02:00"}]}, "does not end after it begins"),
        ({"hours": [{"from": "2025-01-01", "workday": "09:00-24:30"}]}, "does not end after it begins"),
        ({"terms": [{"from": "2025-01-01", "reply_workdays": -1}]}, "greater than or equal to 0"),
        ({"terms": [{"from": "2025-01-01"}, {"from": "2025-01-01"}]}, "keep one"),
    ],
)
def test_what_makes_no_sense_is_said(service: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        brand(**service)


def test_a_brand_need_not_say() -> None:
    made = BrandSection.model_validate({"name": "茉里茶"}).to_record()
    assert (made.opening_hours, made.service_terms) == ((), ())
