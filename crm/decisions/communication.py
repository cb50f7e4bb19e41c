"""沟通, whether customers are answered and talked with: reply rate, and conversations that go both ways."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import pandas as pd

from crm.frames import days_of, require
from crm.satisfaction.intervals import Floats, wilson
from crm.satisfaction.rows import Measure, keyed, satisfaction_rows, stacked, summed
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

SENDERS: Final = ("customer", "brand")
TERM_DAYS: Final = 7
"""Days after which an unanswered thread counts as unanswered; our own choice."""
REPLY: Final = Measure(
    name="reply_share", zh="回复率", en="Threads opened by customers that the brand answered",
    counted="threads opened by customers", grade="own",
)  # fmt: skip
TWO_WAY: Final = Measure(
    name="two_way_share", zh="双向沟通率", en="Answered threads in which the customer spoke again",
    counted="answered threads", grade="own",
)  # fmt: skip


def communication(
    messages: pd.DataFrame, *, end: date, by: Sequence[str] = (), term_days: int = TERM_DAYS
) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES of reply_share and two_way_share, by the month in which a thread was opened.

    `messages`: brand_id, thread_id, position (order within the thread), day, sender (SENDERS), and the columns of `by`.
    Threads that the brand opened have no reply rate. A thread is answered when the brand spoke within the term;
    unanswered once the term is over by `end`, undecided and left out before. Raises UsageError for missing columns or
    an unknown sender.
    """
    frame = require(messages, ["brand_id", "thread_id", "position", "day", "sender", *by], name="message")
    frame = frame.assign(day=days_of(frame["day"])).dropna(subset=["thread_id", "position", "day", "sender"])
    if others := int((~frame["sender"].isin(SENDERS)).sum()):
        raise UsageError(f"{others} messages by senders other than {', '.join(SENDERS)}")
    frame = frame[frame["day"] <= pd.Timestamp(end)].sort_values(["thread_id", "position"])
    opened = frame.drop_duplicates("thread_id").set_index("thread_id")
    opened = opened[opened["sender"] == "customer"]
    answer = frame[frame["sender"] == "brand"].drop_duplicates("thread_id").set_index("thread_id")
    last_word = frame[frame["sender"] == "customer"].groupby("thread_id")["position"].max()
    term = pd.Timedelta(days=term_days)
    is_answered = answer["day"].reindex(opened.index) - opened["day"] <= term
    is_decided = is_answered | (opened["day"] + term <= pd.Timestamp(end))
    spoke_again = last_word.reindex(opened.index) > answer["position"].reindex(opened.index)
    threads = opened.assign(answered=is_answered.astype("float64"), again=spoke_again.astype("float64"))
    replied = _figure(threads[is_decided], "answered", by, REPLY)
    return stacked([replied, _figure(threads[is_answered], "again", by, TWO_WAY)])


def _figure(
    threads: pd.DataFrame, numerator: str, by: Sequence[str], measure: Measure
) -> pd.DataFrame | NotEnoughEvidence:
    rows = keyed(threads, [numerator], by, name="thread", time="day")
    rows = rows.assign(numerator=rows[numerator], denominator=1.0)
    sums = summed(rows, by, ["numerator", "denominator"])
    return satisfaction_rows(sums.assign(evidence_count=sums["denominator"]), measure, _interval)


def _interval(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return wilson(rows["numerator"], rows["denominator"])
