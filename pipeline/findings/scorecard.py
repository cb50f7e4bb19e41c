"""The balanced scorecard of each brand, month by month: its indicators, what they score, the views, and the whole."""

from typing import TYPE_CHECKING, Any

from pipeline.findings.books import Books
from pipeline.findings.result import Result, table_of_frame
from pipeline.settings.scorecard import ScorecardSection

if TYPE_CHECKING:
    import pandas as pd

    from crm.decisions.scorecard import Indicator

VERSION = "scorecard-1"
KEYS = ["brand_id", "month"]


def scorecard(books: Books, satisfaction: Result, customer_months: Result, section: ScorecardSection) -> Result:
    """Rows of `fact_scorecard`, of months that are over; the reason names indicators that no month knows."""
    import pandas as pd

    from crm.decisions import scorecard as cards
    from crm.value.evidence import NotEnoughEvidence

    if not section.indicators:
        return Result("scorecard", reason="no indicators are configured")
    values = indicator_values(books, satisfaction, customer_months)
    known = [each for each in section.to_indicators() if each.name in set(values["indicator"])]
    lacking = [each.name for each in section.indicators if each.name not in {one.name for one in known}]
    reason = f"no figures for {', '.join(lacking)}" if lacking else None
    if not known:
        return Result("scorecard", reason=reason)
    scores = cards.indicator_scores(values, known)
    weights, weighting = _weights(section, scores)
    found = cards.scorecard(values, known, weights)
    if isinstance(found, NotEnoughEvidence):
        return Result("scorecard", reason=found.reason)
    told = pd.concat([_indicators(values, scores, known, weights), _totals(found, known, weights)], ignore_index=True)
    told = told.assign(weighted_score=told["score"] * told["weight"], weighting=weighting, model_version=VERSION)
    return Result("scorecard", {"all": table_of_frame(told)}, reason)


def indicator_values(books: Books, satisfaction: Result, customer_months: Result) -> "pd.DataFrame":
    """brand_id, month (first day), indicator, value: of the books, the totals of satisfaction, and customers' worth."""
    import pandas as pd

    parts = [_of_books(books), _of_satisfaction(satisfaction), _of_customers(books, customer_months)]
    told = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    told["month"] = pd.to_datetime(told["month"]).dt.date
    is_own = told["brand_id"].isin(books.orders["brand_id"].dropna())  # the firm's aims are not its competitors'
    return told[is_own & told["month"].isin(books.months(limit=10_000))].dropna(subset=["value"])


def _weights(section: ScorecardSection, scores: "pd.DataFrame") -> tuple[dict[str, float], str]:
    """Over the indicators that are known; entropy needs three complete months, else all weigh the same."""
    from crm.decisions.entropy import entropy_weights
    from crm.value.evidence import NotEnoughEvidence

    names = [str(name) for name in scores.columns]
    if judged := section.judged():
        whole = sum(judged[name] for name in names)
        return {name: judged[name] / whole for name in names}, "judged"
    found = entropy_weights(scores)
    if isinstance(found, NotEnoughEvidence):
        return dict.fromkeys(names, 1 / len(names)), "equal"
    return found, "entropy"


def _indicators(
    values: "pd.DataFrame", scores: "pd.DataFrame", known: "list[Indicator]", weights: dict[str, float]
) -> "pd.DataFrame":
    import pandas as pd

    meant = pd.DataFrame(
        [(each.name, each.view, each.floor, each.target, weights[each.name]) for each in known],
        columns=["indicator", "perspective", "floor_value", "target_value", "weight"],
    )
    score = scores.melt(ignore_index=False, var_name="indicator", value_name="score").reset_index().dropna()
    score["month"] = pd.to_datetime(score["month"]).dt.date
    told = values.rename(columns={"value": "indicator_value"}).merge(score, on=[*KEYS, "indicator"])
    return told.merge(meant, on="indicator").assign(weight_known=1.0, indicator_count=1)


def _totals(found: "pd.DataFrame", known: "list[Indicator]", weights: dict[str, float]) -> "pd.DataFrame":
    of_view = {view: sum(weights[each.name] for each in known if each.view == view) for view in found["view"].unique()}
    told = found.rename(columns={"view": "perspective"}).assign(indicator="all")
    told["month"] = [value.as_py() if hasattr(value, "as_py") else value for value in told["month"]]
    told["weight"] = told["perspective"].map({**of_view, "all": 1.0}).astype("float64")
    return told


def _of_books(books: Books) -> "pd.DataFrame":
    import pandas as pd

    kept = books.orders[books.orders["amount"] > 0].dropna(subset=["brand_id"])
    kept = kept.assign(month=pd.to_datetime(kept["day"]).dt.to_period("M").dt.start_time)
    first = kept.groupby(["brand_id", "customer_id"])["month"].min().reset_index()
    told = {
        "net_amount": kept.groupby(KEYS)["amount"].sum(),
        "buyer_count": kept.groupby(KEYS)["customer_id"].nunique(),
        "new_buyer_count": first.groupby(KEYS)["customer_id"].size(),
    }
    return _stacked(told)


def _of_satisfaction(satisfaction: Result) -> "pd.DataFrame":
    """The totals only: neither of a product, nor of an aspect, nor of a channel."""
    import pandas as pd

    if not satisfaction.tables:
        return _stacked({})
    rows: pd.DataFrame = pd.concat([table.to_pandas() for table in satisfaction.tables.values()])
    total: pd.DataFrame = rows[
        rows[["product_id", "aspect", "channel"]].isna().all(axis="columns") & (rows["denominator"] > 0)
    ]
    total = total.assign(value=total["numerator"] / total["denominator"], indicator=total["measure"])
    return total.loc[:, [*KEYS, "indicator", "value"]]


def _of_customers(books: Books, customer_months: Result) -> "pd.DataFrame":
    """Profit of the month's customers and their mean lifetime value, where the books are of one brand: months of
    customers are over all brands."""
    import pandas as pd

    brands = books.orders["brand_id"].dropna().unique()
    if len(brands) != 1 or not customer_months.tables:
        return _stacked({})
    rows = pd.concat(
        [table.select(["month", "profit", "clv"]).to_pandas() for table in customer_months.tables.values()]
    )
    rows = rows.assign(brand_id=brands[0], profit=rows["profit"].astype("float64"), clv=rows["clv"].astype("float64"))
    grouped = rows.groupby(KEYS)
    return _stacked({"profit": grouped["profit"].sum(min_count=1), "clv": grouped["clv"].mean()})


def _stacked(told: "dict[str, Any]") -> "pd.DataFrame":
    import pandas as pd

    frames = [series.rename("value").reset_index().assign(indicator=name) for name, series in told.items()]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*KEYS, "indicator", "value"])
