"""Checkpoints as engines: the clear message without torch, and a tiny real checkpoint where torch is installed."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from nlp import sentiment
from nlp.sentiment import transformers as engine_module
from records.errors import EngineNotInstalled, UsageError

HAS_TORCH = find_spec("torch") is not None
needs_torch = pytest.mark.skipif(not HAS_TORCH, reason="torch is not installed (make transformers-test)")


@pytest.mark.skipif(HAS_TORCH, reason="torch is installed")
def test_without_torch_it_says_what_to_install() -> None:
    with pytest.raises(EngineNotInstalled, match=r"torch.*pip install 'social-crm-pipeline\[transformers\]'"):
        sentiment.load("transformers", model="anywhere")


def test_classes_are_mapped_by_name_or_by_the_user() -> None:
    named = engine_module._columns({0: "NEGATIVE", 1: "neu", 2: "正面"}, {}, "m")
    assert named == [0, 1, 2]
    stars = {
        f"star {n}": label for n, label in zip("12345", ["negative"] * 2 + ["neutral"] + ["positive"] * 2, strict=True)
    }
    assert engine_module._columns(dict(enumerate(stars)), stars, "m") == [0, 0, 1, 2, 2]


@pytest.mark.parametrize("classes", [{0: "LABEL_0", 1: "LABEL_1"}, {0: "star 1", 1: "star 5"}])
def test_classes_without_meaning_are_refused(classes: dict[int, str]) -> None:
    with pytest.raises(UsageError, match="say what its classes mean: m#"):
        engine_module._columns(classes, {}, "m")


def test_a_one_sided_checkpoint_is_refused() -> None:
    with pytest.raises(UsageError, match="must cover negative and positive"):
        engine_module._columns({0: "neutral", 1: "positive"}, {}, "m")


def test_the_mapping_is_part_of_the_name() -> None:
    assert engine_module._parsed("a/b#LABEL_0=negative, LABEL_1=positive") == (
        "a/b",
        {"LABEL_0": "negative", "LABEL_1": "positive"},
    )
    with pytest.raises(UsageError, match="label mapping"):
        engine_module._parsed("a/b#LABEL_0=bad")


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A two-layer BERT of random weights, taught for some seconds that 好 is good and 差 is bad, and saved."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder = tmp_path_factory.mktemp("checkpoint")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"好差的很这个真店茶喝难买了不再"]
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    tokenizer = BertTokenizerFast(str(folder / "vocab.txt"))
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(words), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        num_labels=2, id2label={0: "LABEL_0", 1: "LABEL_1"}, label2id={"LABEL_0": 0, "LABEL_1": 1},
    )  # fmt: skip
    model = BertForSequenceClassification(config)
    good, bad = ["这店的茶很好", "好喝", "真的好", "这个好"], ["这店的茶很差", "差的很", "真的差", "这个差"]
    batch = tokenizer(good + bad, padding=True, return_tensors="pt")
    target = torch.tensor([1] * len(good) + [0] * len(bad))
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3)
    for _ in range(60):
        optimizer.zero_grad()
        model(**batch, labels=target).loss.backward()
        optimizer.step()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@needs_torch
@pytest.mark.transformers
def test_a_trained_checkpoint_reads(checkpoint: Path) -> None:
    engine = sentiment.load("transformers", model=f"{checkpoint}#LABEL_0=negative,LABEL_1=positive")
    texts = ["茶很好", "", "店很差", "好" * 5_000, "\ud800差", "hello"] * 12
    verdicts = engine.read(texts)
    assert verdicts.names()[:3] == ["positive", "neutral", "negative"]
    assert verdicts.is_abstained.tolist()[1]
    assert len(verdicts) == len(texts)
    np.testing.assert_allclose(verdicts.probabilities[:6], verdicts.probabilities[6:12], atol=1e-5)
    again = sentiment.load("transformers", model=f"{checkpoint}#LABEL_0=negative,LABEL_1=positive")
    assert again.version == engine.version


@needs_torch
@pytest.mark.transformers
def test_a_checkpoint_that_says_nothing_about_its_classes_is_refused(checkpoint: Path) -> None:
    with pytest.raises(UsageError, match="LABEL_0"):
        sentiment.load("transformers", model=str(checkpoint))


@needs_torch
@pytest.mark.transformers
def test_a_folder_that_holds_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot use the checkpoint"):
        sentiment.load("transformers", model=str(tmp_path))
    with pytest.raises(UsageError, match="needs a model"):
        sentiment.load("transformers")
