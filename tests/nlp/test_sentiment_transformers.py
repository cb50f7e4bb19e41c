"""What a checkpoint's classes mean, and errors that need no torch; test_transformer_checkpoint.py runs real ones."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from nlp import sentiment
from nlp.emotion.transformers import CLASSES as EMOTIONS
from nlp.sentiment.transformers import CLASSES
from nlp.transformer.checkpoint import find
from nlp.transformer.classes import Named, columns, parsed
from records.errors import EngineNotInstalled, UsageError


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is installed")
def test_without_torch_it_says_what_to_install(tmp_path: Path) -> None:
    for name in ("config.json", "vocab.txt", "model.safetensors"):
        (tmp_path / name).touch()
    with pytest.raises(EngineNotInstalled, match=r"torch.*pip install 'social-crm-pipeline\[transformers\]'"):
        sentiment.load("transformers", model=str(tmp_path))


def test_classes_are_mapped_by_name_or_by_the_user() -> None:
    plain = Named("m", {}, "int8")
    assert columns(["NEGATIVE", "neu", "正面"], CLASSES, plain) == [0, 1, 2]
    assert columns(["Joy", "anger", "悲伤", "fear", "neural"], EMOTIONS, plain) == [0, 1, 2, 3, 5]
    stars = {f"star {number}": label for number, label in zip("125", CLASSES.labels, strict=True)}
    assert columns(list(stars), CLASSES, Named("m", stars, "int8")) == [0, 1, 2]
    mapping = {"a": "positive", "b": "negative", "c": "negative"}
    assert columns(["a", "b", "c"], CLASSES, Named("m", mapping, "int8")) == [2, 0, 0]


@pytest.mark.parametrize("own", [["LABEL_0", "LABEL_1"], ["star 1", "star 5"]])
def test_classes_without_meaning_are_refused(own: list[str]) -> None:
    with pytest.raises(UsageError, match=f"say what its classes mean: m#{own[0]}=...,{own[1]}=..."):
        columns(own, CLASSES, Named("m", {}, "int8"))


def test_a_one_sided_checkpoint_is_refused() -> None:
    with pytest.raises(UsageError, match="must cover negative and positive"):
        columns(["neutral", "positive"], CLASSES, Named("m", {}, "int8"))


def test_a_mapping_of_what_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="'m' has no class 'neg'; it has negative, positive"):
        columns(["negative", "positive"], CLASSES, Named("m", {"neg": "negative"}, "int8"))


def test_the_mapping_is_part_of_the_name() -> None:
    found = parsed("a/b#LABEL_0=negative, LABEL=1=positive,precision=fp32", CLASSES.labels)
    assert found == Named("a/b", {"LABEL_0": "negative", "LABEL=1": "positive"}, "fp32")
    assert parsed("a/b", None) == Named("a/b", {}, "int8")
    assert parsed("a/b#x=anything", None).mapping == {"x": "anything"}


@pytest.mark.parametrize("pairs", ["LABEL_0=bad", "LABEL_0", "=negative", "LABEL_0="])
def test_a_mapping_that_is_none_is_refused(pairs: str) -> None:
    with pytest.raises(UsageError, match="label mapping"):
        parsed(f"a/b#{pairs}", CLASSES.labels)


@pytest.mark.parametrize("model", [None, "", " ", "#a=negative"])
def test_no_model_is_refused(model: str | None) -> None:
    with pytest.raises(UsageError, match="needs a model"):
        sentiment.load("transformers", model=model)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot use the checkpoint.*has no config\.json"):
        find(str(tmp_path))
