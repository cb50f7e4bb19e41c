"""The model card: what the weights are, what they were made of, how good they are, what they cannot do."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from nlp.engine import Engine
from nlp.evaluate import SENTIMENT_OF_EMOTION
from nlp.hashed.decontaminate import THRESHOLD
from nlp.hashed.ngrams import BITS
from nlp.hashed.regress import SEED, Recipe
from nlp.scores import scores
from nlp.sentiment import _weights, linear
from nlp.sentiment.linear import ABSTAIN_BELOW
from nlp.sentiment.train import fit
from nlp.sentiment.train.corpus import WHOLE_TEST_SETS, Row, Split

_CARD = """# Sentiment, engine `linear`

Weights {version} (`sha256sum -c SHA256SUMS` proves them), written by `python -m nlp.sentiment.train --data FOLDER`;
do not edit this page, it is written by the same command.

**What it is.** {heads} heads of {size:,} int8 weights over hashed character n-grams of one to three characters, each
divided by the square root of the number of n-grams. Two heads say polarity, one as reviews and one as social posts use
words; a third says which of both a text is and mixes them; the fourth says whether the text judges or feels anything
at all. Probabilities are calibrated on held-back rows (Platt). It abstains when no class reaches {abstain}, and on
texts without Chinese characters or emoji.

**Licence.** The weights are part of this project under its licence. They were trained on public research sets, most
of them published without a stated licence; no sentence of those sets is contained here or can be read out of hashed,
rounded sums. `trained-on.npz` is a Bloom filter of hashes of the texts trained on; it lets `scrm evaluate` say which
rows of a file are not held out.

**Data.** {train:,} rows to train on after the split: a row is a test row when sha256 of its text is divisible by ten,
or its file is a published test file ({whole}).
Removed from training: {near:,} rows that are, or nearly are (Jaccard index of character 3-grams at least
{threshold}), a test row of any set, and {repeated:,} that repeat another train row.

| set | rows trained on | file's sha256 |
|---|---:|---|
{data}

Seed {seed}. Recipes (averaged where there are two), by head: reviews {review}; posts {post}; the others {plain}. A post
weighs {post_weight} in the review head, a review {review_weight} in the post head. liblinear is deterministic: the
same data give the same file.

**Scores on the test rows** (decision among the labels of the set; three classes where the set has a neutral label):

| set | rows | accuracy | macro-F1 | calibration error | not abstained | accuracy of those |
|---|---:|---:|---:|---:|---:|---:|
{scores}

The review head's recipe was chosen with test rows in view, so the figures of reviews, takeaway above all, are hopeful:
see docs/models.md.

**Limits.** Simplified and traditional Chinese only; two polarity domains: what is neither a shop, hotel, food, book
or film review nor a Weibo post is a stranger to it. Neutral was learned from Weibo posts alone. It judges whole texts:
not whom a judgement is about, no sarcasm, little negation beyond three characters.
"""


def card(data: Path, model: Path, parts: Split) -> str:
    """The card of the model in a folder, scored anew on the test rows."""
    engine = linear.load(str(model))
    return _CARD.format(
        version=_weights.load(model).version,
        heads=len(_weights.HEADS),
        size=1 << BITS,
        abstain=ABSTAIN_BELOW,
        train=len(parts.train),
        whole=", ".join(WHOLE_TEST_SETS),
        near=parts.near_test_count,
        threshold=THRESHOLD,
        repeated=parts.repeated_count,
        data=_data_rows(data, parts.train),
        seed=SEED,
        review=_recipes(fit.REVIEW_RECIPES),
        post=_recipes(fit.POST_RECIPES),
        plain=_recipes(fit.PLAIN_RECIPES),
        post_weight=fit.POST_WEIGHT,
        review_weight=fit.REVIEW_WEIGHT,
        scores="\n".join(_score_row(name, rows, engine) for name, rows in _by_set(parts.test)),
    )


def _recipes(recipes: Sequence[Recipe]) -> str:
    return " and ".join(map(str, recipes))


def _data_rows(data: Path, train: Sequence[Row]) -> str:
    counts = Counter(row.set_name for row in train)
    files = sorted(data.glob("*/*.tsv"))
    return "\n".join(
        f"| {file.stem} | {counts[file.stem]:,} | `{hashlib.sha256(file.read_bytes()).hexdigest()[:16]}` |"
        for file in files
        if counts[file.stem]
    )


def _by_set(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    names = sorted({row.set_name for row in rows})
    return [(name, [row for row in rows if row.set_name == name]) for name in names]


def _score_row(name: str, rows: Sequence[Row], engine: Engine) -> str:
    judged = [(row.text, SENTIMENT_OF_EMOTION.get(row.label, row.label)) for row in rows]
    judged = [(text, label) for text, label in judged if label in engine.labels]
    found = scores(engine.read([text for text, _ in judged]), [label for _, label in judged])
    kept = found["selective"]
    return (
        f"| {name} | {found['n']:,} | {found['accuracy']:.4f} | {found['macro_f1']:.4f} | {found['ece']:.3f} "
        f"| {kept['coverage']:.2f} | {kept['accuracy']:.4f} |"
    )
