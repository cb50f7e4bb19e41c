"""Reading labelled files, and scoring the aspect engines on them."""

from pathlib import Path

import numpy as np
import pytest

from nlp.aspects import _weights, scoring
from nlp.aspects.formats import IMPLICIT, GoldTriple, read_aspects, read_terms, read_triples
from nlp.aspects.measures import overlapping, prf
from nlp.aspects.places import places
from nlp.aspects.views import Views, clause
from nlp.hashed.artefact import SUMS
from nlp.hashed.heads import Grams
from nlp.sentiment.train.fold import fold_table
from records.errors import DamagedArtefact, UnreadableFile, UsageError

CARS = """aspect\tlabel\ttext
油耗\tnegative\t这油耗真的太高了，跑一百公里十三个油
空间\tpositive\t空间大，后排坐着宽敞
油耗\tpositive\t空间大，后排坐着宽敞，还挺省油
空间\tpositive\t空间大，后排坐着宽敞，还挺省油
"""


def _file(folder: Path, content: str, name: str = "x.tsv") -> Path:
    file = folder / name
    file.write_text(content, "utf-8")
    return file


def test_rows_of_one_text_are_its_pairs(tmp_path: Path) -> None:
    rows = read_aspects(_file(tmp_path, CARS))
    assert len(rows) == 3
    assert rows["空间大，后排坐着宽敞，还挺省油"] == {"油耗": "positive", "空间": "positive"}


def test_numbered_aspects_are_read(tmp_path: Path) -> None:
    rows = read_aspects(_file(tmp_path, "0_-2,1_1,2_-1,3_0\t离商圈近，就是难找\n"))
    assert rows == {"离商圈近，就是难找": {"1": "positive", "2": "negative", "3": "neutral"}}


def test_tokens_become_characters(tmp_path: Path) -> None:
    line = "菜 ，15 分 好 吃####[((0, 0), (3, 4), 'POS'), ((-1, -1), (1, 2), 'Negative')]\n"
    rows = read_triples(_file(tmp_path, line))
    assert rows == [
        ("菜，15分好吃", [GoldTriple((0, 1), (5, 7), "positive"), GoldTriple(IMPLICIT, (1, 5), "negative")])
    ]


@pytest.mark.parametrize(
    ("content", "reader", "message"),
    [
        ("aspect\tlabel\n油耗\tnegative\n", read_aspects, "needs tab-separated columns aspect, label, text"),
        ("aspect\tlabel\ttext\n", read_aspects, "has no rows"),
        ("aspect\tlabel\ttext\n油耗\tbad\t好\n", read_aspects, "unknown label 'bad'"),
        ("0_-2,1_7\t好\n", read_aspects, "row 1"),
        ("label\tterm\ttext\npositive\t屏幕\n", read_terms, "row 2 has 2 columns"),
        ("好 吃####[((0, 9), (0, 1), 'POS')]\n", read_triples, "row 1"),
        ("好 吃 无\n", read_triples, "row 1"),
        ("好 吃####[((0, 0), (0, 1), __import__('os'))]\n", read_triples, "row 1"),
        ("\n", read_triples, "has no rows"),
    ],
)
def test_what_is_no_labelled_file_is_refused(tmp_path: Path, content: str, reader, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnreadableFile, match=message):
        reader(_file(tmp_path, content))


def test_cars_are_scored(tmp_path: Path) -> None:
    found = scoring.evaluate_aspect(_file(tmp_path, CARS))
    assert (found["industry"], found["n"], found["pair_count"], found["rows"]) == ("automobile", 3, 4, "all")
    assert 0.5 <= found["micro_f1"] <= found["detection_micro_f1"] <= 1
    assert found["per_aspect"]["automobile.space"]["support"] == 2
    assert found["docs_per_second"] > 0


def test_aspects_of_no_industry_are_refused(tmp_path: Path) -> None:
    file = _file(tmp_path, "aspect\tlabel\ttext\n利率\tneutral\t利率多少\n")
    with pytest.raises(UsageError, match="利率"):
        scoring.evaluate_aspect(file)
    with pytest.raises(UsageError, match="利率"):
        scoring.evaluate_aspect(file, industry="phone")


