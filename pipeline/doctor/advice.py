"""What to do about an unhealthy source, in one line."""

from datetime import datetime, timedelta

from pipeline.doctor.health import SourceHealth
from records import Outcome

PATIENCE = timedelta(days=2)
"""The whole job runs daily: after two days without success no ordinary delay explains it."""

_BY_OUTCOME = {
    Outcome.PARTIAL: "the newest run got only a part; run `scrm gather {source}` to ask for the rest",
    Outcome.RATE_LIMITED: "the source asked to wait; the next run goes on from there",
    Outcome.AUTH_REQUIRED: "the credential is refused or missing; renew {variable}",
    Outcome.BLOCKED: "the source closed its door; read its terms and robots.txt before you run it again",
    Outcome.SCHEMA_DRIFT: "its form has changed; give the right file, or mend {source}.yml and `scrm replay {source}`",
    Outcome.ERROR: "the newest run failed; read its message, then run `scrm gather {source}` again",
}


def advice_for(health: SourceHealth, now: datetime) -> str | None:
    """The most pressing thing to do; None where nothing is."""
    return (
        _about_credential(health)
        or _about_files(health)
        or _about_newest_run(health)
        or _about_lateness(health, now)
        or _about_gaps(health)
    )


def _about_credential(health: SourceHealth) -> str | None:
    credential = health.credential
    if credential and not credential.is_set and health.is_configured:
        return f"{credential.variable} is not set here; put the credential into the environment of scrm and of Airflow"
    return None


def _about_files(health: SourceHealth) -> str | None:
    if not health.quarantined_count:
        return None
    where = f"quarantine/{health.source}/"
    return f"{health.quarantined_count} refused files; read the notices in {where} and drop mended files again"


def _about_newest_run(health: SourceHealth) -> str | None:
    if health.past.outcome is None:
        if health.access == "export":
            return f"never ran; drop a file into inbox/{health.source}/ or run `scrm gather {health.source}`"
        return f"never ran; run `scrm gather {health.source}`"
    advice = _BY_OUTCOME.get(Outcome(health.past.outcome))
    variable = health.credential.variable if health.credential else "it"
    return advice.format(source=health.source, variable=variable) if advice else None


def _about_lateness(health: SourceHealth, now: datetime) -> str | None:
    """Only of configured sources with a schedule: nobody knows when the next file comes."""
    period, success_at = health.due.period, health.past.success_at
    if not (health.is_configured and period and success_at):
        return None
    if now - success_at <= max(2 * period, PATIENCE):
        return None
    return f"no success since {success_at:%Y-%m-%d %H:%M} UTC; is the scheduler running? `scrm gather {health.source}`"


def _about_gaps(health: SourceHealth) -> str | None:
    if not health.week.gap_count:
        return None
    remedy = f"fill them with `scrm gather {health.source} --from DAY --to DAY`"
    return f"{health.week.gap_hours or 0.0:.0f} hours of the last week were never gathered; {remedy}"
