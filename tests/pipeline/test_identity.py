"""Links in the profile step: found under a recorded basis, kept, ended with a consent, decided by a person."""

from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pandas as pd
import pyarrow as pa
import pytest
from openpyxl import load_workbook

from lake.home import Home
from lake.linkkeys import LinkKey, keep_link_keys
from lake.partition import replace
from pipeline.findings.books import Books
from pipeline.findings.customers.identity import Identity, identity
from pipeline.findings.customers.months import customer_months
from pipeline.findings.customers.review import decide, pairs_to_review, read_review, write_review
from pipeline.findings.customers.voice import voice_of
from pipeline.findings.people import LINKS, PERIOD, REVIEW, People, kept_bridge, read_people
from pipeline.settings.customers import CustomersSection, IdentitySection
from records.errors import UnreadableFile, UsageError
from tests.pipeline.test_customers import books_of, sale, shop

AT = datetime(2026, 7, 1, tzinfo=UTC)
ON = IdentitySection(basis="consent", document="PIA-1", recorded_on=date(2026, 1, 5))
COUNT = 120
REGIONS = ("浙江", "上海", "四川", "湖北")


def granted(customer: str, day: date = date(2026, 1, 2), *, is_granted: bool = True) -> tuple[object, ...]:
    return (customer, day, is_granted, "账号关联", None)


def books(*more: tuple[object, ...]) -> Books:
    """Customers c000 to c119, of whom every tenth has refused, and an order each that tells a region."""
    consents = [granted(f"c{n:03d}", is_granted=n % 10 != 0) for n in range(COUNT)]
    orders = [(*sale(f"c{n:03d}", 1, date(2026, 3, 1))[:-2], REGIONS[n % 4]) for n in range(COUNT)]
    return books_of(consents=[*consents, *more], orders=orders)


def keys(folder: Path, *, seed: int = 3) -> People:
    """c000 owns a000: two in three share the telephone, half the nickname; a120 to a199 are strangers."""
    rng, home = Random(seed), Home(folder / "home").create()
    told = []
    for n in range(COUNT):
        told += [LinkKey("own", f"c{n:03d}", "contact_key", f"t{n}"), LinkKey("own", f"c{n:03d}", "name_key", f"n{n}")]
        same = rng.random() < 2 / 3, rng.random() < 1 / 2
        told.append(LinkKey("weibo", f"a{n:03d}", "contact_key", f"t{n}" if same[0] else f"other{n}"))
        told.append(LinkKey("weibo", f"a{n:03d}", "name_key", f"n{n}" if same[1] else f"another{n}"))
    told += [LinkKey("weibo", f"a{n}", "name_key", f"n{n % 40}") for n in range(COUNT, 200)]
    rng.shuffle(told)
    keep_link_keys(home.vault, told)
    return read_people(home, is_wanted=True)


