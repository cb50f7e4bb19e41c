"""What is bought together, and what to offer next: of the last year, and only where it is worth having."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pipeline.findings.books import Books, month_end
from pipeline.findings.customers import parts
from pipeline.findings.result import Result, table_of_frame

if TYPE_CHECKING:
    import pandas as pd

WINDOW_DAYS = 365
OFFER_COUNT = 1
"""Things offered to a customer; the comparison with popularity is of as many."""
RULES_VERSION, OFFERS_VERSION = "rules-1", "items-1"


def associations(books: Books) -> Result:
    """Rows of `fact_association`: by order, and by customer, since many shops sell one thing an order."""
    import pandas as pd

    from crm.decisions.rules import association_rules
    from crm.value.evidence import NotEnoughEvidence

    frames, reason = [], "no month with orders is over"
    for brand_id, month, lines in _years(books):
        for basis, key in (("order", "order_id"), ("customer", "customer_id")):
            baskets = lines[[key, "product"]].set_axis(["basket_id", "item"], axis="columns")
            found = association_rules(baskets)
            if isinstance(found, NotEnoughEvidence):
                reason = found.reason
            else:
                frames.append(found.assign(brand_id=brand_id, month=month, basis=basis, model_version=RULES_VERSION))
    told = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    if not len(told):
        return Result("associations", reason=f"no rules: {reason}" if not frames else "no rule is frequent enough")
    told["antecedent"] = told["antecedent"].map(" + ".join).astype("string")
    return Result("associations", {"all": table_of_frame(told.drop(columns=["support", "confidence"]))})


def recommendations(books: Books) -> Result:
    """Rows of `fact_recommendation`: the next thing for customers who agreed; none where popularity serves as well."""
    import pandas as pd

    frames, reasons = [], []
    for brand_id, month, lines in _years(books):
        found, reason = _offers(books, lines.rename(columns={"product": "item"}), month)
        reasons.append(f"{brand_id}: {reason}")
        if found is not None:
            frames.append(found.assign(brand_id=brand_id, month=month, model_version=OFFERS_VERSION))
    if not frames:
        return Result("recommendations", reason="; ".join(reasons) or "no month with orders is over")
    told = pd.concat(frames, ignore_index=True).rename(columns={"item": "product_name"})
    return Result("recommendations", {"all": table_of_frame(told)}, "; ".join(reasons))


def _offers(books: Books, lines: "pd.DataFrame", month: date) -> "tuple[pd.DataFrame | None, str]":
    """The offers, if there may be any, and what the comparison with popularity found."""
    from crm.decisions.hitrate import hit_rate
    from crm.decisions.recommend import fit_items, recommendations
    from crm.value.evidence import NotEnoughEvidence

    worth = hit_rate(lines, k=OFFER_COUNT)
    if isinstance(worth, NotEnoughEvidence):
        return None, worth.reason
    said = (
        f"hit@{worth.k} {worth.similar.value:.3f} against {worth.popular.value:.3f} by popularity"
        f" (n = {worth.customer_count}, McNemar p = {worth.p_value:.3f})"
    )
    if not worth.is_better or not len(books.consents):
        return None, said if len(books.consents) else "no register of consents"
    model = fit_items(lines)
    if isinstance(model, NotEnoughEvidence):
        return None, model.reason
    agreed = parts.consents(books, month_end(month))
    found: Any = recommendations(model, lines, agreed, count=OFFER_COUNT)
    return (None, found.reason) if isinstance(found, NotEnoughEvidence) else (found, said)


def _years(books: Books) -> "list[tuple[str, date, pd.DataFrame]]":
    """By brand: the latest month that is over, and what was sold and kept in the year up to its end."""
    import pandas as pd

    months = books.months(1)
    if not months:
        return []
    end = month_end(months[-1])
    day = pd.to_datetime(books.orders["day"])
    is_told = (day > pd.Timestamp(end - timedelta(days=WINDOW_DAYS))) & (day <= pd.Timestamp(end))
    kept = books.orders[is_told & (books.orders["amount"] > 0) & books.orders["product"].notna()]
    return [(str(brand_id), months[-1], lines) for brand_id, lines in kept.groupby("brand_id")]
