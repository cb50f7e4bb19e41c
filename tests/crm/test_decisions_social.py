"""Communication, social CRM, reuse of customer knowledge, and identification with the brand."""

from datetime import date

import pandas as pd
import pytest

from crm.decisions.communication import communication
from crm.decisions.knowledge_months import knowledge_months
from crm.decisions.knowledge_reuse import knowledge_reuse
from crm.decisions.social import social_crm
from crm.loyalty.identification import identification
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

END = date(2026, 3, 31)


def figures(found: pd.DataFrame | NotEnoughEvidence) -> dict[str, tuple[float, float]]:
    assert isinstance(found, pd.DataFrame)
    assert (found["value_low"] <= found["numerator"] / found["denominator"]).all()
    assert (found["numerator"] / found["denominator"] <= found["value_high"]).all()
    return {row["measure"]: (row["numerator"], row["denominator"]) for row in found.to_dict("records")}


def thread(name: str, *said: tuple[str, int]) -> list[dict[str, object]]:
    return [
        {"brand_id": "tea", "thread_id": name, "position": place, "day": date(2026, 3, day), "sender": sender}
        for place, (sender, day) in enumerate(said)
    ]


def test_threads_are_answered_in_the_term_or_not() -> None:
    messages = pd.DataFrame(
        [
            *thread("talk", ("customer", 1), ("brand", 2), ("customer", 3)),
            *thread("monologue", ("customer", 1), ("customer", 2), ("brand", 3)),
            *thread("late", ("customer", 1), ("brand", 20), ("customer", 21)),
            *thread("silence", ("customer", 1)),
            *thread("open", ("customer", 30)),
            *thread("ours", ("brand", 1), ("customer", 2)),
        ]
    )
    assert figures(communication(messages, end=END)) == {"reply_share": (2, 4), "two_way_share": (1, 2)}
    assert figures(communication(messages.sample(frac=1, random_state=1), end=END))["reply_share"] == (2, 4)
    unheard = messages[messages["thread_id"] == "silence"]
    assert figures(communication(unheard, end=END)) == {"reply_share": (0, 1)}
    undecided = communication(messages[messages["thread_id"] == "open"], end=END)
    assert isinstance(undecided, NotEnoughEvidence)
    assert undecided.reason == "not enough evidence: n = 0 threads opened by customers, 1 needed"
    assert isinstance(communication(messages.head(0), end=END), NotEnoughEvidence)
    with pytest.raises(UsageError, match="13 messages by senders other than customer, brand"):
        communication(messages.assign(sender="robot"), end=END)


def test_bought_voice_is_neither_owned_nor_earned() -> None:
    rows = [
        ("UGC", True, True, True), ("UGC", True, None, None), ("PGC", False, True, False), ("BGC", True, True, True),
        ("paid", True, True, True), ("lottery", False, False, True),
    ]  # fmt: skip
    columns = ["content_class", "needs_answer", "is_answered", "is_advocacy"]
    mentions = pd.DataFrame(rows, columns=columns).assign(brand_id="tea", month=END)
    assert figures(social_crm(mentions)) == {
        "earned_voice_share": (3, 4), "request_response_share": (1, 2), "advocacy_share_proxy": (1, 3),
    }  # fmt: skip
    assert isinstance(social_crm(mentions.tail(2)), NotEnoughEvidence)
    assert isinstance(social_crm(mentions.head(0)), NotEnoughEvidence)


def test_knowledge_is_reused_within_its_window_or_not() -> None:
    items = pd.DataFrame(
        [("a", "from", "2026-01-01"), ("b", "from", "2026-01-01"), ("c", "from", "2026-03-20"),
         ("d", "about", "2026-03-01"), ("e", "from", "2026-04-20")],
        columns=["item_id", "kind", "captured_on"],
    ).assign(brand_id="tea")  # fmt: skip
    uses = pd.DataFrame(
        [("a", "2026-01-11"), ("a", "2026-03-01"), ("d", "2026-03-05"), ("b", "2026-04-01"), ("z", "2026-01-01")],
        columns=["item_id", "used_on"],
    )
    told = knowledge_reuse(items, uses, end=END, window_days=60)
    assert isinstance(told, pd.DataFrame)
    table = told.set_index("kind")
    own = table.loc["from"]
    assert own[["item_count", "decided_count", "reused_count", "fresh_count"]].tolist() == [3, 2, 1, 2]
    assert (own["reuse_share"], own["median_days_to_use"]) == (0.5, 10)
    assert own["reuse_low"] < 0.5 < own["reuse_high"]
    assert table.loc["about", "reuse_share"] == 1
    unused = knowledge_reuse(items.iloc[[2]], uses.head(0), end=END)
    assert isinstance(unused, pd.DataFrame)
    assert unused[["reuse_share", "reuse_low", "median_days_to_use"]].isna().all(axis=None)
    assert isinstance(knowledge_reuse(items.head(0), uses, end=END), NotEnoughEvidence)
    with pytest.raises(UsageError, match="4 items of kinds other than about, from, for"):
        knowledge_reuse(items.assign(kind="rumour"), uses, end=END)


def test_knowledge_is_told_by_month_from_what_contacts_name() -> None:
    rows = [
        ("2026-01-05", "k1", None), ("2026-01-20", "k1", None), ("2026-01-31", "k2", "from"),
        ("2026-01-31", None, None),
        ("2026-02-10", "k1", "for"), ("2026-02-11", None, None),
    ]  # fmt: skip
    contacts = pd.DataFrame(rows, columns=["day", "knowledge_id", "knowledge_kind"])
    months = [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    told = knowledge_months(contacts, months=months)
    assert isinstance(told, pd.DataFrame)
    keys = ["contact_count", "use_count", "used_item_count", "item_count", "decided_item_count", "reused_item_count"]
    table = told.set_index(["month", "kind"])[keys].apply(tuple, axis="columns").to_dict()
    assert table == {
        (months[1], "for"): (4, 2, 1, 1, 1, 1), (months[1], "from"): (4, 1, 1, 1, 0, 0),
        (months[2], "for"): (2, 1, 1, 1, 1, 1), (months[2], "from"): (2, 0, 0, 1, 0, 0),
    }, "an item is known from its first use; nothing is decided of k2 before 90 days"  # fmt: skip
    assert told.loc[0, "median_days_to_use"] == 15
    assert isinstance(knowledge_months(contacts, months=months[:1]), NotEnoughEvidence)
    assert isinstance(knowledge_months(contacts.assign(knowledge_id=None), months=months), NotEnoughEvidence)


def test_each_sign_of_identification_and_any_of_them_is_a_share_of_what_people_wrote() -> None:
    rows = [
        ("UGC", True, True, None), ("UGC", False, True, False), ("UGC", False, False, True), ("UGC", None, None, None),
        ("paid", True, True, True), ("BGC", True, True, True),
    ]  # fmt: skip
    signs = ["content_class", "is_self_brand", "is_advocacy", "is_defence"]
    mentions = pd.DataFrame(rows, columns=signs).assign(brand_id="tea", month=date(2026, 3, 9))
    assert figures(identification(mentions)) == {
        "identification_proxy": (3, 4), "self_brand_share_proxy": (1, 4), "defence_share_proxy": (1, 4),
    }  # fmt: skip
    nobody = identification(mentions[mentions["content_class"] != "UGC"])
    assert isinstance(nobody, NotEnoughEvidence)
    assert nobody.reason == "not enough evidence: n = 0 mentions in customers' own words, 1 needed"
