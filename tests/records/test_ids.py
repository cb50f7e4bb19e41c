from hypothesis import given
from hypothesis import strategies as st

from records.ids import hashed_native_id, mask_name, pseudonym, surrogate_key

KEY = b"k" * 32


def test_one_account_is_one_author_on_its_platform_and_another_elsewhere() -> None:
    assert pseudonym(KEY, "weibo", "42") == pseudonym(KEY, "weibo", "42")
    assert pseudonym(KEY, "weibo", "42") != pseudonym(KEY, "douban", "42")
    assert pseudonym(KEY, "weibo", "42") != pseudonym(b"x" * 32, "weibo", "42")
    assert "42" not in pseudonym(KEY, "weibo", "42")[:3]


@given(st.lists(st.text(), min_size=1))
def test_surrogate_keys_fit_a_signed_column_and_avoid_special_members(parts: list[str]) -> None:
    assert 0 <= surrogate_key(*parts) < 2**63


def test_parts_do_not_run_together() -> None:
    assert surrogate_key("ab", "c") != surrogate_key("a", "bc")


def test_equal_rows_of_one_file_differ_by_ordinal_only() -> None:
    first, second = (hashed_native_id("p", "a", "t", "text", n) for n in (0, 1))
    assert first.split(".")[0] == second.split(".")[0]
    assert first != second


def test_masked_names_keep_one_character() -> None:
    assert mask_name("青禾茶官方") == "青***"
    assert mask_name("") == ""
