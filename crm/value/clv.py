"""Customer lifetime value: purchases to come times money a purchase, discounted to today."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from crm.value.gamma_gamma import GammaGamma
from crm.value.histories import Floats, Histories
from crm.value.horizon import Model, discounted, within
from crm.value.orders import WEEK_DAYS
from records.errors import ConfigError

CLV_DTYPES = {"customer_id": "string", "p_alive": "Float64", "expected_order_count": "Float64", "clv": "Float64"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueSettings:
    """What a value is told for. Raises ConfigError for impossible values."""

    month_count: int = 12
    """Months ahead; further ones rest on the model alone."""
    annual_rate: float = 0.10
    """Discount rate a year; .10 is a convention, not a measurement: put the firm's own."""
    margin_share: float = 1.0
    """Contribution margin per unit of money paid; 1 tells revenue, since order lines know no cost."""
    unit_days: float = WEEK_DAYS
    """Days of the histories' time unit."""

    def __post_init__(self) -> None:
        if self.month_count < 1 or self.unit_days <= 0:
            raise ConfigError("value: month_count and unit_days must be positive")
        if not self.annual_rate > -1 or not 0 < self.margin_share <= 1:
            raise ConfigError("value: annual_rate must exceed -1, margin_share lie in (0, 1]")


def lifetime_values(
    table: pd.DataFrame, histories: Histories, model: Model, money: GammaGamma, settings: ValueSettings
) -> pd.DataFrame:
    """CLV_DTYPES, one row per row of the repeat-buying `table` that `histories` was made of.

    expected_order_count: purchases expected within the horizon, undiscounted; clv: discounted margin of those purchases
    (each month's at its end), purchases already made left out. Purchases and money are independent by assumption.
    """
    horizon = discounted(settings.month_count, annual_rate=settings.annual_rate, unit_days=settings.unit_days)
    alive = model.p_alive(histories)
    count = alive * model.residual(histories, within(float(horizon.times[-1])))
    worth = count if settings.annual_rate == 0 else alive * model.residual(histories, horizon)
    amount = money.expected_amount(table["x"].to_numpy("float64"), table["mean_amount"].to_numpy("float64"))
    row = histories.row
    columns = {
        "p_alive": alive[row],
        "expected_order_count": count[row],
        "clv": settings.margin_share * worth[row] * amount,
    }
    return pd.DataFrame({"customer_id": table["customer_id"].to_numpy(), **columns}).astype(CLV_DTYPES)


def newcomer_value(model: Model, money: GammaGamma, settings: ValueSettings) -> float:
    """Value of a customer about whom only the first purchase is known, that purchase left out."""
    horizon = discounted(settings.month_count, annual_rate=settings.annual_rate, unit_days=settings.unit_days)
    return settings.margin_share * model.newcomer(horizon) * money.mean_amount


def mean_of(values: Floats, histories: Histories) -> float:
    """Mean over customers of one value per row."""
    return float(np.average(values, weights=histories.weight))
