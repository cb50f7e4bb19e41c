"""Checkpoints of the `transformers` library on a CPU: int8 ONNX, made once, kept by the checkpoint's hash.

checkpoint.py finds and hashes one; export.py turns it into an artefact (torch needed); artefact.py keeps and proves
artefacts; classifier.py reads texts with one (onnxruntime and tokenizers alone); classes.py says what its classes
mean; engine.py and tags.py are what tasks use.
"""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with texts done and texts in all."""

INSTALL = "pip install 'social-crm-pipeline[transformers]'"
MAX_TOKENS = 256
"""Tokens read of one text."""
