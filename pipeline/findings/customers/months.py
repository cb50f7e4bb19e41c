"""Each customer's state at the end of each month: what the methods of crm say of the books, joined into one frame."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from pipeline.findings.books import Books
from pipeline.findings.customers.acquisition import with_acquisition_risk
from pipeline.findings.customers.columns import kept
from pipeline.findings.customers.contacting import with_contact_risks
from pipeline.findings.customers.leads import with_leads
from pipeline.findings.customers.risks import with_loyalty_and_risks, with_service, with_voice
from pipeline.findings.customers.segments import with_segments
from pipeline.findings.customers.stages import stage_settings, stages_of, with_stages, with_warning
from pipeline.findings.customers.terms import ValueTerms
from pipeline.findings.customers.value import valued
from pipeline.findings.customers.voice import Voice, silent

if TYPE_CHECKING:
    import pandas as pd

MONTH_COUNT = 24
"""Months told, back from the latest one that is over: a year and the year it is compared with."""
DETAIL_COUNT = 3
"""The latest of them, for which loyalty, its type, switching cost and the risks are told: they steer what is done now,
and over all months they would cost as much time as everything else together."""


@dataclass(frozen=True)
class Months:
    """The frames by month, and why columns of the latest one are NULL."""

    frames: dict[date, "pd.DataFrame"] = field(default_factory=dict)
    lacks: dict[str, str] = field(default_factory=dict)


def customer_months(books: Books, terms: ValueTerms | None = None, voice: Voice | None = None) -> Months:
    """The state of everybody known at the end of each month that is over, reckoned with the firm's own figures.

    What needs accounts that are linked to customers stays NULL without a voice.
    """
    own, said = terms or ValueTerms(), voice or silent(books)
    months = list(books.months(MONTH_COUNT))
    found = Months()
    if not months:
        found.lacks["orders"] = "no month with orders is over"
        return found
    settings = stage_settings(books, months[-1])
    for month in months:
        found.lacks.clear()
        found.frames[month] = valued(books, said, month, own, found.lacks)
    stages = stages_of(books, found.frames, settings)
    for month, frame in found.frames.items():
        told = with_stages(frame, stages, month, books, settings)
        told = with_voice(with_service(told, books, month, own.complaint_reasons), said, month)
        if month in months[-DETAIL_COUNT:]:
            told = with_loyalty_and_risks(told, books, said, month, found.lacks)
            told = with_acquisition_risk(told, own, found.lacks)
            told = with_contact_risks(told, books, found.frames, month, found.lacks)
        if month == months[-1]:
            told = with_warning(told, books, month, settings, found.lacks)
            told = with_leads(told, books, month, found.lacks)
            told = with_segments(told, books, month, found.lacks)
        found.frames[month] = kept(told)
    if not said.customers:
        found.lacks["civ, ckv_index, share_of_wallet_proxy, competitor_attitude and persona_id"] = (
            "need linked accounts"
        )
    return found
