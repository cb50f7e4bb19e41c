"""What is known of the feelings of words before any labelled row is seen: as weights of hashed n-grams."""

import logging
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.emotion._weights import LABELS
from nlp.hashed.ngrams import BITS, codes, hashes
from nlp.hashed.regress import Floats, Recipe, features, fit

WORDS = Path(__file__).resolve().parent.parent / "words.toml"

POST_RECIPE = Recipe("ratio", 2.0)
POLARITY_RECIPE = Recipe("ratio", 4.0, power=1.5, smoothing=0.2)

_EXPRESSION = re.compile(r"\[([^\[\]\s]{1,8})\]")
_CHAIN = re.compile(r"//\s*@")
_LEAST = 4
"""Characters a post has beside its expressions, at least."""

_log = logging.getLogger(__name__)


def guesses(
    posts: Sequence[str], polar: tuple[Sequence[str], NDArray[np.int64]], fold: NDArray[np.uint16]
) -> tuple[Floats, int]:
    """(k, 2**BITS) weights, and how many posts taught: listed words, words beside expressions, polarity of posts."""
    expressions = _by_word("expressions")
    found = (_read(_CHAIN.split(post)[0], expressions) for post in posts)
    taught = [one for one in found if one is not None]
    matrix = features([words for words, _ in taught], fold)
    labels = np.array([LABELS.index(label) for _, label in taught])
    shown = [
        fit(matrix, (labels == number).astype(np.int64), _balanced(labels == number), [POST_RECIPE])[0]
        for number in np.unique(labels).tolist()
    ]
    _log.info("%d posts with expressions of one feeling", len(taught))
    texts, is_positive = polar
    polarity = fit(features(texts, fold), is_positive, np.ones(len(texts)), [POLARITY_RECIPE])[0]
    return np.stack([*listed(fold), *shown, polarity]), len(taught)


def listed(fold: NDArray[np.uint16]) -> Floats:
    """(len(LABELS), 2**BITS) 1 for each n-gram that is a word of words.toml."""
    weights = np.zeros((len(LABELS), 1 << BITS))
    for word, label in _by_word("words").items():
        weights[LABELS.index(label), int(hashes(codes([word], fold))[len(word) - 1][2])] = 1
    return weights


def _by_word(table: str) -> dict[str, str]:
    """The label of each word of a table of words.toml."""
    lists: dict[str, str] = tomllib.loads(WORDS.read_text("utf-8"))[table]
    return {word: label for label, words in lists.items() for word in words.split()}


def _read(post: str, expressions: Mapping[str, str]) -> tuple[str, str] | None:
    """The words of a post and the one feeling its expressions show; None where they show none or several."""
    shown = {expressions[name] for name in _EXPRESSION.findall(post) if name in expressions}
    words = _EXPRESSION.sub("", post).strip()
    return (words, shown.pop()) if len(shown) == 1 and len(words) >= _LEAST else None


def _balanced(is_class: NDArray[np.bool_]) -> Floats:
    """Weights under which the class and the rest weigh the same."""
    share = is_class.mean()
    result: Floats = np.where(is_class, 0.5 / share, 0.5 / (1 - share))
    return result
