"""What is masked in texts before they come to rest, on a sheet of our own: `⟦...⟧` marks what must go."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from lake.home import Home
from lake.landing import land_mentions
from lake.partition import append, read
from pipeline.masking import mask_lake
from records import Mention
from records.arrow import mention_table
from records.private import KINDS, MAY_HOLD, PLAIN, is_identity_card, is_luhn, masked, spans

SHEET = Path(__file__).with_name("private_texts.tsv")
FIXED = {"mobile", "landline", "identity_card", "bank_card", "email", "plate"}
"""With a checksum or a shape of their own: recall at least .98; of the others at least .90."""
MARK = re.compile("⟦(.*?)⟧")


def cases() -> list[tuple[str, str, tuple[int, int] | None]]:
    """Kind, text, and where what is private begins and ends."""
    found: list[tuple[str, str, tuple[int, int] | None]] = []
    for line in SHEET.read_text("utf-8").splitlines()[1:]:
        kind, marked = line.split("\t")
        match = MARK.search(marked)
        text = MARK.sub(r"\1", marked)
        found.append((kind, text, (match.start(), match.end() - 2) if match else None))
    return found


def missed(kinds: set[str]) -> tuple[list[str], int]:
    """Texts in which a marked character stayed, and how many texts there are."""
    own = [(text, span) for kind, text, span in cases() if kind in kinds and span]
    return [text for text, (begin, end) in own if masked(text)[begin:end].strip("＊ -·•—()（）")], len(own)


def wrong() -> tuple[list[str], int]:
    """Masked spans that meet no mark, and how many spans were masked."""
    told = [(text, each, span) for _, text, span in cases() for each in spans(text)]
    outside = [text for text, each, span in told if span is None or each.end <= span[0] or each.begin >= span[1]]
    return outside, len(told)


def test_the_sheet_is_large_and_knows_every_kind() -> None:
    kinds = [kind for kind, _, _ in cases()]
    assert len(kinds) >= 400
    assert {*kinds} == {*KINDS, "none"}


def test_numbers_of_fixed_shape_are_found() -> None:
    left, count = missed(FIXED)
    assert len(left) <= 0.02 * count, left


def test_ids_and_addresses_in_words_are_found() -> None:
    left, count = missed(set(KINDS) - FIXED)
    assert len(left) <= 0.10 * count, left


def test_little_else_is_masked() -> None:
    outside, count = wrong()
    assert len(outside) <= 0.03 * count, outside


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_standards_own_cards_pass_and_others_do_not(number: str) -> None:
    """Examples of GB 11643-1999."""
    assert is_identity_card(number)
    assert not is_identity_card(number[:-2] + str((int(number[-2]) + 1) % 10) + number[-1])


def test_luhn_by_the_number_of_its_patent() -> None:
    """79927398713 is the worked example of most texts on the check."""
    assert [digit for digit in "0123456789" if is_luhn("7992739871" + digit)] == ["3"]


def test_a_mask_has_the_length_of_what_it_hides() -> None:
    for _, text, _ in cases():
        assert len(masked(text)) == len(text)
        assert masked(masked(text)) == masked(text)


def test_what_lands_is_masked_and_landing_it_again_adds_nothing(tmp_path: Path) -> None:
    texts = ["退款打我电话13870012345", "一杯18元", "", "加微信：tea_lover88"]
    rows = [a_mention(str(number), text) for number, text in enumerate(texts)]
    assert [land_mentions(tmp_path, rows), land_mentions(tmp_path, rows)] == [4, 0]
    landed = read(tmp_path, "mentions")
    assert landed.column("text").to_pylist() == [
        "退款打我电话＊＊＊＊＊＊＊＊＊＊＊",
        "一杯18元",
        "",
        "加微信：＊＊＊＊＊＊＊＊＊＊＊",
    ]
    assert dict(landed.column("extra").to_pylist()[0]) == {"note": "＊＊＊＊＊＊＊＊＊＊＊"}


def test_texts_that_landed_before_are_put_right_once(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    rows = mention_table([a_mention("1", "电话13870012345"), a_mention("2", "好喝")])
    append(home.lake, "mentions", {"source": "s", "dt": "2026-03-01"}, rows, unique=("mention_id",))
    assert [mask_lake(home), mask_lake(home)] == [(1, 1), (1, 0)]
    assert read(home.lake, "mentions").column("text").to_pylist() == ["电话＊＊＊＊＊＊＊＊＊＊＊", "好喝"]


def a_mention(native_id: str, text: str) -> Mention:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    return Mention(
        source="weibo_posts", platform="weibo", native_id=native_id, kind="post", text=text, observed_at=now,
        published_at=now, extra={"note": "13870012345"} if native_id == "0" else {},
    )  # fmt: skip


def test_the_look_at_a_whole_column_misses_nothing() -> None:
    held = [text for _, text, _ in cases() if spans(text)]
    assert pc.all(pc.match_substring_regex(pa.array(held), MAY_HOLD)).as_py()


@pytest.mark.parametrize("value", ["5000001", "1299.00", "2025-01-18 08:47:40", "2025/1/8", "1700000000"])
def test_numbers_and_moments_that_stand_alone_are_known_at_a_look(value: str) -> None:
    assert pc.match_substring_regex(pa.scalar(value), PLAIN).as_py()
    assert masked(value) == value


@pytest.mark.parametrize("value", ["13870012345", "110101199003078515", "2025-01-18 08:47:40 电话13870012345"])
def test_what_may_be_somebodys_is_no_plain_number(value: str) -> None:
    assert not pc.match_substring_regex(pa.scalar(value), PLAIN).as_py()
