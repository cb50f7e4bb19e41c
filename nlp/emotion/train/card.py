"""The model card: what the weights are, what they were made of, how good they are, what they cannot do."""

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nlp.emotion import _weights, linear
from nlp.emotion._weights import LABELS
from nlp.emotion.linear import ABSTAIN_BELOW
from nlp.emotion.train import fit
from nlp.emotion.train.corpus import POSTS, WHOLE_TEST_SETS, Row
from nlp.engine import Engine
from nlp.hashed.decontaminate import THRESHOLD
from nlp.hashed.ngrams import BITS
from nlp.hashed.regress import SEED
from nlp.registry.card import Card, Dataset, Score, write_card
from nlp.scores import calibration_error, macro_f1, per_label, truth_of

LIMITS = (
    "Six classes of one feeling each; mixed feelings and sarcasm are not told.",
    "Learned from Weibo posts of 2020 about everyday life and the epidemic: reviews are strangers to it, most of them "
    "end as happy, angry or neutral.",
    "Fear and surprise are rare and poorly told.",
    "Simplified and traditional Chinese only.",
)
"""What the model cannot do."""

_PAGE = """# Emotion, engine `linear`

Weights {version} (`sha256sum -c SHA256SUMS` proves them), written by `python -m nlp.emotion.train --data FOLDER`;
do not edit this page, it is written by the same command.

**What it is.** {classes} heads ({labels}) of {size:,} int8 weights over hashed character n-grams of one to three
characters, each divided by the square root of the number of n-grams. {recipe} Three guesses
made without labelled rows are features of the heads: words of feeling listed by hand (`nlp/emotion/words.toml`), words
beside the expressions ([泪], [怒], ...) of {taught:,} unlabelled posts, and the polarity of posts. The heads' scores
are calibrated together (multinomial regression on scores of heads that had not seen the row, {parts} parts). The label
is the class of the greatest log-probability plus offset ({offsets}), an offset being -{adjustment} times the logarithm
of the class's share. It abstains when its label has a probability under {abstain}, and on texts without
Chinese characters or emoji.

**Licence.** The weights are part of this project under its licence. They were trained on public research sets (SMP2020
EWECT and others), most of them published without a stated licence; no sentence of those sets is contained here or can
be read out of hashed, rounded sums. `trained-on.npz` is a Bloom filter of hashes of the texts trained on.

**Data.** {train:,} rows to train on after the split: a row is a test row when sha256 of its text is divisible by ten,
or its file is a published test file ({whole}). Rows that are, or nearly are (Jaccard index of character 3-grams at
least {threshold}), a test row were removed. The last two files taught the guesses alone.

| file | rows trained on | file's sha256 |
|---|---:|---|
{data}

Seed {seed}. liblinear is deterministic: the same data give the same file.

**Scores on the test rows** (six classes; the five-fold figures are in docs/models.md):

| set | rows | accuracy | macro-F1 | calibration error | not abstained | accuracy of those |
|---|---:|---:|---:|---:|---:|---:|
{scores}

F1 of each class on {whole}: {per_class}.

{limits}
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What a model was trained on and is scored by."""

    train: Sequence[Row]
    test: Sequence[Row]
    taught_count: int
    """Unlabelled posts that taught the guesses."""
    polar_count: int
    """Posts of known polarity that taught the guesses."""


def write_cards(data: Path, posts: Path, model: Path, told: Told) -> None:
    """Writes card.toml and card.md of the model in a folder, scored anew on the test rows."""
    engine = linear.load(str(model))
    by_set = {name: [row for row in told.test if row.set_name == name] for name in _names(told.test)}
    card = Card(
        task="emotion",
        engine=engine.name,
        version=_weights.load(model).version,
        command=_weights.TRAIN,
        data=_datasets(data, posts, told),
        scores=[_score(name, rows, engine) for name, rows in by_set.items()],
        seed=SEED,
        limits=LIMITS,
    )
    published = by_set.get(WHOLE_TEST_SETS[0], told.test)
    write_card(model, card)
    (model / "card.md").write_text(_page(card, _weights.load(model), told, _per_class(published, engine)), "utf-8")


def _page(card: Card, weights: _weights.Weights, told: Told, by_class: Mapping[str, Mapping[str, float]]) -> str:
    """The card for people."""
    named = zip(LABELS, weights.offsets.tolist(), strict=True)
    return _PAGE.format(
        version=card.version,
        classes=len(LABELS),
        labels=", ".join(LABELS),
        size=1 << BITS,
        recipe=fit.RECIPE,
        taught=told.taught_count,
        parts=fit.PARTS,
        adjustment=fit.ADJUSTMENT,
        offsets=", ".join(f"{label} {offset:+.2f}" for label, offset in named),
        abstain=ABSTAIN_BELOW,
        train=len(told.train),
        whole=", ".join(WHOLE_TEST_SETS),
        threshold=THRESHOLD,
        data="\n".join(f"| {each.name} | {each.row_count:,} | `{each.sha256[:16]}` |" for each in card.data),
        seed=card.seed,
        scores="\n".join(map(_score_row, card.scores)),
        per_class=", ".join(f"{name} {found['f1']:.2f}" for name, found in by_class.items()),
        limits=textwrap.fill("**Limits.** " + " ".join(card.limits), 120, break_on_hyphens=False),
    )


def _datasets(data: Path, posts: Path, told: Told) -> list[Dataset]:
    """The labelled files, then the two that taught the guesses."""
    counts = Counter(row.set_name for row in told.train)
    labelled = [file for file in sorted((data / "emotion").glob("*.tsv")) if counts[file.stem]]
    return [
        *(Dataset.of(file, counts[file.stem]) for file in labelled),
        Dataset.of(data / "sentiment" / "weibo.tsv", told.polar_count),
        Dataset.of(posts / POSTS, told.taught_count),
    ]


def _names(rows: Sequence[Row]) -> list[str]:
    return sorted({row.set_name for row in rows})


def _per_class(rows: Sequence[Row], engine: Engine) -> dict[str, dict[str, float]]:
    chosen = engine.read([row.text for row in rows]).label_index.astype(np.intp)
    truth = truth_of([row.label for row in rows], LABELS)
    return per_label(chosen, truth, LABELS, np.unique(truth))


def _score(name: str, rows: Sequence[Row], engine: Engine) -> Score:
    verdicts = engine.read([row.text for row in rows])
    truth = truth_of([row.label for row in rows], LABELS)
    is_right = verdicts.label_index == truth
    likeliest = verdicts.probabilities.argmax(axis=1) == truth
    kept = ~verdicts.is_abstained
    metrics = {
        "accuracy": float(is_right.mean()),
        "macro_f1": macro_f1(_per_class(rows, engine)),
        "ece": calibration_error(verdicts.probabilities.max(axis=1).astype(np.float64), likeliest),
        "coverage": float(kept.mean()),
    }
    if kept.any():
        metrics["selective_accuracy"] = float(is_right[kept].mean())
    return Score(name, len(rows), metrics)


def _score_row(score: Score) -> str:
    of = score.metrics
    of_kept = f"{of['selective_accuracy']:.4f}" if "selective_accuracy" in of else "none"
    return (
        f"| {score.name} | {score.row_count:,} | {of['accuracy']:.4f} | {of['macro_f1']:.4f} | {of['ece']:.3f} "
        f"| {of['coverage']:.2f} | {of_kept} |"
    )
