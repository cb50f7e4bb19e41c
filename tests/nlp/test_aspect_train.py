"""Training of the aspect engines on a few self-written rows."""

from pathlib import Path

import numpy as np
import pytest

from nlp.aspects.formats import IMPLICIT, GoldTriple
from nlp.aspects.train import crf, fit
from nlp.aspects.train.__main__ import main
from nlp.aspects.train.corpus import folds_of, trainable
from nlp.aspects.train.term import opinion_words
from nlp.aspects.train.triple import allowed, tags_of
from nlp.aspects.triples import ASPECT, ASPECT_ON, OPINION, OPINION_ON
from nlp.hashed.crf import best_paths, groups, pieces
from nlp.hashed.heads import Grams, Heads
from nlp.hashed.ngrams import codes
from nlp.hashed.seen import is_test_text
from nlp.sentiment.train.fold import fold_table

FOLD = fold_table()
RECIPE = fit.Recipe(penalty=1.0, smoothing=0.1, bits=17, least=1)
GOOD = [f"{what}很好" for what in ("味道", "环境", "服务", "价格", "菜品", "装修")]
BAD = [f"{what}太差" for what in ("味道", "环境", "服务", "价格", "菜品", "装修")]


def _heads() -> Heads:
    texts = GOOD + BAD
    cases = fit.Cases.of([texts, texts], np.arange(len(texts), dtype=float)[:, None] % 2, FOLD, RECIPE.bits)
    return fit.fit(cases, np.array([[text in GOOD for text in texts]]), RECIPE)


def test_heads_tell_what_they_were_shown() -> None:
    heads = _heads()
    grams = Grams.of(["咖啡很好", "咖啡太差"], FOLD)
    good, bad = heads.scores([grams, grams], np.zeros((2, 1)))[:, 0]
    assert good > 0 > bad


def test_matrices_and_texts_give_the_same_scores() -> None:
    heads, texts, others = _heads(), ["环境很好", "", "x" * 50], np.ones((3, 1))
    grams = Grams.of(texts, FOLD)
    cases = fit.Cases.of([texts, texts], others, FOLD, RECIPE.bits)
    np.testing.assert_allclose(heads.scores([grams, grams], others), fit.apply(heads, cases), atol=1e-9)


def test_heads_survive_being_kept() -> None:
    heads = _heads()
    again = Heads.of(heads.arrays("x"), "x")
    assert all(np.array_equal(getattr(heads, name), getattr(again, name)) for name in Heads.__slots__)


def test_crossed_scores_have_not_seen_their_row() -> None:
    texts = [f"{text}{number}" for number in range(10) for text in GOOD + BAD]
    target = np.array([text.startswith(tuple(GOOD)) for text in texts])
    shuffled = np.random.default_rng(1).permutation(target)
    cases = fit.Cases.of([texts], None, FOLD, RECIPE.bits)
    scores = fit.crossed(cases, np.stack([target, shuffled]), RECIPE, folds_of(texts))
    is_right = (scores > 0) == np.stack([target, shuffled]).T
    assert is_right[:, 0].mean() == 1
    assert is_right[:, 1].mean() < 0.8


def test_a_tagger_learns_the_same_twice() -> None:
    names = ("味道", "环境", "服务", "价格", "红烧肉", "酸菜鱼", "小笼包")
    rows = [
        (f"这家的{name}{said}，下次再来", [GoldTriple((3, 3 + len(name)), (3 + len(name), 5 + len(name)), "positive")])
        for name in names
        for said in ("不错", "很好", "一般", "太差", "实惠")
    ]
    texts, tags = [text for text, _ in rows], [tags_of(*row) for row in rows]
    first, second = (crf.fit(texts, tags, allowed(), FOLD, epochs=30) for _ in range(2))
    assert np.array_equal(first.table, second.table)
    found, batch = first.tags(["这家的味道很好，下次再来", ""], FOLD)
    begin = batch.starts[0]
    assert found[begin : begin + 8].tolist() == [0, 0, 0, ASPECT, ASPECT_ON, OPINION, OPINION_ON, 0]


def test_what_an_opinion_covers_is_the_opinions() -> None:
    triples = [GoldTriple((0, 2), (2, 4), "positive"), GoldTriple(IMPLICIT, (1, 3), "negative")]
    assert tags_of("味道不错", triples).tolist() == [ASPECT, OPINION, OPINION_ON, OPINION_ON]


def test_the_likeliest_path_obeys_transitions() -> None:
    emissions = np.array([[[0, 0, 5.0], [0, 0, 5.0]]], np.float32)
    transitions = np.array([[0, 0, -30], [0, 0, 0], [0, 0, 0]], np.float32)
    assert best_paths(emissions, transitions, np.zeros(3, np.float32)).tolist() == [[2, 2]]
    assert best_paths(emissions, transitions, np.array([0, 0, -30], np.float32)).tolist() == [[1, 2]]


def test_long_texts_are_decoded_in_pieces() -> None:
    begins, lengths = pieces(codes(["好" * 1000, "", "好"], FOLD))
    assert lengths.tolist() == [400, 400, 200, 1]
    covered = np.concatenate([group.ravel() for group in groups(begins, lengths)])
    assert len(covered) == len(set(covered.tolist())) == 1001


def test_test_rows_and_what_nearly_is_one_are_not_trained_on() -> None:
    texts = [f"第{number}次来这家店吃饭味道一直都很好推荐给大家" for number in range(40)]
    mine = trainable(texts)
    assert not any(keep for text, keep in zip(texts, mine, strict=True) if is_test_text(text))
    assert trainable(["完全不同的一句话说的是别的事情"], ["完全不同的一句话，说的是别的事情！"]).tolist() == [False]


def test_opinion_words_lose_what_weighs_them() -> None:
    rows = [("很划算的", [GoldTriple(IMPLICIT, (0, 4), "positive")])] * 2
    assert opinion_words(rows, ["划算", "罕见"]) == ["划算"]


def test_a_folder_without_sets_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "restaurant_train.txt" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
