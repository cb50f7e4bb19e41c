"""A checkpoint in torch becomes an artefact: traced in evaluation mode, its weights rounded to int8. Torch needed."""

import importlib.metadata
import logging
import pickle
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from inspect import signature
from pathlib import Path
from typing import Any

import numpy as np

from nlp.transformer import INSTALL, MAX_TOKENS
from nlp.transformer.artefact import GRAPH, PARITY, TOKENIZER, Facts, seal
from nlp.transformer.checkpoint import Checkpoint, refused
from nlp.transformer.probes import PROBES
from records.errors import EngineNotInstalled
from records.ids import version_of

RECIPE = version_of("1", str(MAX_TOKENS), *PROBES)
"""Changes when the same checkpoint would be exported differently."""
NEEDED = ("torch", "transformers", "onnx", "onnxruntime")

_OPSET = 17
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def export(checkpoint: Checkpoint, precision: str, folder: Path) -> None:
    """Writes a checkpoint's artefact into an empty folder.

    Raises EngineNotInstalled without torch, UsageError for a checkpoint that classifies nothing or cannot be read.
    """
    missing = [package for package in NEEDED if find_spec(package) is None]
    if missing:
        raise EngineNotInstalled(
            f"the checkpoint {checkpoint.name!r} is not exported yet, which needs {' and '.join(missing)}; "
            f"install with: {INSTALL}"
        )
    with _quiet():
        network, tokenizer = _network(checkpoint), _tokenizer(checkpoint)
        max_tokens = _max_tokens(network.config, tokenizer)
        batch = tokenizer(list(PROBES), padding=True, truncation=True, max_length=max_tokens, return_tensors="pt")
        inputs = [name for name in _INPUTS if name in batch and name in signature(network.forward).parameters]
        tensors = [batch[name] for name in inputs]
        try:
            logits = _trace(network, inputs, tensors, folder / GRAPH)
        except (RuntimeError, NotImplementedError) as error:
            raise refused(checkpoint.name, f"torch cannot write it as ONNX ({error})") from error
        np.save(folder / PARITY, logits)
        if precision == "int8":
            _round(folder / GRAPH)
        tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
    config = network.config
    seal(
        folder,
        Facts(
            classes=[str(config.id2label[at]) for at in range(config.num_labels)],
            is_multi_label=config.problem_type == "multi_label_classification",
            precision=precision,
            inputs=inputs,
            max_tokens=max_tokens,
            pad_id=tokenizer.pad_token_id,
            made_with=" ".join(f"{package} {importlib.metadata.version(package)}" for package in NEEDED),
        ),
    )


def _network(checkpoint: Checkpoint) -> Any:
    """The classifier in evaluation mode. Raises UsageError for one that cannot be read or was never trained."""
    from safetensors import SafetensorError
    from transformers import AutoModelForSequenceClassification

    try:
        network, report = AutoModelForSequenceClassification.from_pretrained(
            checkpoint.folder, local_files_only=True, attn_implementation="eager", output_loading_info=True
        )
    except (OSError, ValueError, KeyError, RuntimeError, EOFError, pickle.PickleError, SafetensorError) as error:
        raise refused(checkpoint.name, error) from error
    if report["missing_keys"]:
        raise refused(checkpoint.name, f"it has no trained {', '.join(sorted(report['missing_keys']))}: no classifier")
    if network.config.num_labels < 2 or network.config.problem_type == "regression":
        raise refused(checkpoint.name, "it predicts a number, not classes")
    return network.float().eval()


def _tokenizer(checkpoint: Checkpoint) -> Any:
    """The checkpoint's fast tokenizer. Raises UsageError when it has none, or none that can pad."""
    from transformers import AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(checkpoint.folder, local_files_only=True)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise refused(checkpoint.name, f"its tokenizer cannot be read ({error})") from error
    if not tokenizer.is_fast or tokenizer.pad_token_id is None or tokenizer.padding_side != "right":
        raise refused(checkpoint.name, "its tokenizer is not a fast one that pads at the right")
    return tokenizer


def _max_tokens(config: Any, tokenizer: Any) -> int:
    """What the positions allow, less those that RoBERTa keeps for padding."""
    positions: int = getattr(config, "max_position_embeddings", MAX_TOKENS + 2) - tokenizer.pad_token_id - 1
    longest: int = min(MAX_TOKENS, positions, tokenizer.model_max_length)
    return max(1, longest)


def _trace(network: Any, inputs: list[str], tensors: list[Any], file: Path) -> Any:
    """Writes the network as ONNX and returns (n, classes) of torch's own logits on the probes."""
    import torch

    class Logits(torch.nn.Module):  # type: ignore[misc]  # torch is not followed
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, *values: Any) -> Any:
            return self.network(**dict(zip(inputs, values, strict=True))).logits

    # A new module is in training mode and would take the network back there, dropout and all.
    wrapped = Logits().eval()
    axes = {name: {0: "text", 1: "token"} for name in inputs} | {"logits": {0: "text"}}
    write: Callable[[], None] = partial(
        torch.onnx.export, wrapped, tuple(tensors), str(file), input_names=inputs, output_names=["logits"],
        dynamic_axes=axes, opset_version=_OPSET, dynamo=False,
    )  # fmt: skip
    with torch.inference_mode():
        logits = wrapped(*tensors).numpy()
        with _first_token_only(network):
            try:
                is_same = np.allclose(wrapped(*tensors).numpy(), logits, atol=1e-4)
            except (RuntimeError, IndexError, ValueError, TypeError):
                is_same = False
            if is_same:
                write()
                return logits
        write()
    return logits


@contextmanager
def _first_token_only(network: Any) -> Iterator[None]:
    """Lets a BERT-like network's last layer go on with the first token alone, which is all that its head reads.

    That saves three quarters of a layer. Whether the head reads no more is not known here: compare the logits.
    """
    layers = getattr(getattr(network.base_model, "encoder", None), "layer", None)
    output = getattr(getattr(layers[-1], "attention", None), "output", None) if layers else None
    if output is None:
        yield
        return
    handle = output.register_forward_pre_hook(lambda _, values: tuple(value[:, :1] for value in values))
    try:
        yield
    finally:
        handle.remove()


def _round(file: Path) -> None:
    """Weights to int8, a scale a column; seven bits, since eight overflow on processors without VNNI."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    whole = file.with_suffix(".fp32")
    file.rename(whole)
    quantize_dynamic(
        whole, file, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
        extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
    whole.unlink()


@contextmanager
def _quiet() -> Iterator[None]:
    """The libraries' hints to their own developers are no news to ours."""
    from transformers.utils.logging import disable_progress_bar, enable_progress_bar, is_progress_bar_enabled

    before, had_bar = logging.root.manager.disable, is_progress_bar_enabled()
    logging.disable(logging.WARNING)
    disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
        if had_bar:
            enable_progress_bar()
