"""Tiny real checkpoints, trained for seconds, exported, rounded and read; where torch is installed."""

import json
import logging
import shutil
import subprocess
import sys
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp import emotion, sentiment
from nlp.sentiment.transformers import load
from nlp.transformer import artefact, classifier, tags
from nlp.transformer.classifier import Classifier
from records.errors import DamagedArtefact, EngineNotInstalled, UsageError

pytestmark = [
    pytest.mark.transformers,
    pytest.mark.skipif(find_spec("torch") is None, reason="torch is not installed (make transformers-test)"),
]

THINGS = ("奶茶", "手机", "键盘", "台灯", "酒店", "毛巾", "水杯", "耳机", "早餐", "屏幕")
GOOD, BAD = ("很好", "满意", "喜欢", "推荐"), ("很差", "失望", "讨厌", "退货")
PARTS = ("这家的", "昨天买的", "我觉得", "朋友送的", "")
ENDS = ("。", "！", "，真的", "，就这样", "")
TEXTS = ["".join(parts) for parts in product(PARTS, THINGS, GOOD + BAD, ENDS)]
IS_GOOD = [any(word in text for word in GOOD) for text in TEXTS]
MEANING = "#LABEL_0=negative,LABEL_1=positive"


def _train(folder: Path, targets: Any, *, problem: str, kind: str = "bert") -> Path:
    """A two-layer network of random weights, taught the targets of TEXTS."""
    import torch
    from transformers import AutoConfig, AutoModelForSequenceClassification, BertTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted({*"".join(TEXTS)})]
    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    tokenizer = BertTokenizerFast(str(folder / "vocab.txt"))
    torch.manual_seed(3)
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    if kind == "distilbert":
        sizes = {"dim": 32, "n_layers": 2, "n_heads": 2, "hidden_dim": 64}
    config = AutoConfig.for_model(
        kind, vocab_size=len(words), num_labels=2, problem_type=problem, max_position_embeddings=48, **sizes
    )
    network = AutoModelForSequenceClassification.from_config(config)
    optimizer = torch.optim.AdamW(network.parameters(), lr=3e-3)
    batch = tokenizer(TEXTS, padding=True, return_tensors="pt")
    network.train()
    generator = torch.Generator().manual_seed(1)
    for _ in range(60):
        rows = torch.randperm(len(TEXTS), generator=generator)[:64]
        optimizer.zero_grad()
        network(**{key: value[rows] for key, value in batch.items()}, labels=targets[rows]).loss.backward()
        optimizer.step()
    network.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module", params=["bert", "distilbert"])
