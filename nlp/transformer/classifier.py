"""Texts through an exported network; onnxruntime and tokenizers alone."""

import os
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.transformer import INSTALL, Progress
from nlp.transformer.artefact import (
    GRAPH,
    PARITY,
    TOKENIZER,
    Artefact,
    cached,
    default_cache,
    is_artefact,
    open_artefact,
)
from nlp.transformer.batches import by_length
from nlp.transformer.checkpoint import find
from nlp.transformer.export import NEEDED, RECIPE, export
from nlp.transformer.probes import PROBES, TOLERANCE, check_parity, probabilities
from records.errors import DamagedArtefact, EngineNotInstalled, UsageError

_TEXTS_AT_ONCE = 4_096
_CHARACTERS_A_TOKEN = 16
"""More of a text is not even cut into tokens: a megabyte costs no more than a page."""


class Classifier:
    """A network and its tokenizer."""

    def __init__(self, name: str, artefact: Artefact) -> None:
        self.facts = artefact.facts
        self.classes = tuple(artefact.facts.classes)
        self.version = artefact.digest
        self._session, self._tokenizer = _session(artefact), _tokenizer(artefact)
        torch = np.load(artefact.folder / PARITY)
        facts = self.facts
        check_parity(name, self.logits(PROBES), torch, precision=facts.precision, is_multi_label=facts.is_multi_label)

    def read(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """(n, classes) probabilities; rows sum to 1, unless a text may have several labels.

        In int8 they move by some .002 with the texts of the same batch, which share a scale; equal texts of one call
        are read once and get equal answers.
        """
        places: dict[str, int] = {}
        inverse = [places.setdefault(text, len(places)) for text in texts]
        done = _counted(progress, np.bincount(inverse, minlength=len(places)), len(texts))
        logits = self.logits(list(places), done)
        return probabilities(logits[inverse], is_multi_label=self.facts.is_multi_label)

    def logits(
        self, texts: Sequence[str], done: Callable[[NDArray[np.int64]], None] | None = None
    ) -> NDArray[np.float32]:
        """(n, classes) of any strings; `done` is called with the positions of the texts of each batch."""
        result = np.zeros((len(texts), len(self.classes)), np.float32)
        limit = self.facts.max_tokens * _CHARACTERS_A_TOKEN
        for begin in range(0, len(texts), _TEXTS_AT_ONCE):
            part = [_readable(text[:limit]) for text in texts[begin : begin + _TEXTS_AT_ONCE]]
            encoded = self._tokenizer.encode_batch(part)
            lengths = np.array([len(each.ids) for each in encoded], np.int64)
            for rows in by_length(lengths):
                feed = self._feed([encoded[row] for row in rows], int(lengths[rows].max()))
                result[begin + rows] = self._session.run(["logits"], feed)[0]
                if done:
                    done(begin + rows)
        return result

    def _feed(self, encoded: Sequence[Any], length: int) -> dict[str, NDArray[np.int64]]:
        ids = np.full((len(encoded), max(length, 1)), self.facts.pad_id, np.int64)
        mask, types = np.zeros_like(ids), np.zeros_like(ids)
        for row, each in enumerate(encoded):
            count = len(each.ids)
            ids[row, :count], mask[row, :count], types[row, :count] = each.ids, 1, each.type_ids
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        return {name: feed[name] for name in self.facts.inputs}


def load(name: str, *, precision: str = "int8", cache: Path | None = None) -> Classifier:
    """The classifier of a checkpoint (folder or hub name) or of an artefact's folder, exported at its first use.

    Artefacts are kept in `cache` (default: artefact.default_cache) by the checkpoint's hash; a damaged one is made
    anew. OMP_NUM_THREADS sets the threads (default 1: the pipeline runs a process a core).
    Raises UsageError for a checkpoint that cannot be used, EngineNotInstalled when packages are missing,
    DamagedArtefact for an artefact that is damaged or does not agree with torch.
    """
    if any(find_spec(package) is None for package in ("onnxruntime", "tokenizers")):
        missing = [package for package in (*NEEDED, "tokenizers") if find_spec(package) is None]
        raise EngineNotInstalled(f"engine transformers needs {' and '.join(missing)}; install with: {INSTALL}")
    if precision not in TOLERANCE:
        raise UsageError(f"precision={precision}: use {' or '.join(TOLERANCE)}")
    folder = Path(name).expanduser()
    if is_artefact(folder):
        return Classifier(name, open_artefact(folder))
    checkpoint = find(name)
    folder = (cache or default_cache()) / f"{checkpoint.digest}-{RECIPE}-{precision}"
    return Classifier(name, cached(folder, lambda made: export(checkpoint, precision, made)))


def _session(artefact: Artefact) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    threads = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0]
    options.intra_op_num_threads = int(threads) if threads.isdecimal() else 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_mem_pattern = False  # it would keep a plan for every shape ever met
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(artefact.folder / GRAPH, options, providers=["CPUExecutionProvider"])
    except RuntimeError as error:
        raise DamagedArtefact(f"{artefact.folder / GRAPH} is not a network: {error}") from error


def _tokenizer(artefact: Artefact) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(artefact.folder / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(artefact.facts.max_tokens)
    return tokenizer


def _readable(text: str) -> str:
    """Without lone surrogates, which no tokenizer takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _counted(
    progress: Progress | None, counts: NDArray[np.int64], total: int
) -> Callable[[NDArray[np.int64]], None] | None:
    """Turns positions of distinct texts into texts done so far."""
    if progress is None:
        return None
    done = 0

    def note(rows: NDArray[np.int64]) -> None:
        nonlocal done
        done += int(counts[rows].sum())
        progress(done, total)

    return note
