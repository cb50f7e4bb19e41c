"""Batches, exported folders and the comparison with torch, on made-up arrays: no torch, no onnxruntime."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.hashed.artefact import SUMS
from nlp.transformer import artefact
from nlp.transformer.artefact import FACTS, GRAPH, PARITY, TOKENIZER, Facts, cached, open_artefact, seal
from nlp.transformer.batches import by_length
from nlp.transformer.probes import check_parity, probabilities
from records.errors import DamagedArtefact, UsageError

LABELS_OF = Facts(["a", "b"], False, "int8", ["input_ids"], 16, 0, "test 1")


@given(st.lists(st.integers(0, 300)), st.integers(1, 400))
def test_batches_hold_every_text_once_within_the_budget(lengths: list[int], budget: int) -> None:
    batches = [rows.tolist() for rows in by_length(np.array(lengths, np.int64), budget)]
    assert sorted(row for rows in batches for row in rows) == list(range(len(lengths)))
    for rows in batches:
        assert len(rows) == 1 or max(lengths[row] for row in rows) * len(rows) <= budget
    assert [lengths[row] for rows in batches for row in rows] == sorted(lengths)


def test_equal_lengths_fill_a_batch() -> None:
    assert [len(rows) for rows in by_length(np.full(9, 10), 40)] == [4, 4, 1]


def test_probabilities_of_one_label_sum_to_one_and_of_several_do_not() -> None:
    logits = np.array([[1000, 0], [0, -1000]], np.float32)
    np.testing.assert_allclose(probabilities(logits, is_multi_label=False), [[1, 0], [1, 0]])
    np.testing.assert_allclose(probabilities(logits, is_multi_label=True), [[1, 0.5], [0.5, 0]], atol=1e-6)
    assert probabilities(np.zeros((0, 2), np.float32), is_multi_label=False).shape == (0, 2)


def _logits(*positive: float) -> np.ndarray:
    share = np.array(positive)
    return np.log(np.stack([1 - share, share], axis=1)).astype(np.float32)


@pytest.mark.parametrize(
    ("ours", "torch", "precision", "is_fine"),
    [
        ((0.9, 0.1), (0.93, 0.08), "int8", True),
        ((0.9, 0.1), (0.93, 0.08), "fp32", False),
        ((0.7, 0.1), (0.9, 0.1), "int8", False),
        ((0.49, 0.1), (0.51, 0.1), "int8", True),
        ((0.48, 0.1), (0.54, 0.1), "int8", False),
        ((float("nan"), 0.1), (0.54, 0.1), "int8", False),
    ],
)
def test_parity(ours: tuple[float, ...], torch: tuple[float, ...], precision: str, is_fine: bool) -> None:
    if is_fine:
        check_parity("m", _logits(*ours), _logits(*torch), precision=precision, is_multi_label=False)
        return
    with pytest.raises(DamagedArtefact, match="does not say what it says in torch"):
        check_parity("m", _logits(*ours), _logits(*torch), precision=precision, is_multi_label=False)


def test_parity_of_several_labels_is_of_each() -> None:
    torch, ours = np.array([[2.0, 0.15]], np.float32), np.array([[2.0, -0.15]], np.float32)
    with pytest.raises(DamagedArtefact, match="1 of 1 labels differ"):
        check_parity("m", ours, torch, precision="int8", is_multi_label=True)
    check_parity("m", ours / 3, torch / 3, precision="int8", is_multi_label=True)


def _make(folder: Path) -> None:
    for name in (GRAPH, TOKENIZER, PARITY):
        (folder / name).write_text(name)
    seal(folder, LABELS_OF)


def test_an_artefact_is_made_once_and_kept(tmp_path: Path) -> None:
    first = cached(tmp_path / "m", _make)
    assert first.facts == LABELS_OF
    assert cached(tmp_path / "m", lambda _: pytest.fail("made twice")) == first
    assert [file.name for file in tmp_path.iterdir()] == ["m"]


@pytest.mark.parametrize("name", [GRAPH, FACTS, TOKENIZER, PARITY, SUMS])
@pytest.mark.parametrize("content", [b"", b"\xff\x00", None])
def test_a_damaged_artefact_is_told_and_made_anew(tmp_path: Path, name: str, content: bytes | None) -> None:
    first = cached(tmp_path / "m", _make)
    file = tmp_path / "m" / name
    file.unlink() if content is None else file.write_bytes(content)
    with pytest.raises(DamagedArtefact, match="is damaged"):
        open_artefact(tmp_path / "m")
    assert cached(tmp_path / "m", _make) == first


def test_a_failed_export_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / GRAPH).write_text("half")
        raise UsageError("no")

    with pytest.raises(UsageError):
        cached(tmp_path / "deep" / "m", fail)
    assert list((tmp_path / "deep").iterdir()) == []


def test_the_first_of_two_makers_is_kept(tmp_path: Path) -> None:
    def slow(folder: Path) -> None:
        (tmp_path / "m").mkdir()
        _make(tmp_path / "m")
        (folder / "more").write_text("mine")
        _make(folder)

    found = cached(tmp_path / "m", slow)
    assert not (found.folder / "more").exists()


def test_the_cache_folder_is_named_or_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(artefact.CACHE_VARIABLE, str(tmp_path))
    assert artefact.default_cache() == tmp_path
    monkeypatch.delenv(artefact.CACHE_VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert artefact.default_cache() == tmp_path / "social-crm" / "transformers"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert artefact.default_cache() == Path.home() / ".cache" / "social-crm" / "transformers"
