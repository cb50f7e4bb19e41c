"""The histories that crm works on, as frames: asked from the warehouse that is being built."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from lake import erasures
from lake.store import Root
from pipeline import warehouse
from pipeline.findings.alerting import AlertInputs, read_alert_inputs
from pipeline.findings.books import Books, read_books
from pipeline.findings.drift import read_verdicts
from pipeline.findings.people import People, read_people
from pipeline.findings.servicing import ServiceInputs, read_service_inputs
from pipeline.findings.spending import Spending, read_spending
from pipeline.findings.voices import Voices, read_voices
from pipeline.findings.weeks import as_date
from pipeline.findings.words import Words, read_words
from pipeline.job import Job

if TYPE_CHECKING:
    import pandas as pd

    from crm.influence.reach import CpmRange


TERM_DAYS = 92
"""Days back from the last one with data whose words are counted: a quarter and the days a report compares it with."""
_EDGE_NAMES = {"author_id": "child_author_id", "mention_id": "child_mention_id"}
"""The warehouse names an edge's own end plainly; crm names both ends."""


@dataclass(frozen=True)
class Histories:
    """Frames of crm's inputs."""

    mentions: "pd.DataFrame"
    """One row a content and brand: who, when, tone, topic, engagement."""
    edges: "pd.DataFrame"
    """One row a repost or reply and brand: whose words were passed on by whom."""
    terms: "pd.DataFrame"
    """brand_id, day, term, tone, mention_count, author_count: the words of the last TERM_DAYS days."""
    author_terms: "pd.DataFrame"
    """author_id, term, count: what authors talk about, in their own words."""
    aspects: "pd.DataFrame"
    """platform, author_id, day, aspect, sentiment: what authors said of what a brand sells."""
    books: Books
    """The user's own books."""
    alerting: AlertInputs
    """What decides on alerts."""
    voices: Voices
    """Reviews, and what is said of aspects."""
    accounts: "pd.DataFrame"
    """One row an account and day it was seen: followers and followed."""
    articles: "pd.DataFrame"
    """One row an article on WeChat with its counters."""
    listed: tuple[tuple[str, str, str], ...]
    """Brand, platform and pseudonym of the accounts that the configuration says to watch."""
    prices: "tuple[CpmRange, ...]"
    """What a thousand views cost, as the configuration says."""
    words: Words
    """The words of each content."""
    people: People
    """Keys and earlier links of accounts and customers."""
    service: ServiceInputs
    """What the service is judged by."""
    spending: Spending
    """What programmes cost, and who was invited."""
    verdicts: "pd.DataFrame"
    """Verdicts of the models in use, counted by day."""
    lake: Root
    """Where results of earlier runs rest."""
    objecting: frozenset[str]
    """Keyed ids of people who are in no result."""


def read_histories(job: Job) -> Histories:
    """Frames over all brand-linked mentions of the warehouse being built."""
    from warehouse.accountframes import account_day_frame, article_frame
    from warehouse.frames import edge_frame, mention_frame
    from warehouse.personaframes import aspect_frame

    with warehouse.open_built(job.home) as connection:
        mentions = mention_frame(connection).to_pandas()
        edges = edge_frame(connection).to_pandas().rename(columns=_EDGE_NAMES)
        words = read_words(connection, job.home.store, job.settings.lexicon())
        aspects = aspect_frame(connection).to_pandas()
        books = read_books(connection)
        alerting = read_alert_inputs(connection, job.settings.alerts)
        voices = read_voices(connection)
        accounts = account_day_frame(connection).to_pandas()
        articles = article_frame(connection).to_pandas()
        service = read_service_inputs(connection, job.settings.brand_records())
        spending = read_spending(connection)
    return Histories(
        mentions=mentions,
        edges=edges,
        terms=words.daily(_first_term_day(mentions)),
        author_terms=words.by_author(),
        aspects=aspects,
        books=books,
        alerting=alerting,
        voices=voices,
        accounts=accounts,
        articles=articles,
        listed=job.settings.listed(job.key),
        prices=job.settings.prices(),
        words=words,
        people=read_people(job.home, is_wanted=job.settings.identity.basis is not None),
        service=service,
        spending=spending,
        verdicts=read_verdicts(job),
        lake=job.home.store,
        objecting=erasures.objecting(job.home.vault),
    )


def _first_term_day(mentions: "pd.DataFrame") -> date:
    """The first of the last TERM_DAYS days with mentions of a tracked brand."""
    days = mentions.loc[mentions["brand_id"].notna(), "day"].dropna()
    return as_date(days.max()) - timedelta(days=TERM_DAYS - 1) if len(days) else date.min
