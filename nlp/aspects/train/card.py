"""The model card: what the weights are, what they were made of, how good they are, what they cannot do."""

import hashlib
from pathlib import Path

from nlp.aspects import _weights
from nlp.aspects.scoring import evaluate_aspect, evaluate_aspect_term, evaluate_triple
from nlp.aspects.train import aspect, corpus, crf, fit, term, triple
from nlp.hashed import crf as tagger
from nlp.hashed.regress import SEED

FILES = (
    *("aspect/car_reviews.tsv", "aspect/restaurant20_train2.tsv"),
    *(f"aspect_term/{name}_train.tsv" for name in corpus.TERM_SETS),
    *("triples/restaurant_train.txt", "sentiment/shopping.tsv", "sentiment/takeaway.tsv"),
)
"""What is trained on."""

_CARD = """# Aspects, terms and triples

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

| file | sha256 |
|---|---|
{files}

Seed {seed}. Recipes: detection {detection}; polarity of aspects {polarity}; terms {terms}; opinions {phrases}; reviews
{reviews}; polarity of triples {triples}; tagger {epochs} epochs, rate {rate}.

**Cross-validated on the training rows** ({folds} folds; recipes were chosen by these):

{crossed}

**Scores on rows never trained on:**

| file | rows | score |
|---|---:|---|
{scores}

**Limits.** The car set calls two thirds of all mentions neutral, often against its own words: polarity there is weak.
Restaurant polarity rests on 900 texts. Opinions of the triple set are long and marked loosely: exact triples are out of
reach of these engines; aspects with polarity are what they are for. No sarcasm, little negation beyond three
characters, no comparison. Probabilities of keyword aspects are those of term polarity, learned elsewhere.
"""


def card(data: Path, out: Path, crossed: dict[str, float]) -> str:
    """The card of the models in a folder, scored anew on rows never trained on."""
    names = ("automobile", "restaurant", "polarity", "triples")
    return _CARD.format(
        versions=", ".join(f"{name} {_weights.load(out, name)[1]}" for name in names),
        features=len(tagger.FEATURES),
        files="\n".join(
            f"| {name} | `{hashlib.sha256((data / name).read_bytes()).hexdigest()[:16]}` |" for name in FILES
        ),
        seed=SEED,
        detection=_recipe(aspect.DETECTION),
        polarity=_recipe(aspect.POLARITY),
        terms=_recipe(term.TERMS),
        phrases=_recipe(term.PHRASES),
        reviews=_recipe(term.REVIEWS),
        triples=_recipe(triple.POLARITY),
        epochs=triple.EPOCHS,
        rate=crf.RATE,
        folds=fit.FOLDS,
        crossed="\n".join(f"- {name}: {value:.4f}" for name, value in crossed.items()),
        scores="\n".join(_scores(data, out)),
    )


def _recipe(recipe: fit.Recipe) -> str:
    return f"C={recipe.penalty:g}, smoothing {recipe.smoothing:g}, {recipe.bits} bits"


def _scores(data: Path, out: Path) -> list[str]:
    rows = []
    for name in ("car_reviews", "restaurant20_train2"):
        found = evaluate_aspect(data / "aspect" / f"{name}.tsv", "test", folder=out)
        pair = (
            f"detection micro-F1 {found['detection_micro_f1']:.4f}, (aspect, polarity) micro-F1 {found['micro_f1']:.4f}"
        )
        rows.append(f"| {name} | {found['n']:,} | {pair} |")
    for name in corpus.TERM_SETS:
        found = evaluate_aspect_term(data / "aspect_term" / f"{name}_test.tsv", "all", folder=out)
        rows.append(
            f"| {name}_test | {found['n']:,} | accuracy {found['accuracy']:.4f}, macro-F1 {found['macro_f1']:.4f} |"
        )
    found = evaluate_triple(data / "triples" / "restaurant_dev.txt", "all", folder=out)
    parts = ("aspect_polarity", "aspect_opinion", "opinion_polarity", "aspect", "opinion", "overlapping")
    listed = ", ".join(f"{part} {found[part]['f1']:.4f}" for part in parts)
    rows.append(f"| restaurant_dev | {found['n']:,} | exact triple F1 {found['f1']:.4f}; {listed} |")
    return rows
