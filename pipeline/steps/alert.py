"""Alert: a card for each alert episode that nobody has been told about yet, once; then what is due to each channel."""

from collections.abc import Mapping
from datetime import UTC, datetime

from lake.files import write_durably
from pipeline import warehouse
from pipeline.job import Job
from pipeline.progress import Event
from pipeline.runs import noted


@noted("alert")
def alert(job: Job) -> Mapping[str, int]:
    """Writes a card file for every new episode into `reports/alerts/`, and tells the channels of the configuration.

    Raises DeliveryFailed when a channel could not be told; the cards are written and the other channels told by then.
    """
    from reports import alert_cards

    job.report(Event(step="alert", state="running"))
    cards = alert_cards(warehouse.published(job.home))
    fresh = job.state.unsent(cards)
    for alert_id in fresh:
        write_durably(job.home.reports / "alerts" / f"{alert_id}.md", cards[alert_id].encode())
        job.state.mark_sent(alert_id, datetime.now(UTC).isoformat())
    note = f"{len(fresh)} new of {len(cards)} episodes" if cards else "no episodes"
    sent_count, told = _tell(job)
    job.report(Event(step="alert", state="done", note=note + told))
    return {"episodes": len(cards), "new": len(fresh), "sent": sent_count}


def _tell(job: Job) -> tuple[int, str]:
    """Messages sent, and a note on them."""
    if not job.settings.channels:
        return 0, ""
    from pipeline.deliver.run import DeliveryFailed, deliver

    delivered = deliver(job)
    if delivered.failures:
        raise DeliveryFailed(delivered.note)
    return len(delivered.sent), f"; {delivered.note}"
