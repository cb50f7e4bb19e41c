"""Cohorts of first purchases: how many are lost and how many buy again, by the months since."""

from pipeline.findings.books import Books, month_end
from pipeline.findings.customers.stages import stage_settings
from pipeline.findings.result import Result, table_of_frame

MONTH_COUNT = 120
"""Months back whose newcomers are followed."""


def cohort_results(books: Books) -> Result:
    """Rows of `fact_cohort_month`, as known at the end of the latest month that is over."""
    from crm.stage.cohorts import cohort_curves
    from crm.value.orders import net_orders, purchase_days

    months = books.months(MONTH_COUNT)
    if not months:
        return Result("cohorts", reason="no month with orders is over")
    end = month_end(months[-1])
    settings = stage_settings(books, months[-1])
    curves = cohort_curves(
        purchase_days(net_orders(books.orders, end=end)), end=end, patience_days=settings.patience_days
    )
    return Result("cohorts", {"all": table_of_frame(curves)} if len(curves) else {})
