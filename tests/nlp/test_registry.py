"""Cards written and read, models found and proven, and what moved between two versions."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from nlp.aspects import _weights as aspect_weights
from nlp.emotion import _weights as emotion_weights
from nlp.hashed.artefact import write_checked
from nlp.registry import FOLDER, models
from nlp.registry.card import CARD, Card, Dataset, Score, read_card, write_card
from nlp.registry.changes import changes
from nlp.registry.compare import Example, moved
from nlp.sentiment import _weights as sentiment_weights
from records.errors import DamagedArtefact, UsageError


def _card(version: str = "0123456789ab") -> Card:
    return Card(
        task="sentiment",
        engine="linear",
        version=version,
        command="python -m nlp.sentiment.train --data FOLDER",
        data=(Dataset("shops", 900, "a" * 64), Dataset("posts", 100, "b" * 64)),
        scores=(Score("shops", 90, {"accuracy": 0.95125, "ece": 1e-9}), Score("posts", 0, {})),
        seed=7,
        limits=('knows no "sarcasm"\\\n\x7f', "汉字"),
    )


def _model(folder: Path) -> Path:
    version = write_checked(folder, "weights.npz", {"table": np.arange(9, dtype=np.int8)})[:12]
    write_card(folder, _card(version))
    (folder / "card.md").write_text("# A model\n", "utf-8")
    return folder


def test_a_card_reads_as_written_and_is_the_same_bytes_again(tmp_path: Path) -> None:
    file = write_card(tmp_path / "a", _card())
    assert read_card(tmp_path / "a") == _card()
    assert write_card(tmp_path / "b", _card()).read_bytes() == file.read_bytes()


def test_the_data_hash_knows_files_and_rows_but_no_order() -> None:
    card = _card()
    first, second = card.data
    turned = Card("t", "e", "v", "c", (second, first), ())
    fewer = Card("t", "e", "v", "c", (Dataset(first.name, 899, first.sha256), second), ())
    assert turned.training_data_hash == card.training_data_hash
    assert fewer.training_data_hash != card.training_data_hash


def test_a_dataset_is_named_and_hashed_after_its_file(tmp_path: Path) -> None:
    (tmp_path / "shops.tsv").write_bytes(b"abc")
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert Dataset.of(tmp_path / "shops.tsv", 3) == Dataset("shops", 3, expected)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "cannot read"),
        ("task = ", "no model card"),
        ('task = "sentiment"\n', "no model card"),
        ("\x00", "no model card"),
    ],
)
def test_a_bad_card_is_refused(tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / CARD).write_text(text, "utf-8")
    with pytest.raises(DamagedArtefact, match=message):
        read_card(tmp_path)


def test_a_card_edited_by_hand_is_refused(tmp_path: Path) -> None:
    file = write_card(tmp_path, _card())
    file.write_text(file.read_text("utf-8").replace("row_count = 900", "row_count = 9000"), "utf-8")
    with pytest.raises(DamagedArtefact, match="edited by hand"):
        read_card(tmp_path)


def test_models_are_found_at_any_depth_and_proven(tmp_path: Path) -> None:
    folder = _model(tmp_path / "sentiment" / "linear")
    _model(tmp_path / "aspects" / "terms" / "phone")
    found = models(tmp_path)
    assert [each.folder.name for each in found] == ["phone", "linear"]
    assert found[1].card == _card(found[1].card.version)
    assert list(found[1].weights) == ["weights.npz"]
    assert found[1].byte_count == (folder / "weights.npz").stat().st_size
    assert found[1].prose == folder / "card.md"


def test_models_that_are_not_what_was_trained_are_refused(tmp_path: Path) -> None:
    folder = _model(tmp_path / "m")
    write_card(folder, _card("feedfeedfeed"))
    with pytest.raises(DamagedArtefact, match="of other weights"):
        models(tmp_path)
    (folder / "weights.npz").write_bytes(b"x")
    with pytest.raises(DamagedArtefact, match=r"weights\.npz is damaged"):
        models(tmp_path)
    (folder / "weights.npz").unlink()
    with pytest.raises(DamagedArtefact, match="cannot read"):
        models(tmp_path)
    (folder / CARD).unlink()
    with pytest.raises(DamagedArtefact, match="train command writes it"):
        models(tmp_path)


def test_weights_without_a_page_for_people_are_refused(tmp_path: Path) -> None:
    (_model(tmp_path / "m") / "card.md").unlink()
    with pytest.raises(DamagedArtefact, match=r"has no card\.md"):
        models(tmp_path)


def test_changes_say_why_a_model_says_other_things() -> None:
    new = Card(
        task="sentiment",
        engine="linear",
        version="ba9876543210",
        command=_card().command,
        data=(Dataset("shops", 950, "c" * 64), Dataset("films", 5, "d" * 64)),
        scores=(Score("shops", 90, {"accuracy": 0.96, "ece": 1e-9, "f1": 1}), Score("films", 1, {"accuracy": 1})),
        seed=7,
        limits=("汉字", "new"),
    )
    assert changes(_card(), new) == [
        "weights: 0123456789ab -> ba9876543210",
        "data: films is new, 5 rows",
        "data: posts is gone, 100 rows",
        "data: shops: the file changed, 900 -> 950 rows",
        "score: shops accuracy 0.9513 -> 0.9600 (+0.0087)",
        'limit gone: knows no "sarcasm"\\\n\x7f',
        "limit new: new",
    ]
    assert changes(new, new) == []


def test_committed_weights_are_small_and_their_cards_say_what_they_are() -> None:
    found = models(FOLDER)
    assert {("aspect", "linear"), ("emotion", "linear"), ("sentiment", "linear")} <= {
        (each.card.task, each.card.engine) for each in found
    }
    assert 0 < sum(each.byte_count for each in found) < 12_000_000
    listed = {each.folder / name for each in found for name in each.weights}
    assert {file for file in FOLDER.rglob("*") if file.suffix in {".npz", ".npy", ".onnx", ".bin"}} == listed
    for each in found:
        assert each.card.seed is not None
        assert each.card.limits
        assert each.card.command.startswith("python -m nlp.")
        assert all(data.row_count > 0 for data in each.card.data)
        assert {"accuracy", "micro_f1", "macro_f1"} & {name for score in each.card.scores for name in score.metrics}
        for value in (value for score in each.card.scores for value in score.metrics.values()):
            assert 0 <= value <= 1


def _loaded(task: str) -> list[str]:
    """Versions of the weights that a task's engines load."""
    if task == "aspect":
        names = ("automobile", "restaurant", "polarity", "triples")
        return [aspect_weights.load(aspect_weights.FOLDER, name)[1] for name in names]
    return [sentiment_weights.load().version if task == "sentiment" else emotion_weights.load().version]


