"""A source that needs a person."""

from datetime import timedelta

from pipeline.doctor.health import Due, Past, SourceHealth
from pipeline.doctor.week import Week


def ill_source() -> SourceHealth:
    """Two hours late, three quarters of what there was, forty units left."""
    return SourceHealth(
        source="youtube", title="YouTube", access="key", is_configured=True, credential=None, past=Past(),
        lag=timedelta(hours=2), lag_since="run", week=Week(row_count=75, requested_count=100),
        budget_left={"day": 40}, due=Due(), quarantined_count=0, advice="set YOUTUBE_API_KEY",
    )  # fmt: skip