def mentions() -> pd.DataFrame:
    rows = [
        {
            "platform": "weibo", "author_id": f"a{n:03d}", "day": date(2026, 5, 1), "region": REGIONS[n % 4],
            "author_name": "茶***", "brand_id": brand, "mention_id": f"weibo:{n}.{k}", "kind": "post",
            "sentiment": "negative" if brand == "rival" else "positive", "is_abstained": False,
            "is_complaint": k == 0, "has_own_text": True, "like_count": 10,
        }
        for n in range(COUNT) for k, brand in enumerate(["tea"] * 4 + ["rival"] * 2)
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> People:
    return keys(tmp_path_factory.mktemp("people"))


@pytest.fixture(scope="module")
def found(people: People) -> Identity:
    return identity(people, books(), mentions(), ON, at=AT)


def test_links_are_right_and_only_of_those_who_agreed(found: Identity) -> None:
    links = found.links
    is_right = links["customer_id"].str.slice(1) == links["author_id"].str.slice(1)
    assert len(links) >= 50
    assert is_right.mean() >= 0.95
    assert not links["customer_id"].str.endswith("0").any()
    kept = found.results["customer_links"].tables["all"].to_pandas()
    assert set(kept["method"]) == {"splink"}
    assert not found.results["identity_review"].is_for_star


def test_without_a_basis_the_vault_stays_closed_and_the_reason_is_told(people: People, tmp_path: Path) -> None:
    off = identity(people, books(), mentions(), IdentitySection(), at=AT)
    assert len(off.links) == 0
    assert off.results["customer_links"].reason == "identity linking is off: no legal basis is recorded"
    assert not off.results["customer_links"].tables
    home = Home(tmp_path / "home").create()
    keep_link_keys(home.vault, [LinkKey("own", "c1", "name_key", "n1")])
    assert len(read_people(home, is_wanted=False).keys) == 0


def test_a_consent_taken_back_ends_the_link_and_a_second_run_adds_none(people: People, found: Identity) -> None:
    bridge = found.results["customer_links"].tables["all"].to_pandas()
    first = str(found.links["customer_id"].iloc[0])
    later = datetime(2026, 8, 1, tzinfo=UTC)
    refusal = granted(first, date(2026, 7, 20), is_granted=False)
    again = identity(People(people.keys, bridge), books(refusal), mentions(), ON, at=later)
    told = again.results["customer_links"].tables["all"].to_pandas().set_index("customer_id")
    assert len(told) == len(bridge)
    assert not told.loc[first, "is_active"]
    assert told.loc[first, "reason"] == "consent_withdrawn"
    assert first not in set(again.links["customer_id"])
    assert told["valid_from"].nunique() == 1


def test_linked_accounts_tell_of_their_customers_and_of_nobody_else() -> None:
    own = books_of(orders=shop())
    links = pd.DataFrame({"customer_id": ["c01", "c02"], "platform": "weibo", "author_id": ["a001", "a002"]})
    edge = {"platform": "weibo", "child_author_id": "a002", "parent_author_id": "a001", "child_mention_id": "m",
            "day": date(2026, 5, 2)}  # fmt: skip
    member = {"persona_id": "p1", "platform": "weibo", "author_id": "a001", "probability": 0.9,
              "period_start": date(2026, 5, 1), "period_end": date(2026, 6, 30)}  # fmt: skip
    said = mentions()
    voice = voice_of(
        links, own, mentions=said, edges=pd.DataFrame([edge]), memberships=pd.DataFrame([member]),
        terms_of=lambda ids: pd.DataFrame({"mention_id": ids, "term": "椰浆"}),
        regions=links.assign(region="四川")[["customer_id", "region"]],
    )  # fmt: skip
    terms = CustomersSection(influenced_share=0.5).to_terms()
    months = customer_months(own, terms, voice)
    last = months.frames[date(2026, 6, 1)].set_index("customer_id")
    assert last.loc["c01", "civ"] == pytest.approx(0.5 * last.loc["c02", "clv"])
    assert last.loc["c02", "civ"] == 0
    assert last.loc["c01", "share_of_wallet_proxy"] == pytest.approx(4 / 6)
    assert last.loc["c01", "competitor_attitude"] == -1
    assert last.loc["c01", "ckv_index"] > last.loc["c02", "ckv_index"] == 0  # said first, and nothing new after
    assert (last.loc["c01", "persona_id"], months.frames[date(2026, 4, 1)]["persona_id"].notna().sum()) == ("p1", 0)
    assert months.frames[date(2026, 5, 1)].set_index("customer_id").loc["c01", "complaint_count"] == 1
    others = last.drop(index=["c01", "c02"])
    unknown = ["civ", "cev", "ckv_index", "share_of_wallet_proxy", "competitor_attitude", "persona_id"]
    assert others[unknown].isna().all(axis=None)


@pytest.fixture
def asked(tmp_path: Path, found: Identity) -> Home:
    """A home after a profile that left three pairs open."""
    home = Home(tmp_path / "home").create()
    replace(home.lake, LINKS, PERIOD, found.results["customer_links"].tables["all"])
    pairs = pd.DataFrame({"customer_id": ["c001", "c002", "c003"], "author_id": ["a121", "a122", "a123"]}).assign(
        platform="weibo", match_probability=0.7, agreement="name_key", why="below_threshold", account_name="茶***",
        account_region=None, customer_region="浙江",
    )  # fmt: skip
    replace(home.lake, REVIEW, PERIOD, pa.Table.from_pandas(pairs, preserve_index=False))
    return home


def test_a_person_decides_and_no_run_asks_again(asked: Home, people: People, tmp_path: Path) -> None:
    pairs = pairs_to_review(asked)
    file = tmp_path / "review.xlsx"
    write_review(file, pairs)
    book = load_workbook(file)
    sheet, place = book["核对"], len(book["核对"][1])
    for row, answer in ((2, "是"), (3, "否")):
        sheet.cell(row, place, answer)
    book.save(file)
    done = decide(asked, read_review(file), at=AT)
    assert (done.linked_count, done.refused_count, done.open_count) == (1, 1, len(pairs) - 2)
    bridge = kept_bridge(asked)
    key = ["customer_id", "platform", "author_id"]
    answered = bridge.merge(pairs[key], on=key)
    assert answered[["customer_id", "method", "is_active"]].to_numpy().tolist() == [
        ["c001", "review", True],
        ["c002", "review", False],
    ]
    again = identity(People(people.keys, bridge), books(), mentions(), ON, at=AT)
    assert len(again.links.merge(pairs[key], on=key)) == 1


def test_other_files_and_homes_without_pairs_are_refused(asked: Home, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"no workbook")
    with pytest.raises(UnreadableFile, match="not a sheet of `scrm identity review`"):
        read_review(other)
    with pytest.raises(UsageError, match="no pairs to review"):
        pairs_to_review(Home(tmp_path / "empty").create())
