"""社会化客户关系, social CRM in three figures: voice that is earned, requests that are met, customers who recommend."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from crm.frames import flags_of
from crm.satisfaction.intervals import Floats, wilson
from crm.satisfaction.rows import Measure, keyed, satisfaction_rows, stacked, summed
from crm.value.evidence import NotEnoughEvidence

OWNED: Final = ("BGC",)
EARNED: Final = ("UGC", "PGC", "news")
"""Classes of content; paid and lottery are bought, and neither owned nor earned."""
VOICE: Final = Measure(
    name="earned_voice_share", zh="赢得声量占比", en="Earned of owned and earned mentions",
    counted="owned and earned mentions", grade="own",
)  # fmt: skip
RESPONSE: Final = Measure(
    name="request_response_share", zh="诉求响应率", en="Earned mentions asking for an answer that got one",
    counted="earned mentions that ask for an answer", grade="own",
)  # fmt: skip
ADVOCACY: Final = Measure(
    name="advocacy_share_proxy", zh="推荐占比(文本代理)", en="Earned mentions that recommend (proxy)",
    counted="earned mentions", grade="own", is_proxy=True,
)  # fmt: skip


def social_crm(mentions: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES of earned_voice_share, request_response_share and advocacy_share_proxy.

    `mentions`: one row per mention of the brand: brand_id, month (any day of it), content_class, needs_answer,
    is_answered, is_advocacy (unknown counts as no), and the columns of `by`. Leave water armies out first. Raises
    UsageError for missing columns.
    """
    frame = keyed(mentions, ["content_class", "needs_answer", "is_answered", "is_advocacy"], by, name="mention")
    is_earned, is_owned = frame["content_class"].isin(EARNED), frame["content_class"].isin(OWNED)
    asks = is_earned & flags_of(frame, "needs_answer")
    figures = (
        (VOICE, is_earned, is_earned | is_owned),
        (RESPONSE, flags_of(frame, "is_answered"), asks),
        (ADVOCACY, flags_of(frame, "is_advocacy"), is_earned),
    )
    return stacked(_figure(frame, by, measure, top, of) for measure, top, of in figures)


def _figure(
    frame: pd.DataFrame, by: Sequence[str], measure: Measure, top: pd.Series, of: pd.Series
) -> pd.DataFrame | NotEnoughEvidence:
    rows = frame.assign(numerator=(top & of).astype("float64"), denominator=of.astype("float64"))
    sums = summed(rows, by, ["numerator", "denominator"])
    return satisfaction_rows(sums.assign(evidence_count=sums["denominator"]), measure, _interval)


def _interval(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return wilson(rows["numerator"], rows["denominator"])
