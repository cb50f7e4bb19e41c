import pandas as pd
import pytest

from crm.value.profit import ACTIVITY_COLUMNS, ServiceCosts, customer_profit
from crm.value.wallet import share_of_wallet_proxy, wallet_shares
from records.errors import ConfigError

COSTS = ServiceCosts(margin_share=0.3, per_contact=15, per_return=40, per_complaint=120)


def activity(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(ACTIVITY_COLUMNS))


def test_a_big_buyer_with_many_cases_is_not_a_good_one() -> None:
    modest = [(f"c{i}", 800.0, 1, 0, 0) for i in range(9)]
    told = customer_profit(activity(*modest, ("big", 5000.0, 30, 12, 8)), COSTS).set_index("customer_id")
    assert told.loc["big", "cost_to_serve"] == 30 * 15 + 12 * 40 + 8 * 120
    assert told.loc["big", "profit"] == 0.3 * 5000 - 1890
    assert told.loc["big", ["amount_rank", "profit_rank"]].tolist() == [1, 10]
    assert told.index[told["is_big_not_good"]].tolist() == ["big"]
    assert told.loc["c0", "profit"] == 0.3 * 800 - 15


def test_unknown_service_is_none_and_unknown_money_no_profit() -> None:
    told = customer_profit(activity(("a", 100.0, None, None, None), ("b", None, 3, 0, 0), ("c", -50.0, 0, 1, 0)), COSTS)
    assert told["profit"][0] == pytest.approx(30)
    assert told.loc[1, ["profit", "profit_rank"]].isna().all()
    assert told["profit"][2] == pytest.approx(-15 - 40)
    assert customer_profit(activity(), COSTS).empty


@pytest.mark.parametrize("wrong", [{"margin_share": 0}, {"margin_share": 1.1}, {"per_contact": -1}])
def test_impossible_costs_are_refused(wrong: dict[str, float]) -> None:
    good = {"margin_share": 0.3, "per_contact": 1.0, "per_return": 1.0, "per_complaint": 1.0}
    with pytest.raises(ConfigError, match="service costs"):
        ServiceCosts(**{**good, **wrong})


def test_share_of_wallet_needs_the_whole_wallet() -> None:
    columns = ["customer_id", "own_amount", "category_amount"]
    rows = [("a", 30.0, 120.0), ("b", 30.0, None), ("c", 30.0, 0.0), ("d", 30.0, 20.0), ("e", 0.0, 10.0)]
    told = wallet_shares(pd.DataFrame(rows, columns=columns))
    assert told["share_of_wallet"].dropna().to_dict() == {0: 0.25, 4: 0.0}


def test_the_stand_in_is_the_share_of_talk() -> None:
    rows = [("a", "青禾茶", f"m{i}") for i in range(3)] + [("a", "山月茶", f"n{i}") for i in range(3)]
    rows += [("a", "青禾茶", "m0"), ("b", "青禾茶", "k0"), (None, "青禾茶", "k1")]
    told = share_of_wallet_proxy(
        pd.DataFrame(rows, columns=["customer_id", "brand_id", "mention_id"]), brand_id="青禾茶"
    )
    assert told["own_mention_count"].tolist() == [3, 1]
    assert told["share_of_wallet_proxy"][0] == 0.5
    assert pd.isna(told["share_of_wallet_proxy"][1])
