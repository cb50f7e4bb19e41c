"""Who makes a brand their own and who defends it, on a self-written sheet; half of it was written before the rules."""

from pathlib import Path

import pytest

from nlp import intent

SIGNS = ("identify", "defend")


def rows(half: str) -> list[tuple[set[str], str]]:
    """Signs and text of each line of a half: `seen` when the words were written, or `held` back."""
    lines = Path(__file__).with_name("identification_sheet.tsv").read_text(encoding="utf-8").splitlines()[1:]
    cells = [line.split("\t") for line in lines]
    return [(set(signs.split("+")) - {"none"}, text) for which, signs, text in cells if which == half]


@pytest.mark.parametrize("half", ["seen", "held"])
@pytest.mark.parametrize("sign", SIGNS)
def test_hardly_any_post_is_given_a_sign_it_has_not(half: str, sign: str) -> None:
    sheet = rows(half)
    given = [sign in found for found in intent.load().intents([text for _, text in sheet])]
    right = sum(sign in signs and is_given for (signs, _), is_given in zip(sheet, given, strict=True))
    assert right / sum(given) >= 0.9, "precision"
    assert right / sum(sign in signs for signs, _ in sheet) >= 0.65, "recall"


def test_signs_stand_beside_an_intent_and_are_never_the_foremost() -> None:
    engine = intent.load()
    assert engine.intents(["作为老粉，强烈推荐"]) == [("recommend", "identify")]
    assert engine.read(["作为老粉，别黑了"]).names() == ["none"]


def test_who_leaves_belongs_no_more_and_who_complains_defends_nobody() -> None:
    assert intent.load().intents(["十年老粉，现在脱粉了", "说句公道话，真的难喝", "曾是铁粉"]) == [
        ("leave",),
        ("complain",),
        (),
    ]
