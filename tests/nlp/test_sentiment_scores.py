"""The committed model on real public sets: bounds that a change must not break."""

from pathlib import Path

import pytest

from nlp import sentiment
from nlp.evaluate import evaluate
from nlp.hashed.seen import SeenTexts, is_test_text
from nlp.labelled import read_sheet
from nlp.sentiment import _weights, linear


@pytest.mark.parametrize(("name", "least"), [("shopping", 0.945), ("takeaway", 0.89), ("weibo", 0.86)])
def test_accuracy_on_held_out_rows(shared_data: Path, name: str, least: float) -> None:
    found = evaluate("sentiment", shared_data / "eval" / "sentiment" / f"{name}.tsv")
    assert found["rows"] == "held_out"
    assert found["accuracy"] >= least
    assert found["ece"] < 0.05
    assert found["selective"]["accuracy"] > found["accuracy"]


@pytest.mark.xfail(strict=True, reason="the .9002 before was chosen with these rows in view; .8962 by held-back rows")
def test_takeaway_reaches_its_bound(shared_data: Path) -> None:
    found = evaluate("sentiment", shared_data / "eval" / "sentiment" / "takeaway.tsv")
    assert found["accuracy"] >= 0.90


def test_one_text_in_twenty_of_a_known_domain_is_flagged(shared_data: Path) -> None:
    engine = linear.load()
    assert isinstance(engine, linear.LinearSentiment)
    sheets = [read_sheet(shared_data / "eval" / "sentiment" / f"{name}.tsv") for name in ("shopping", "takeaway")]
    held = [text for sheet in sheets for text in sheet.texts if is_test_text(text)]
    assert 0.01 < (engine.out_of_domain(held) > linear.OUT_OF_DOMAIN_ABOVE).mean() < 0.08


def test_a_published_test_file_was_not_trained_on(shared_data: Path) -> None:
    for name in ("sentiment/chnsenticorp_test.tsv", "emotion/weibo_virus_eval.tsv"):
        assert evaluate("sentiment", shared_data / "eval" / name)["rows"] == "all"


def test_no_test_row_is_among_the_texts_seen(shared_data: Path) -> None:
    seen = SeenTexts.load(_weights.FOLDER, train=_weights.TRAIN)
    for file in sorted((shared_data / "eval" / "sentiment").glob("*.tsv")):
        held = [text for text in read_sheet(file).texts if is_test_text(text)]
        assert seen.contains(held).mean() < 0.02


def test_neutral_posts_are_found(shared_data: Path) -> None:
    found = evaluate("sentiment", shared_data / "eval" / "emotion" / "weibo_virus_eval.tsv")
    assert set(found["labels"]) == {"negative", "neutral", "positive"}
    assert found["macro_f1"] > 0.68


def test_reviews_are_seldom_called_neutral(shared_data: Path) -> None:
    texts = read_sheet(shared_data / "eval" / "sentiment" / "shopping.tsv").texts[::20]
    names = sentiment.load().read(texts).names()
    assert names.count("neutral") < 0.05 * len(names)