@pytest.mark.parametrize("task", ["sentiment", "emotion", "aspect"])
def test_the_page_for_people_is_of_the_weights_that_engines_load(task: str) -> None:
    [found] = [each for each in models(FOLDER) if each.card.task == task]
    page = found.prose.read_text("utf-8")
    for version in _loaded(task):
        assert version in page
        assert any(digest.startswith(version) for digest in found.weights.values())
    for data in found.card.data:
        assert f"| {data.name} | {data.row_count:,} | `{data.sha256[:16]}` |" in page
    for score in found.card.scores:
        assert f"| {score.name} | {score.row_count:,} |" in page


ROWS = [("m1", "positive", 0.9), ("m2", "negative", 0.8), ("m3", "positive", 0.7), ("m4", "neutral", 0.6)]


def _table(
    rows: list[tuple[str, str, float]], *, version: str = "1", abstained: tuple[str, ...] = (), **more: Any
) -> Any:
    ids, labels, probabilities = zip(*rows, strict=True)
    count = len(rows)
    columns: dict[str, Any] = {
        "mention_id": ids, "task": ["sentiment"] * count, "engine": ["linear"] * count, "version": [version] * count,
        "label": labels, "target": pa.array([None] * count, pa.string()), "probability": probabilities,
        "is_abstained": [each in abstained for each in ids],
    }  # fmt: skip
    return pa.table(columns | more)


def test_what_moved() -> None:
    after = [("m4", "negative", 0.95), ("m3", "negative", 0.6), ("m1", "positive", 0.9), ("m9", "positive", 0.9)]
    shift = moved(
        _table(ROWS, abstained=("m4",)),
        _table(after, version="2", abstained=(), platform=["weibo", "weibo", "jd", "jd"]),
    )
    assert (shift.task, shift.models_before, shift.models_after) == ("sentiment", ("linear 1",), ("linear 2",))
    assert (shift.only_before_count, shift.only_after_count) == (1, 1)
    whole, weibo, jd = shift.moved
    assert whole.flips == {("abstained", "negative"): 1, ("positive", "negative"): 1}
    assert whole.pair_count == 3
    assert whole.flip_share == pytest.approx(2 / 3)
    assert (whole.abstained_before_share, whole.abstained_after_share) == (pytest.approx(1 / 3), 0)
    assert (whole.net_before, whole.net_after) == (1, pytest.approx(-1 / 3))
    assert (weibo.column, weibo.value, weibo.pair_count, weibo.net_after) == ("platform", "weibo", 2, -1)
    assert (jd.value, jd.flips) == ("jd", {})
    assert shift.examples == (
        Example("m3", None, "positive", "negative", 0.7, 0.6),
        Example("m4", None, "abstained", "negative", 0.6, 0.95),
    )


def test_the_same_table_does_not_move_and_an_empty_one_has_no_net() -> None:
    same = moved(_table(ROWS), _table(ROWS, version="2"))
    assert same.moved[0].flips == {}
    assert same.moved[0].net_before == same.moved[0].net_after == 0.25
    nothing = moved(_table(ROWS), _table(ROWS).slice(0, 0))
    assert (nothing.only_before_count, nothing.moved[0].pair_count, nothing.moved[0].flip_share) == (4, 0, 0)
    assert nothing.moved[0].net_before is None


def test_targets_of_one_mention_are_apart() -> None:
    rows = [("m1", "positive", 0.9), ("m1", "negative", 0.9)]
    both = moved(_table(rows, target=["a", "b"]), _table(rows[::-1], version="2", target=["b", "a"]))
    assert both.moved[0].flips == {}


def test_tables_that_cannot_be_compared_are_refused() -> None:
    with pytest.raises(UsageError, match="several tasks"):
        moved(_table(ROWS), _table(ROWS, task=["emotion"] * 4))
    with pytest.raises(UsageError, match="two verdicts"):
        moved(_table(ROWS), _table([*ROWS, ROWS[0]]))
