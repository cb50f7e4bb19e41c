"""The model card: what the weights are, what they were made of, how good they are, what they cannot do."""

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nlp.aspects import _weights
from nlp.aspects.scoring import evaluate_aspect, evaluate_aspect_term, evaluate_triple
from nlp.aspects.train import aspect, corpus, crf, fit, term, triple
from nlp.hashed import crf as tagger
from nlp.hashed.regress import SEED
from nlp.registry.card import Card, Dataset, Score, sums_version, write_card

LIMITS = (
    "The car set calls two thirds of all mentions neutral, often against its own words: polarity there is weak.",
    "Restaurant polarity rests on 900 texts.",
    "Opinions of the triple set are long and marked loosely: exact triples are out of reach of these engines; aspects "
    "with polarity are what they are for.",
    "No sarcasm, little negation beyond three characters, no comparison.",
    "Probabilities of keyword aspects are those of term polarity, learned elsewhere.",
)
"""What the models cannot do."""

_CROSSED = f"{fit.FOLDS}-fold "
"""How the names of scores by cross-validation begin."""
_PARTS = ("aspect_polarity", "aspect_opinion", "opinion_polarity", "aspect", "opinion", "overlapping")

_PAGE = """# Aspects, terms and triples

Weights {versions} (`sha256sum -c SHA256SUMS` proves them), written by `python -m nlp.aspects.train --data FOLDER`;
do not edit this page, it is written by the same command.

**What they are.** Linear heads over hashed character n-grams of one to three characters, int8.
`automobile`, `restaurant`: a head an aspect over the whole text (detection), three heads of polarity over the text, the
clause that spoke most for the aspect and a window around that place. `polarity`: general heads (whole reviews; opinions
of a few words), heads of the polarity of terms (text, term, eight characters left and right of it), opinion words.
`triples`: a conditional random field over {features} hashed windows (aspects and opinions), links by logistic
regression, three heads of polarity. Phones, apps and shops have keywords (nlp/aspects/taxonomies) and term polarity.

**Licence.** The weights are part of this project under its licence. They were trained on public research sets, most
of them published without a stated licence; no sentence of those sets is contained here or can be read out of hashed,
rounded sums. `trained-on.npz` is a Bloom filter of hashes of the texts trained on.

**Data.** Rows whose text's sha256 is divisible by ten are never trained on, nor are test and dev files, nor rows that
nearly equal one of these.

| file | rows trained on | sha256 |
|---|---:|---|
{files}

Seed {seed}. Recipes: detection {detection}; polarity of aspects {polarity}; terms {terms}; opinions {phrases}; reviews
{reviews}; polarity of triples {triples}; tagger {epochs} epochs, rate {rate}.

**Cross-validated on the training rows** ({folds} folds; recipes were chosen by these):

| file | rows | score |
|---|---:|---|
{crossed}

**Scores on rows never trained on:**

| file | rows | score |
|---|---:|---|
{scores}

{limits}
"""


def write_cards(data: Path, out: Path, counts: Mapping[str, int], crossed: Sequence[Score]) -> None:
    """Writes card.toml and card.md of the models in a folder, scored anew on rows never trained on.

    `counts`: file, as a path in `data` -> rows trained on. `crossed`: what cross-validation said, see `crossed_score`.
    """
    card = Card(
        task="aspect",
        engine="linear",
        version=sums_version(out),
        command=_weights.TRAIN,
        data=[Dataset.of(data / name, count) for name, count in counts.items()],
        scores=[*_scores(data, out), *crossed],
        seed=SEED,
        limits=LIMITS,
    )
    write_card(out, card)
    (out / "card.md").write_text(_page(card, out), "utf-8")


def crossed_score(name: str, row_count: int, metrics: Mapping[str, float]) -> Score:
    """What cross-validation said of the rows of a file that were trained on."""
    return Score(_CROSSED + name, row_count, metrics)


def _page(card: Card, out: Path) -> str:
    """The card for people."""
    names = ("automobile", "restaurant", "polarity", "triples")
    return _PAGE.format(
        versions=", ".join(f"{name} {_weights.load(out, name)[1]}" for name in names),
        features=len(tagger.FEATURES),
        files="\n".join(f"| {each.name} | {each.row_count:,} | `{each.sha256[:16]}` |" for each in card.data),
        seed=card.seed,
        detection=_recipe(aspect.DETECTION),
        polarity=_recipe(aspect.POLARITY),
        terms=_recipe(term.TERMS),
        phrases=_recipe(term.PHRASES),
        reviews=_recipe(term.REVIEWS),
        triples=_recipe(triple.POLARITY),
        epochs=triple.EPOCHS,
        rate=crf.RATE,
        folds=fit.FOLDS,
        crossed="\n".join(_score_row(each) for each in card.scores if each.name.startswith(_CROSSED)),
        scores="\n".join(_score_row(each) for each in card.scores if not each.name.startswith(_CROSSED)),
        limits=textwrap.fill("**Limits.** " + " ".join(card.limits), 120, break_on_hyphens=False),
    )


def _recipe(recipe: fit.Recipe) -> str:
    return f"C={recipe.penalty:g}, smoothing {recipe.smoothing:g}, {recipe.bits} bits"


def _scores(data: Path, out: Path) -> list[Score]:
    """Of each published test file, and of the test rows of files without one."""
    found = []
    for name in ("car_reviews", "restaurant20_train2"):
        of = evaluate_aspect(data / "aspect" / f"{name}.tsv", "test", folder=out)
        found.append(_score(name, of, ("detection_micro_f1", "micro_f1")))
    for name in corpus.TERM_SETS:
        of = evaluate_aspect_term(data / "aspect_term" / f"{name}_test.tsv", "all", folder=out)
        found.append(_score(f"{name}_test", of, ("accuracy", "macro_f1", "ece")))
    of = evaluate_triple(data / "triples" / "restaurant_dev.txt", "all", folder=out)
    parts = {f"{part}_f1": of[part]["f1"] for part in _PARTS}
    return [*found, Score("restaurant_dev", of["n"], {"exact_triple_f1": of["f1"]} | parts)]


def _score(name: str, found: Mapping[str, Any], metrics: Sequence[str]) -> Score:
    return Score(name, found["n"], {metric: found[metric] for metric in metrics})


def _score_row(score: Score) -> str:
    values = ", ".join(f"{metric} {value:.4f}" for metric, value in score.metrics.items())
    return f"| {score.name} | {score.row_count:,} | {values} |"
