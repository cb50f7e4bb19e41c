"""The histories that crm works on, as frames: asked from the warehouse that is being built."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import warehouse
from pipeline.alerting import AlertInputs, read_alert_inputs
from pipeline.books import Books, read_books
from pipeline.job import Job
from pipeline.terms import daily_terms
from pipeline.voices import Voices, read_voices

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
    books: Books
    """The user's own books."""
    alerting: AlertInputs
    """What decides on alerts."""
    voices: Voices
    """Reviews, and what is said of aspects."""
    accounts: "pd.DataFrame"
    """One row an account and day it was seen: followers and followed."""
    listed: tuple[tuple[str, str, str], ...]
    """Brand, platform and pseudonym of the accounts that the configuration says to watch."""
    prices: "tuple[CpmRange, ...]"
    """What a thousand views cost, as the configuration says."""


def read_histories(job: Job) -> Histories:
    """Frames over all brand-linked mentions of the warehouse being built."""
    from warehouse.accountframes import account_day_frame
    from warehouse.frames import edge_frame, mention_frame, text_frame, wording_frame

    with warehouse.open_built(job.home) as connection:
        mentions = mention_frame(connection).to_pandas()
        edges = edge_frame(connection).to_pandas().rename(columns=_EDGE_NAMES)
        texts = text_frame(connection)
        wording = wording_frame(connection, TERM_DAYS).to_pandas()
        books = read_books(connection)
        alerting = read_alert_inputs(connection, job.settings.alerts)
        voices = read_voices(connection)
        accounts = account_day_frame(connection).to_pandas()
    return Histories(
        mentions=mentions,
        edges=edges,
        terms=daily_terms(wording, job.settings.lexicon()),
        author_terms=_author_terms(job, texts.column("author_id").to_pylist(), texts.column("text").to_pylist()),
        books=books,
        alerting=alerting,
        voices=voices,
        accounts=accounts,
        listed=job.settings.listed(job.key),
        prices=job.settings.prices(),
    )


def _author_terms(job: Job, author_ids: list[str], texts: list[str]) -> "pd.DataFrame":
    import pandas as pd

    from nlp.text.segment import segmenter
    from nlp.topics.reading import read_words

    words = segmenter(job.settings.lexicon())
    rows = [
        (author, word)
        for author, text in zip(author_ids, texts, strict=True)
        for word in read_words(text, words)
        if not word.isspace()  # a break between phrases
    ]
    frame = pd.DataFrame(rows, columns=["author_id", "term"], dtype="string")
    return frame.groupby(["author_id", "term"], sort=True).size().rename("count").reset_index()