def test_terms_are_scored(tmp_path: Path) -> None:
    content = "label\tterm\ttext\npositive\t屏幕\t屏幕很清晰\nnegative\t电池\t电池不耐用太差\n"
    found = scoring.evaluate_aspect_term(_file(tmp_path, content))
    assert (found["n"], found["accuracy"], found["macro_f1"]) == (2, 1.0, 1.0)
    assert found["per_label"]["positive"]["support"] == 1


def test_triples_are_scored(tmp_path: Path) -> None:
    found = scoring.evaluate_triple(_file(tmp_path, "味 道 不 错 。####[((0, 1), (2, 3), 'POS')]\n"), "all")
    assert (found["n"], found["triple_count"]) == (1, 1)
    assert found["aspect_polarity"]["f1"] == 1.0
    assert {"precision", "recall", "f1", "aspect_opinion", "overlapping"} <= found.keys()


def test_an_unknown_split_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unknown split"):
        scoring.evaluate_aspect(_file(tmp_path, CARS), "dev")


def test_rows_trained_on_are_not_scored(shared_data: Path) -> None:
    found = scoring.evaluate_aspect(shared_data / "eval" / "aspect" / "car_reviews.tsv")
    assert found["rows"] == "held_out"
    assert found["n"] < 1_000
    with pytest.raises(UsageError, match="held out"):
        scoring.evaluate_aspect_term(shared_data / "eval" / "aspect_term" / "phone_train.tsv")


def test_the_bounds_hold_on_rows_never_trained_on(shared_data: Path) -> None:
    """Guards against a change that makes the engines worse; the figures themselves are in the card."""
    cars = scoring.evaluate_aspect(shared_data / "eval" / "aspect" / "car_reviews.tsv")
    assert cars["detection_micro_f1"] >= 0.86
    assert cars["micro_f1"] >= 0.61
    for name, least in (("phone", 0.87), ("camera", 0.88), ("car", 0.84)):
        assert (
            scoring.evaluate_aspect_term(shared_data / "eval" / "aspect_term" / f"{name}_test.tsv")["accuracy"] >= least
        )


def test_rows_that_happen_to_stand_in_training_data_are_left_out(tmp_path: Path) -> None:
    common = "味 道 不 错 。####[((0, 1), (2, 3), 'POS')]\n"
    own = "这 碗 青 禾 牌 凉 粉 实 在 好 吃####[((2, 6), (9, 10), 'POS')]\n"
    found = scoring.evaluate_triple(_file(tmp_path, common + own))
    assert (found["rows"], found["n"]) == ("unseen", 1)


def test_sets_are_counted() -> None:
    assert prf([{1, 2}, set()], [{2, 3, 4}, set()]) == {"precision": 0.5, "recall": 0.3333, "f1": 0.4}
    assert prf([set()], [set()])["f1"] == 0.0


def test_opinions_that_overlap_agree() -> None:
    said, gold = [{((0, 2), (3, 5), "positive")}], [{((0, 2), (2, 4), "positive"), ((0, 2), (6, 8), "positive")}]
    assert overlapping(said, gold) == {"precision": 1.0, "recall": 0.5, "f1": 0.6667}


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / SUMS).write_text((_weights.FOLDER / SUMS).read_text("utf-8"), "utf-8")
    (tmp_path / "polarity.npz").write_bytes(b"no weights")
    with pytest.raises(DamagedArtefact, match="damaged"):
        _weights.load(tmp_path, "polarity")


def test_a_clause_ends_at_marks_and_at_its_reach() -> None:
    text = "价格便宜，屏幕很大。不错"
    assert text[slice(*clause(text, 5, 7))] == "屏幕很大"
    assert clause("好" * 100, 50, 52, 12) == (38, 64)


def test_pieces_around_a_term() -> None:
    views = Views.around(["价格便宜，屏幕很大", "很好"], [(5, 7), (-1, -1)])
    assert (views.lefts, views.terms, views.rights) == (["价格便宜，", ""], ["屏幕", ""], ["很大", "很好"])


def test_the_place_is_where_the_ngrams_weigh_most() -> None:
    fold = fold_table()
    texts = ["空间很大，就是油耗高", "油耗"]
    table = np.zeros((2, 1 << 17), np.int8)
    rows = Grams.of(["油耗"], fold).rows(1 << 17)
    table[1, rows[1][2]] = 100
    found = places(texts, np.array([1, 1]), table, fold)
    assert found.clause_texts == ["就是油耗高", "油耗"]