def checkpoint(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch

    folder = tmp_path_factory.mktemp("checkpoint") / request.param
    return _train(folder, torch.tensor(IS_GOOD).long(), problem="single_label_classification", kind=request.param)


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two labels that do not exclude one another: it is good, it is about a phone or headphones."""
    import torch

    about = ["机" in text for text in TEXTS]
    targets = torch.tensor([[float(good), float(phone)] for good, phone in zip(IS_GOOD, about, strict=True)])
    folder = tmp_path_factory.mktemp("several") / "bert"
    return _train(folder, targets, problem="multi_label_classification")


def _torch_probabilities(checkpoint: Path, texts: list[str]) -> Any:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(checkpoint)
    network = AutoModelForSequenceClassification.from_pretrained(checkpoint).eval()
    with torch.inference_mode():
        batch = tokenizer(texts, padding=True, truncation=True, max_length=47, return_tensors="pt")
        return torch.softmax(network(**batch).logits, dim=-1).numpy()


def test_int8_says_what_torch_says(checkpoint: Path, cache: Path) -> None:
    verdicts = load(f"{checkpoint}{MEANING}", cache=cache).read(TEXTS)
    theirs = _torch_probabilities(checkpoint, TEXTS)
    good = np.array(IS_GOOD)
    assert ((theirs.argmax(axis=1) == 1) == good).mean() > 0.95, "the checkpoint has learned its lesson"
    is_same = (verdicts.label_index == 2) == (theirs.argmax(axis=1) == 1)
    assert is_same.mean() >= 0.995
    np.testing.assert_allclose(verdicts.probabilities[:, [0, 2]], theirs, atol=0.05)


def test_unrounded_is_torch_itself_and_knows_no_company(checkpoint: Path, cache: Path) -> None:
    engine = load(f"{checkpoint}{MEANING},precision=fp32", cache=cache)
    forward = engine.read(TEXTS).probabilities
    np.testing.assert_allclose(forward[:, [0, 2]], _torch_probabilities(checkpoint, TEXTS), atol=1e-4)
    np.testing.assert_allclose(forward[:50], engine.read(TEXTS[:50][::-1]).probabilities[::-1], atol=1e-5)


def test_odd_texts_are_answered(checkpoint: Path, cache: Path) -> None:
    engine = load(f"{checkpoint}{MEANING}", cache=cache)
    odd = ["奶茶很好", "", " \n", "手机很差", "好" * 1_000_000, "\ud800差", "hello", "😂", "\x00", "a" * 5_000] * 2
    verdicts = engine.read(odd)
    assert verdicts.names()[:4] == ["positive", "neutral", "neutral", "negative"]
    assert verdicts.is_abstained[1:3].all()
    np.testing.assert_allclose(verdicts.probabilities.sum(axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(verdicts.probabilities[:10], verdicts.probabilities[10:])
    assert len(engine.read([])) == 0
    assert engine.explain(odd) == [()] * len(odd)


def test_a_copy_is_one_version_and_other_meanings_are_another(checkpoint: Path, cache: Path, tmp_path: Path) -> None:
    engine = load(f"{checkpoint}{MEANING}", cache=cache)
    copy = Path(shutil.copytree(checkpoint, tmp_path / "copy"))
    assert load(f"{copy}{MEANING}", cache=cache).version == engine.version
    turned = load(f"{checkpoint}#LABEL_0=positive,LABEL_1=negative", cache=cache)
    assert turned.version != engine.version
    assert turned.read(["奶茶很好"]).names() == ["negative"]


def test_progress_counts_every_text_once(checkpoint: Path, cache: Path) -> None:
    seen: list[tuple[int, int]] = []
    engine = load(f"{checkpoint}{MEANING}", cache=cache, progress=lambda done, total: seen.append((done, total)))
    engine.read([*TEXTS[:30], *TEXTS[:10]])
    assert seen[-1] == (40, 40)
    assert seen == sorted(seen)


WORKER = """
import sys
for name in ("torch", "transformers", "onnx"):
    sys.modules[name] = None
from pathlib import Path
from nlp.sentiment.transformers import load
engine = load(sys.argv[1], cache=Path(sys.argv[2]))
print(engine.version, *engine.read(["奶茶很好", "手机很差"]).names())
"""


def test_a_worker_needs_no_torch(checkpoint: Path, cache: Path) -> None:
    engine = load(f"{checkpoint}{MEANING}", cache=cache)
    expected = f"{engine.version} positive negative"
    [exported] = [
        folder
        for folder in cache.glob("*-int8")
        if artefact.open_artefact(folder).digest == _classifier(engine).version
    ]
    for model in (checkpoint, exported):
        done = subprocess.run(
            [sys.executable, "-c", WORKER, f"{model}{MEANING}", str(cache)], capture_output=True, text=True, check=False
        )
        assert done.stdout.strip() == expected, done.stderr


def test_without_torch_an_unseen_checkpoint_says_what_to_install(checkpoint: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORKER, f"{checkpoint}{MEANING}", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "EngineNotInstalled" in done.stderr
    assert "torch and transformers and onnx" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_cache_is_made_anew(checkpoint: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    version = load(f"{checkpoint}{MEANING}", cache=tmp_path).version
    [folder] = tmp_path.iterdir()
    graph = folder / artefact.GRAPH
    graph.write_bytes(graph.read_bytes()[:-100])
    with pytest.raises(DamagedArtefact, match=r"model\.onnx is damaged"):
        classifier.load(str(folder))
    with caplog.at_level(logging.WARNING):
        assert load(f"{checkpoint}{MEANING}", cache=tmp_path).version == version
    assert "making it anew" in caplog.text
    assert [each.name for each in tmp_path.iterdir()] == [folder.name]


def test_a_network_that_drifts_is_refused(checkpoint: Path, tmp_path: Path) -> None:
    load(f"{checkpoint}{MEANING}", cache=tmp_path)
    [folder] = tmp_path.iterdir()
    np.save(folder / artefact.PARITY, -np.load(folder / artefact.PARITY) + 1)
    artefact.seal(folder, artefact.open_facts(folder))
    with pytest.raises(DamagedArtefact, match=r"does not say what it says in torch: \d+ of \d+ labels.*precision=fp32"):
        load(f"{checkpoint}{MEANING}", cache=tmp_path)


def test_tags(several: Path, cache: Path) -> None:
    tagger = tags.load(f"{several}#LABEL_0=good,LABEL_1=phone", cache=cache)
    found = tagger.read(["昨天买的手机很好", "昨天买的手机很差", "这家的奶茶满意。", "这家的奶茶失望。", " "])
    assert found.names() == [("good", "phone"), ("phone",), ("good",), (), ()]
    with pytest.raises(UsageError, match="has no class 'LABEL_9'"):
        tags.load(f"{several}#LABEL_9=x", cache=cache)
    with pytest.raises(UsageError, match="two classes"):
        tags.load(f"{several}#LABEL_0=LABEL_1", cache=cache)


def test_a_multi_label_checkpoint_as_sentiment_abstains_where_no_class_holds(several: Path, cache: Path) -> None:
    engine = load(f"{several}{MEANING}", cache=cache)
    verdicts = engine.read(["这家的奶茶满意。", "这家的奶茶失望。"])
    np.testing.assert_allclose(verdicts.probabilities.sum(axis=1), 1, atol=1e-5)
    assert verdicts.names()[0] == "negative", "as it was told, of the only class that holds"
    assert verdicts.is_abstained.tolist() == [False, True]


def test_a_precision_that_there_is_not_is_refused(checkpoint: Path, cache: Path) -> None:
    with pytest.raises(UsageError, match="precision=int4: use int8 or fp32"):
        load(f"{checkpoint}{MEANING},precision=int4", cache=cache)


def test_emotions_by_name(checkpoint: Path) -> None:
    with pytest.raises(UsageError, match="must cover happy and angry and sad and fear"):
        emotion.load("transformers", model=f"{checkpoint}#LABEL_0=sad,LABEL_1=happy")


def test_one_label_is_no_tags(checkpoint: Path, cache: Path) -> None:
    with pytest.raises(UsageError, match="gives one label a text"):
        tags.load(str(checkpoint), cache=cache)


def test_classes_that_say_nothing_are_refused(checkpoint: Path, cache: Path) -> None:
    with pytest.raises(UsageError, match="class 'LABEL_0' of .* say what its classes mean"):
        load(str(checkpoint), cache=cache)


@pytest.mark.parametrize(
    ("lacking", "message"),
    [
        ("config.json", r"has no config\.json"),
        ("model.safetensors", "has no weights"),
        ("tokenizer*", "has no tokenizer"),
    ],
)
def test_an_incomplete_folder_is_refused(checkpoint: Path, tmp_path: Path, lacking: str, message: str) -> None:
    copy = Path(shutil.copytree(checkpoint, tmp_path / "copy"))
    for file in [*copy.glob(lacking), *(copy.glob("vocab.txt") if "token" in lacking else ())]:
        file.unlink()
    with pytest.raises(UsageError, match=f"cannot use the checkpoint.*{message}") as caught:
        load(f"{copy}{MEANING}", cache=tmp_path / "cache")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_damaged_files_are_refused_in_one_line(checkpoint: Path, tmp_path: Path, name: str) -> None:
    copy = Path(shutil.copytree(checkpoint, tmp_path / "copy"))
    (copy / name).write_bytes(b"\x00\xff{")
    with pytest.raises(UsageError, match="cannot use the checkpoint") as caught:
        load(f"{copy}{MEANING}", cache=tmp_path / "cache")
    assert "\n" not in str(caught.value)
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_network_without_a_trained_head_is_refused(checkpoint: Path, tmp_path: Path) -> None:
    from transformers import AutoModel

    folder = tmp_path / "base"
    shutil.copytree(checkpoint, folder)
    AutoModel.from_pretrained(checkpoint).save_pretrained(folder)
    with pytest.raises(UsageError, match="no trained .*classifier"):
        load(f"{folder}{MEANING}", cache=tmp_path / "cache")


def test_a_regression_is_refused(checkpoint: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(checkpoint, tmp_path / "copy"))
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps(config | {"problem_type": "regression"}), "utf-8")
    with pytest.raises(UsageError, match="predicts a number"):
        load(f"{folder}{MEANING}", cache=tmp_path / "cache")


def test_the_hub_is_not_asked_when_offline(
    checkpoint: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    hub = tmp_path / "hub"
    model = hub / "models--me--tiny"
    shutil.copytree(checkpoint, model / "snapshots" / ("0" * 40))
    (model / "refs").mkdir()
    (model / "refs" / "main").write_text("0" * 40)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(hub))
    engine = sentiment.load("transformers", model=f"{checkpoint}{MEANING}")
    assert load(f"me/tiny{MEANING}", cache=cache).version == engine.version
    with pytest.raises(UsageError, match="cannot use the checkpoint 'me/none': no such folder, and the hub gave none"):
        load(f"me/none{MEANING}", cache=cache)


@pytest.fixture(autouse=True)
def _own_default_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv(artefact.CACHE_VARIABLE, str(tmp_path_factory.mktemp("default")))


def _classifier(engine: Any) -> Classifier:
    found: Classifier = engine._classifier
    return found


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(EngineNotInstalled, match=r"needs onnxruntime; install with: pip install"):
        load(f"{tmp_path}{MEANING}")
