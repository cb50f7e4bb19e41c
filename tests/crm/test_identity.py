from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest

from crm.identity.basis import LegalBasis, Withheld
from crm.identity.bridge import BRIDGE_DTYPES, CONSENT_WITHDRAWN, empty_bridge, renewed, withdrawn
from crm.identity.golden import golden_records
from crm.identity.links import LINK_DTYPES, Links, links_of, reviewed
from crm.identity.pairs import PairSettings
from crm.value.evidence import NotEnoughEvidence
from records.errors import ConfigError, UsageError

BASIS = LegalBasis(kind="contract", document="PIA-2026-3", recorded_on=date(2026, 1, 5))
NO_ANSWER = pd.Series(dtype=bool)
AT = datetime(2026, 5, 1, tzinfo=UTC)
SIGNS = list("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰飞鑫波斌宇浩凯健俊帆")
REGIONS = ["广东", "北京", "上海", "浙江", "四川", "湖北"]


def planted(count: int, strangers: int, *, seed: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Customers, and accounts of the first `count` / 2 of them (c_12 <-> a_12) besides those of strangers.

    Two in five accounts have the customer's contact key, three in five the same nickname, one in five a similar one.
    """
    rng = np.random.default_rng(seed)

    def nick() -> str:
        return "".join(rng.choice(SIGNS, 4)) + str(rng.integers(100))

    def known(size: int) -> dict[str, object]:
        return {"region": rng.choice(REGIONS, size), "gender": rng.choice(["f", "m"], size)}

    names = [nick() for _ in range(count)]
    keys = np.array([f"k{i}" for i in range(count)], dtype=object)
    customers = pd.DataFrame({"customer_id": [f"c_{i}" for i in range(count)], "name": names, **known(count)})
    customers["contact_key"] = pd.Series(keys).where(rng.random(count) < 0.7, None)
    half = count // 2
    chance = rng.random(half)
    told = [n if c < 0.6 else n[:-1] + "x" if c < 0.8 else nick() for n, c in zip(names[:half], chance, strict=True)]
    own = customers.head(half)[["region", "gender"]].assign(author_id=[f"a_{i}" for i in range(half)], name=told)
    own["contact_key"] = pd.Series(keys[:half]).where(rng.random(half) < 0.4, None)
    other = pd.DataFrame({"author_id": [f"x_{i}" for i in range(strangers)], **known(strangers)})
    other["name"] = [nick() for _ in range(strangers)]
    accounts = pd.concat([own, other], ignore_index=True).assign(platform="weibo")
    # In another order than the customers: a mix-up of places must show.
    return customers, accounts.sample(frac=1, random_state=seed, ignore_index=True)


@pytest.fixture(scope="module")
def found() -> Links:
    customers, accounts = planted(1200, 600)
    result = links_of(customers, accounts, basis=BASIS, permissions=NO_ANSWER)
    assert isinstance(result, Links)
    return result


def is_right(frame: pd.DataFrame) -> pd.Series:
    return frame["customer_id"].str.slice(2) == frame["author_id"].str.slice(2)


def test_planted_accounts_are_linked_with_precision_before_recall(found: Links) -> None:
    links = found.links
    assert not links.duplicated(["platform", "author_id"]).any()
    assert (links["match_probability"] >= 0.9).all()
    assert float(is_right(links).mean()) >= 0.98
    assert int(is_right(links).sum()) / 600 >= 0.3
    likely = pd.concat([links, found.review]).drop_duplicates(["platform", "author_id"])
    assert float(is_right(likely).mean()) >= 0.98
    assert int(is_right(likely).sum()) / 600 >= 0.75
    assert set(links["method"]) == {"splink"}
    assert links["reason"].str.contains("name|contact_key").all()


def test_the_uncertain_are_for_a_person(found: Links) -> None:
    review = found.review
    assert set(review["why"]) <= {"below_threshold", "two_customers"}
    taken = set(found.links["author_id"])
    assert taken.isdisjoint(review["author_id"])
    below = review[review["why"] == "below_threshold"]
    assert below["match_probability"].between(0.5, 0.9).all()
    assert {"name", "contact_key"}.isdisjoint(review.columns)


def test_nothing_is_compared_without_a_basis_or_consent() -> None:
    customers, accounts = planted(60, 60)
    off = links_of(customers, accounts, basis=None, permissions=NO_ANSWER)
    assert isinstance(off, Withheld)
    assert "no legal basis" in off.reason
    consent = LegalBasis(kind="consent", document="PIA-2026-3", recorded_on=date(2026, 1, 5))
    asked = links_of(customers, accounts, basis=consent, permissions=pd.Series({"c_1": True, "c_2": False}))
    assert isinstance(asked, NotEnoughEvidence)
    assert asked.n == 1
    refused = links_of(customers, accounts, basis=BASIS, permissions=pd.Series({f"c_{i}": False for i in range(60)}))
    assert isinstance(refused, NotEnoughEvidence)
    assert refused.n == 0
    for wrong in ({"kind": "legitimate_interest", "document": "x"}, {"kind": "consent", "document": " "}):
        with pytest.raises(ConfigError, match="identity"):
            LegalBasis(recorded_on=date(2026, 1, 5), **wrong)


def test_too_little_to_compare_and_wrong_calls() -> None:
    customers, accounts = planted(60, 60)
    blank = links_of(customers[["customer_id", "region"]], accounts, basis=BASIS, permissions=NO_ANSWER)
    assert isinstance(blank, NotEnoughEvidence)
    assert "without names or contact keys" in blank.reason
    with pytest.raises(UsageError, match="repeat their customer_id"):
        links_of(pd.concat([customers, customers]), accounts, basis=BASIS, permissions=NO_ANSWER)
    with pytest.raises(UsageError, match="threshold"):
        links_of(customers, accounts, basis=BASIS, permissions=NO_ANSWER, threshold=0.4)
    with pytest.raises(ConfigError, match="recall"):
        PairSettings(recall=0)


def link(customer: str, author: str, probability: float = 0.95, method: str = "splink") -> dict[str, object]:
    return {
        "customer_id": customer, "platform": "weibo", "author_id": author, "match_probability": probability,
        "method": method, "reason": "name",
    }  # fmt: skip


def test_a_link_that_ended_with_a_consent_comes_back_with_a_new_one() -> None:
    first, _ = renewed(empty_bridge(), pd.DataFrame([link("c1", "a1")]), at=AT)
    later = datetime(2026, 6, 1, tzinfo=UTC)
    ended = withdrawn(first, at=later, reason=CONSENT_WITHDRAWN, customer_id="c1")
    again, refused = renewed(ended, pd.DataFrame([link("c1", "a1")]), at=later)
    assert refused.empty
    assert again["is_active"].tolist() == [False, True]
    assert again.loc[1, "valid_from"] == pd.Timestamp(later)


def test_the_bridge_is_reversible() -> None:
    first, refused = renewed(empty_bridge(), pd.DataFrame([link("c1", "a1"), link("c2", "a2")]), at=AT)
    assert refused.empty
    assert first.dtypes.astype(str).to_dict() == BRIDGE_DTYPES
    later = datetime(2026, 6, 1, tzinfo=UTC)
    ended = withdrawn(first, at=later, reason="review", customer_id="c1")
    assert ended["is_active"].tolist() == [False, True]
    assert ended.loc[0, "valid_to"] == pd.Timestamp(later)
    again, refused = renewed(
        ended, pd.DataFrame([link("c1", "a1"), link("c3", "a2"), link("c2", "a2", 0.99)]), at=later
    )
    assert refused["customer_id"].tolist() == ["c1", "c3"]
    assert again["match_probability"].tolist() == [0.95, 0.99]
    assert again["valid_from"].nunique() == 1
    mended, refused = renewed(ended, pd.DataFrame([link("c1", "a1", method="review")]), at=later)
    assert refused.empty
    assert mended[mended["customer_id"] == "c1"]["is_active"].tolist() == [False, True]
    account = withdrawn(first, at=later, reason="erased", account=("weibo", "a2"))
    assert account["is_active"].tolist() == [True, False]
    with pytest.raises(UsageError, match="name a customer"):
        withdrawn(first, at=later, reason="x")
    with pytest.raises(UsageError, match="zone"):
        renewed(first, pd.DataFrame([link("c1", "a1")]), at=datetime(2026, 6, 1))


def test_a_person_decides(found: Links) -> None:
    asked = pd.DataFrame([{**link("c1", "a1", 0.6), "agreement": "name", "why": "below_threshold"}]).astype("string")
    decision = {"customer_id": ["c1", "c9"], "platform": "weibo", "author_id": ["a1", "a9"], "is_same": [True, True]}
    links = reviewed(asked, pd.DataFrame(decision))
    assert links[["customer_id", "method"]].to_numpy().tolist() == [["c1", "review"]]
    assert list(links.columns) == list(LINK_DTYPES)
    assert reviewed(asked, pd.DataFrame({**decision, "is_same": False})).empty
    with pytest.raises(UsageError, match="two customers"):
        reviewed(asked, pd.DataFrame({**decision, "author_id": "a1"}))


def test_the_golden_record_says_where_it_comes_from() -> None:
    rows = [link("c1", "a1"), link("c1", "a2"), link("c1", "a3"), link("c2", "a4")]
    bridge, _ = renewed(empty_bridge(), pd.DataFrame(rows), at=AT)
    customers = pd.DataFrame({"customer_id": ["c2", "c1", "c3"], "region": ["北京", None, None]})
    accounts = pd.DataFrame({
        "platform": "weibo", "author_id": ["a1", "a2", "a3", "a4", "a5"],
        "region": ["上海", "上海", "广东", "广东", "湖北"], "gender": ["f", None, None, None, "m"],
    })  # fmt: skip
    table = golden_records(customers, accounts, bridge, attributes=["region", "gender"]).set_index("customer_id")
    assert table["region"].fillna("").to_dict() == {"c1": "上海", "c2": "北京", "c3": ""}
    assert table["region_source"].fillna("").to_dict() == {"c1": "accounts", "c2": "books", "c3": ""}
    assert table["region_conflict"].to_dict() == {"c1": True, "c2": True, "c3": False}
    assert table["gender"].fillna("").to_dict() == {"c1": "f", "c2": "", "c3": ""}
    assert table["account_count"].to_dict() == {"c1": 3, "c2": 1, "c3": 0}
    ended = withdrawn(bridge, at=AT, reason="x", customer_id="c1")
    assert golden_records(customers, accounts, ended, attributes=["region"])["region"].isna().tolist() == [
        True,
        False,
        True,
    ]
