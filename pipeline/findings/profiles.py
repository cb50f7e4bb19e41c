"""Which periods crm is asked about, and its results as tables."""

from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.findings.alerting import alert_results
from pipeline.findings.credits import attribution
from pipeline.findings.customers.identity import identity
from pipeline.findings.customers.results import customer_results
from pipeline.findings.customers.voice import voice_of
from pipeline.findings.desk import desk_results
from pipeline.findings.drift import model_drifts
from pipeline.findings.histories import Histories
from pipeline.findings.improvements import improvements
from pipeline.findings.influence import influence_results
from pipeline.findings.journeys import journey_months
from pipeline.findings.offers import associations, recommendations
from pipeline.findings.parity import parity
from pipeline.findings.personas import persona_results
from pipeline.findings.programme import loyalty_months
from pipeline.findings.programmes import programme_months
from pipeline.findings.relations import with_relations
from pipeline.findings.result import Result
from pipeline.findings.result import table_of_frame as _table
from pipeline.findings.scorecard import scorecard
from pipeline.findings.servicing import service_results
from pipeline.findings.wechat import wechat_months
from pipeline.settings.file import Settings

if TYPE_CHECKING:
    import pandas as pd


def results(histories: Histories, settings: Settings, *, at: datetime) -> dict[str, Result]:
    """Influence, personas with memberships, alerts, words, customers; by the names `ProfileInputs` has for them."""
    found = persona_results(histories)
    known = identity(histories.people, histories.books, histories.mentions, settings.identity, at=at)
    voice = voice_of(
        known.links,
        histories.books,
        mentions=histories.mentions,
        edges=histories.edges,
        terms_of=histories.words.of,
        memberships=_latest(found["memberships"]),
        regions=known.regions,
    )
    customers = customer_results(
        histories.books,
        histories.mentions,
        settings.customers.to_terms(),
        settings.actions,
        voice,
        histories.voices,
    )
    credits = attribution(histories.books)
    programmes = programme_months(histories.books, histories.spending, credits, settings.customers)
    customers["satisfaction"] = with_relations(
        customers["satisfaction"],
        histories.books,
        histories.mentions,
        known.links,
        histories.service,
        {"customer_months": customers["customer_months"], "programme_months": programmes},
        margin_share=settings.customers.margin_share,
    )
    return {
        **influence_results(histories),
        **found,
        **known.results,
        **alert_results(histories.mentions, histories.alerting),
        **service_results(histories.service),
        **desk_results(histories.service.desk, histories.books, settings.customers.complaint_reasons),
        "wechat_months": wechat_months(histories.articles, seen_until=at),
        "journey_months": journey_months(histories.books, settings.journey),
        "parity": parity(histories.books, customers["customer_months"], settings.customers.complaint_reasons),
        "terms": _terms(histories),
        **customers,
        "model_drifts": model_drifts(histories.verdicts, histories.terms),
        "improvements": improvements(histories.voices),
        "attribution": credits,
        "loyalty_months": loyalty_months(histories.books, settings.loyalty),
        "associations": associations(histories.books),
        "recommendations": recommendations(histories.books),
        "scorecard": scorecard(
            histories.books, customers["satisfaction"], customers["customer_months"], settings.scorecard
        ),
        "programme_months": programmes,
    }


def _latest(result: Result) -> "pd.DataFrame | None":
    """The latest period of a result; None without any."""
    return result.tables[max(result.tables)].to_pandas() if result.tables else None


def _terms(histories: Histories) -> Result:
    return Result("terms", {"all": _table(histories.terms)} if len(histories.terms) else {})
