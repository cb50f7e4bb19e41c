"""Cutting and disarming texts."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reports.messages.layout import fit, told
from reports.messages.safe import byte_count, clip, link_address, plain
from tests.reports.messages.made import ALERT


@given(st.text(), st.integers(min_value=0, max_value=60))
def test_a_cut_text_is_short_enough_and_a_beginning(text: str, limit: int) -> None:
    cut = clip(text, limit)
    assert byte_count(cut) <= limit
    assert cut == text or text.startswith(cut.removesuffix("…"))


def test_a_cut_never_splits_what_is_shown_as_one() -> None:
    family, thumb, flag, accent = "👨‍👩‍👧", "👍🏽", "🇨🇳", "e\u0301"
    for whole in (family, thumb, flag, accent, "❤️"):
        for limit in range(3, byte_count(f"茶{whole}茶茶")):
            kept = clip(f"茶{whole}茶茶", limit).removesuffix("…")
            assert kept in ("", "茶", f"茶{whole}", f"茶{whole}茶"), (whole, limit)
    assert clip(f"{flag}{flag}茶茶", byte_count(flag) + 7) == f"{flag}…", "the second flag goes whole"


def test_a_cut_never_splits_a_link() -> None:
    assert clip("见 https://a.invalid/long/path 和别的", 20) == "见…"
    assert clip("见 https://a.invalid/x 和别的别的", 30).startswith("见 https://a.invalid/x")


def test_plain_text_is_one_harmless_line() -> None:
    assert plain("a\r\n**b**\u202e\x00 ![x](javascript:1) @all https://e.invalid ~~c~~ \ud800") == (
        "a ＊＊b＊＊ !［x］(javascript:1) ＠all https：//e.invalid ～～c～～ ?"
    )
    assert plain("👨‍👩‍👧 é 🏴󠁧󠁢󠁥󠁮󠁧󠁿") == "👨‍👩‍👧 é 🏴󠁧󠁢󠁥󠁮󠁧󠁿"


def test_an_address_cannot_end_its_brackets() -> None:
    assert link_address("https://a.invalid/x)(y z?q=1&r=茶>") == "https://a.invalid/x%29%28y%20z?q=1&r=%E8%8C%B6%3E"


def test_posts_go_first_then_lines() -> None:
    words = told(ALERT, "both")

    def size(each: object) -> int:
        return byte_count(repr(each))

    whole = size(words)
    less = fit(words, size, whole - 1)
    assert (len(less.posts), less.lines) == (1, words.lines)
    least = fit(words, size, whole - byte_count("".join((*words.posts, *words.lines[1:]))))
    assert (least.posts, least.lines[0], least.link) == ((), words.lines[0], words.link)


def test_a_repeat_says_so_in_the_language_of_the_channel() -> None:
    again = replace(ALERT, is_repeat=True)
    assert told(again, "zh").lines[-1] == "此条为重发：上一次可能已送达"
    assert told(again, "both").lines[-1] == "Sent again: the last try may have arrived"
    assert told(ALERT, "en").heading == "【Alert】青禾茶"
