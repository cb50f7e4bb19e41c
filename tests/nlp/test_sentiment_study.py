"""The study's measures, and that a left-out domain is never trained on."""

import json
from pathlib import Path

import numpy as np
import pytest

from nlp.sentiment.study import protocols
from nlp.sentiment.study.__main__ import main
from nlp.sentiment.study.measures import calibration_error, macro_f1, two_way
from nlp.sentiment.train import fit
from nlp.sentiment.train.corpus import Row, Split, read_sets


def test_calibration_error_is_the_gap_between_confidence_and_hits() -> None:
    confidence = np.array([0.9, 0.9, 0.6, 0.6])
    assert calibration_error(confidence, np.array([True, True, True, False])) == pytest.approx(0.1)
    assert calibration_error(np.array([1.0]), np.array([True])) == 0


def test_two_way_keeps_the_most_confident() -> None:
    positive = np.array([0.99, 0.02, 0.9, 0.1, 0.55])
    found = two_way(positive, np.array([True, False, True, False, False]))
    assert (found["n"], found["accuracy"], found["accuracy_on_80_percent"]) == (5, 0.8, 1.0)


def test_macro_f1_is_the_mean_over_classes_that_occur() -> None:
    assert macro_f1(np.array([0, 0, 2, 1]), np.array([0, 2, 2, 1])) == pytest.approx((2 / 3 + 2 / 3 + 1) / 3, abs=1e-4)


def _rows(domain: str, count: int) -> list[Row]:
    words = (("满意推荐", "positive"), ("失望退货", "negative"))
    return [Row(domain, words[n % 2][1], f"{domain}{n}号{words[n % 2][0]}物流{n * 7}") for n in range(count)]


def test_a_left_out_domain_is_not_trained_on(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = _rows("杯子", 240) + _rows("台灯", 240) + _rows("小店", 20)
    parts = Split([row for row in rows if not row.is_test], [row for row in rows if row.is_test], 0, 0)
    seen: list[set[str]] = []

    def spied(given: list[Row], held_back: object) -> object:
        seen.append({row.domain for row in given})
        return fit.calibrated(given, held_back)  # type: ignore[arg-type]

    monkeypatch.setattr(protocols, "calibrated", spied)
    found = protocols.left_out_domains(parts)
    assert list(found) == ["台灯", "杯子"]
    assert seen == [{"杯子", "小店"}, {"台灯", "小店"}]
    assert all(figures["n"] == 240 and figures["accuracy"] > 0.9 for figures in found.values())


def test_categories_and_the_parts_of_one_set_are_domains(tmp_path: Path) -> None:
    (tmp_path / "sentiment").mkdir()
    (tmp_path / "sentiment" / "shops.tsv").write_text("label\tcategory\ttext\npositive\t水果\t很甜\n", "utf-8")
    (tmp_path / "sentiment" / "chnsenticorp_dev.tsv").write_text("label\ttext\npositive\t不错\n", "utf-8")
    assert sorted(row.domain for row in read_sets(tmp_path)) == ["chnsenticorp", "水果"]


def test_a_folder_without_sets_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path)]) == 2
    assert "sentiment/*.tsv" in capsys.readouterr().err


def test_the_study_ends_with_one_line_of_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sentiment").mkdir()
    (tmp_path / "emotion").mkdir()
    reviews = _rows("甲", 240)
    words = (("happy", "真开心[哈哈]"), ("angry", "气死了[怒]"), ("neutral", "会议通知"))
    posts = [Row("", label, f"{label}第{n}天{word}") for n in range(60) for label, word in words]
    for name, rows in (("sentiment/shops", reviews), ("emotion/weibo_usual_train", posts)):
        body = "".join(f"{row.label}\t{row.text}\n" for row in rows)
        (tmp_path / f"{name}.tsv").write_text("label\ttext\n" + body, "utf-8")
    assert main(["--data", str(tmp_path)]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["three_classes"]["weibo_usual_train"]["macro_f1"] > 0.9
    assert found["weibo_left_out"] == {}
