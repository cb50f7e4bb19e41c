"""Texts as long as reviews are, for benchmarks: a public set where it is there, else made of the world's clauses."""

import os
from pathlib import Path
from random import Random

from world.grammar import Grammar
from world.phrases import load

SEED = 20240601
_POLARITIES = ("positive", "positive", "positive", "neutral", "negative")
_TOPICS = ("taste", "price", "service", "health", "office")
_KNOWN = {"b": "青禾茶", "p": "冷泡乌龙"}


def shared_data() -> Path:
    """The folder `shared/data` beside the checkout, or in SCRM_SHARED; it need not be there."""
    return Path(os.environ.get("SCRM_SHARED", "../shared")) / "data"


def sentiment_sets(data: Path | None) -> Path | None:
    """The folder of sentiment sets in `data` (`eval/sentiment` or `sentiment`), None where shopping is not there."""
    candidates = [data / "eval" / "sentiment", data / "sentiment"] if data else []
    return next((folder for folder in candidates if (folder / "shopping.tsv").is_file()), None)


def texts_of(file: Path, count: int | None = None) -> list[str]:
    """The column `text` of a TSV: all of it, or `count` rows drawn by the seed."""
    header, *lines = file.read_text("utf-8").split("\n")
    column = header.rstrip("\r").split("\t").index("text")
    texts = [line.split("\t")[column] for line in lines if line]
    return texts if count is None or count >= len(texts) else Random(SEED).sample(texts, count)


def made_up(count: int) -> list[str]:
    """`count` texts of two to four clauses of the world, by the seed; nearly all different."""
    rng, clauses = Random(SEED), load("social")
    grammar = Grammar(rng, set())
    texts = []
    for _ in range(count):
        polarity = rng.choice(_POLARITIES)
        banks = [clauses[f"{rng.choice(_TOPICS)}.{polarity}"] for _ in range(rng.randint(2, 4))]
        said = [grammar.fill(clause, **_KNOWN) for clause in grammar.combination(banks)]
        texts.append(grammar.dress("，".join(said) + "。"))
    return texts
