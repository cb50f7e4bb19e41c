"""Alert: a card for each alert episode that nobody has been told about yet, once."""

from collections.abc import Mapping
from datetime import UTC, datetime

from lake.files import write_durably
from pipeline import warehouse
from pipeline.job import Job
from pipeline.progress import Event
from pipeline.runs import noted


@noted("alert")
def alert(job: Job) -> Mapping[str, int]:
    """Writes a card file for every new episode into `reports/alerts/`; an episode is told once."""
    from reports import alert_cards

    job.report(Event(step="alert", state="running"))
    cards = alert_cards(warehouse.published(job.home))
    fresh = job.state.unsent(cards)
    for alert_id in fresh:
        write_durably(job.home.reports / "alerts" / f"{alert_id}.md", cards[alert_id].encode())
        job.state.mark_sent(alert_id, datetime.now(UTC).isoformat())
    note = f"{len(fresh)} new of {len(cards)} episodes" if cards else "no episodes"
    job.report(Event(step="alert", state="done", note=note))
    return {"episodes": len(cards), "new": len(fresh)}
