"""Class and stage of customers month by month, why the lost were lost, and who is likely to be lost next."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from pipeline.findings.books import Books, month_end
from pipeline.findings.customers import parts

if TYPE_CHECKING:
    import pandas as pd

    from crm.stage.settings import StageSettings


def stages_of(books: Books, frames: Mapping[date, "pd.DataFrame"], settings: "StageSettings") -> "pd.DataFrame":
    """Class, stage and episode of everybody at the end of each month."""
    import pandas as pd

    from crm.stage.months import stage_months

    alive = pd.concat([frame[["customer_id", "month", "p_alive"]] for frame in frames.values()])
    return stage_months(
        books.orders, months=list(frames), touches=books.touches[["customer_id", "day"]], alive=alive, settings=settings
    )


def stage_settings(books: Books, month: date) -> "StageSettings":
    """Patience as the shop's own pauses have it, or the default where they are too few."""
    from crm.stage.settings import StageSettings, patience_of
    from crm.value.orders import net_orders, purchase_days

    patience = patience_of(purchase_days(net_orders(books.orders, end=month_end(month))))
    return StageSettings(patience_days=patience) if isinstance(patience, int) else StageSettings()


def with_stages(
    frame: "pd.DataFrame", stages: "pd.DataFrame", month: date, books: Books, settings: "StageSettings"
) -> "pd.DataFrame":
    """Adds class and stage, a row for who is known and has not bought, and why who is lost was lost."""
    import pandas as pd

    from crm.stage.churntypes import churn_types

    states = stages[stages["month"] == month].drop(columns=["month", "recency_days"])
    joined = frame.merge(states, on="customer_id", how="outer").assign(month=month)
    gone = joined[joined["customer_class"] == "lost"]
    end = pd.Timestamp(month_end(month))
    last_day = end - pd.to_timedelta(gone["recency_days"].astype("float64"), unit="D")
    lost = gone[["customer_id"]].assign(
        last_day=last_day, lost_day=last_day + pd.Timedelta(days=settings.patience_days)
    )
    signals = parts.let_down(books, month_end(month)).assign(signal="low_rating")
    types = churn_types(lost, signals)[["customer_id", "churn_type"]]
    return joined.merge(types, on="customer_id", how="left")


def with_warning(
    frame: "pd.DataFrame", books: Books, month: date, settings: "StageSettings", lacks: dict[str, str]
) -> "pd.DataFrame":
    """Adds the calibrated probability of churn, which is the risk of churn as well, to the latest month."""
    from crm.stage.warning import ChurnWarning, WarningSettings, churn_warning
    from crm.value.fitting import FitFailed

    end = month_end(month)
    chosen = WarningSettings(patience_days=max(settings.patience_days, WarningSettings().horizon_days))
    try:
        warning = churn_warning(books.orders, end=end, trouble=parts.let_down(books, end), settings=chosen)
    except FitFailed as error:  # of P(alive) at one of its cuts
        lacks["churn_probability"] = str(error)
        return frame
    if not isinstance(warning, ChurnWarning):
        lacks["churn_probability"] = warning.reason
        return frame
    scores = warning.scores.assign(churn_risk=warning.scores["churn_probability"])
    return frame.merge(scores, on="customer_id", how="left")
