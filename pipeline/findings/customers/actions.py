"""What to do for customers: winning back, keeping and caring, within offers, consent and caps of the configuration."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipeline.findings.books import Books, month_end
from pipeline.findings.customers import parts
from pipeline.findings.customers.care import occasions
from pipeline.findings.result import Result, table_of_frame
from pipeline.settings.actions import ActionsSection

if TYPE_CHECKING:
    import pandas as pd

    from crm.stage.winback import Offer

CARE_MONTHS = 3
"""Months back, with that of the books' last day, whose occasions are followed; caps know nothing from before them."""
LEAST_ALIVE = 1e-9
"""P(alive) below which the value of somebody who came back cannot be told from that of somebody who may be gone."""
NO_PLAN = "no `actions:` in the configuration, so nothing is proposed"


def customer_actions(books: Books, months: Mapping[date, "pd.DataFrame"], plan: ActionsSection | None) -> Result:
    """Rows of `fact_customer_action`; the same books and offers give the same rows with the same ids.

    Winning back and keeping are proposed at the end of the latest month of `months`, care day by day.
    """
    import pandas as pd

    if plan is None or not months:
        return Result("customer_actions", reason=NO_PLAN if plan is None else "no month with orders is over")
    month = max(months)
    allowed = _allowed(books, month_end(month))
    told = [
        _winback(books, months[month], month, plan, allowed),
        _retention(books, months[month], month, plan, allowed),
        *_care(books, plan),
    ]
    found = _followed(books, pd.concat(told, ignore_index=True))
    return Result("customer_actions", {"all": table_of_frame(found)} if len(found) else {}, _lack(books))


def _followed(books: Books, actions: "pd.DataFrame") -> "pd.DataFrame":
    """With what the firm's own calls and messages made of them."""
    from crm.stage.carried import carried_out

    made = books.contacts[books.contacts["direction"] == "outbound"]
    return carried_out(actions, made[["customer_id", "action_kind", "contacted_at", "is_answered"]])


def _lack(books: Books) -> str | None:
    return None if len(books.consents) else "no consents on record, so nobody may be addressed"


def _allowed(books: Books, on: date) -> "pd.Series":
    """By customer: whether marketing and profiling are agreed to, since whom to address is chosen from a profile."""
    import pandas as pd

    if not len(books.consents):
        return pd.Series(dtype=bool)
    return parts.consents(books, on).set_index("customer_id")["is_consented"]


def _winback(
    books: Books, frame: "pd.DataFrame", month: date, plan: ActionsSection, allowed: "pd.Series"
) -> "pd.DataFrame":
    """For everybody lost; clv is what somebody is worth who came back: the value left, given that they are alive.

    The last purchase names the loss, not the day patience ended: patience is learnt anew each month, and the same loss
    must keep its id.
    """
    import pandas as pd

    from crm.stage.winback import winback_actions

    gone = frame[frame["customer_class"] == "lost"]
    end = pd.Timestamp(month_end(month))
    alive = gone["p_alive"].astype("Float64")
    lost = gone.assign(
        brand_id=gone["customer_id"].map(_brands(books)),
        clv=gone["clv"].astype("Float64") / alive.where(alive >= LEAST_ALIVE),
        churn_type=gone["churn_type"].astype("string").fillna("unknown"),
        lost_day=(end - pd.to_timedelta(gone["recency_days"].astype("float64"), unit="D")).dt.date,
    )
    offers: dict[str, Offer] = {each.churn_type: _offer(each.action, each.channel, each.cost) for each in plan.winback}
    chances: dict[str, float] = {each.churn_type: each.chance for each in plan.winback}
    return winback_actions(lost, on=month_end(month), offers=offers, chances=chances, permissions=allowed)


def _retention(
    books: Books, frame: "pd.DataFrame", month: date, plan: ActionsSection, allowed: "pd.Series"
) -> "pd.DataFrame":
    import pandas as pd

    from crm.stage.proposals import ACTION_DTYPES
    from crm.stage.retention import retention_actions

    if plan.retention is None or "churn_probability" not in frame:
        return pd.DataFrame(columns=list(ACTION_DTYPES)).astype(ACTION_DTYPES)
    offer = _offer(plan.retention.action, plan.retention.channel, plan.retention.cost)
    warned = frame.assign(brand_id=frame["customer_id"].map(_brands(books)), month=month)
    return retention_actions(
        warned, on=month_end(month), offer=offer, chance=plan.retention.chance, permissions=allowed
    )


def _care(books: Books, plan: ActionsSection) -> Iterator["pd.DataFrame"]:
    """Care as it would have been proposed day by day, so that caps and pauses hold."""
    import pandas as pd

    from crm.stage.care import CareCaps, CareRule, care_actions

    if not plan.care or not len(books.consents):
        return
    last = books.last_day()
    found = occasions(books, plan.care, end=last).assign(day=lambda each: pd.to_datetime(each["day"]))
    rules = [CareRule(**rule.model_dump(exclude={"after_days"})) for rule in plan.care]
    caps = CareCaps(**plan.caps.model_dump())
    past = pd.DataFrame(columns=["customer_id", "kind", "trigger", "proposed_at"])
    valid = timedelta(days=max(rule.valid_days for rule in rules))
    for day, allowed in _allowed_on(books, last):
        due = found[(found["day"] >= pd.Timestamp(day - valid)) & (found["day"] <= pd.Timestamp(day))]
        due = due[due["customer_id"].isin(allowed.index[allowed])]
        if not len(due):
            continue
        rows = care_actions(due, on=day, rules=rules, permissions=allowed, past=past, caps=caps)
        if len(rows):
            told = rows.assign(trigger=[json.loads(reason)["trigger"] for reason in rows["reason"]])
            past = pd.concat([past, told[list(past.columns)]]) if len(past) else told[list(past.columns)]
            yield rows.assign(brand_id=rows["customer_id"].map(_brands(books)))


def _allowed_on(books: Books, last: date) -> Iterator[tuple[date, "pd.Series"]]:
    """Each day, and who agrees on it: asked anew only where a decision was made or has lapsed."""
    import pandas as pd

    turns = {pd.Timestamp(day).date() for day in books.consents["day"].dropna()}
    turns |= {pd.Timestamp(day).date() + timedelta(days=1) for day in books.consents["expires_on"].dropna()}
    allowed: pd.Series | None = None
    for day in _days(last):
        if allowed is None or day in turns:
            allowed = _allowed(books, day)
        yield day, allowed


def _days(last: date) -> Iterator[date]:
    """From the first day of the month CARE_MONTHS - 1 before that of `last`: the same first day all month long."""
    year, month = divmod(last.year * 12 + last.month - CARE_MONTHS, 12)
    day = date(year, month + 1, 1)
    while day <= last:
        yield day
        day += timedelta(days=1)


def _offer(action: str, channel: str, cost: float) -> "Offer":
    from crm.stage.winback import Offer

    return Offer(action=action, channel=channel, cost_amount=cost)


def _brands(books: Books) -> "pd.Series":
    """By customer: the brand of the last order."""
    last = books.orders.drop_duplicates("customer_id", keep="last")
    return last.set_index("customer_id")["brand_id"].astype("string")
