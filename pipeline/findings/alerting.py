"""Alerts: what crm needs beside the mentions, asked from the warehouse being built, and what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from pipeline.findings.result import Result, table_of_frame
from pipeline.settings.alerts import AlertSection

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa


@dataclass(frozen=True)
class AlertInputs:
    """What decides on alerts."""

    marks: "pd.DataFrame"
    """content_key, root_mention_id, severity_points, red_lines: what mentions are further known by."""
    workdays: Mapping[date, bool]
    """Which days are worked."""
    seen_until: datetime | None
    """When anything was seen last."""
    section: AlertSection
    """The bounds."""


def read_alert_inputs(connection: "sa.Connection", section: AlertSection) -> AlertInputs:
    """Texts are looked through for the red lines here; only the words found leave this function."""
    from crm.crisis.posts import red_line_words
    from warehouse import alertframes

    texts = alertframes.negative_text_frame(connection).to_pandas()
    words, harmless = section.words()
    found = texts[["content_key"]].assign(red_lines=red_line_words(texts["text"], words, harmless=harmless))
    marks = found.dropna(subset=["red_lines"])
    for frame in (alertframes.thread_frame(connection), alertframes.complaint_points_frame(connection)):
        marks = marks.merge(frame.to_pandas(), on="content_key", how="outer")
    return AlertInputs(
        marks=marks,
        workdays=alertframes.workdays(connection),
        seen_until=alertframes.seen_until(connection),
        section=section,
    )


def alert_results(mentions: "pd.DataFrame", inputs: AlertInputs) -> dict[str, Result]:
    """Episodes and who spread them, by the names `ProfileInputs` has for them."""
    from crm.crisis import alert_episodes

    marked = mentions.merge(inputs.marks, on="content_key", how="left")
    marked["is_flagged"] = marked["mention_id"].isin(inputs.section.post.flagged)
    found = alert_episodes(
        marked,
        rule=inputs.section.swarm_rule(),
        posts=inputs.section.post_rule(),
        workdays=inputs.workdays,
        end=_end(mentions, inputs.seen_until),
    )
    frames = {"alerts": found.alerts, "alert_spreaders": found.spreaders}
    return {name: Result(name, {"all": table_of_frame(frame)} if len(frame) else {}) for name, frame in frames.items()}


def _end(mentions: "pd.DataFrame", seen_until: datetime | None) -> datetime | None:
    """Until when hours are judged: the newest mention's, but none after the last look, whatever dates posts carry."""
    newest = mentions["published_at"].max()
    return seen_until if seen_until is not None and newest > seen_until else None
