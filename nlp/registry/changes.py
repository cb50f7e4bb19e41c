"""Why a model's verdicts moved: what its new card says that the old one did not."""

from collections.abc import Iterator

from nlp.registry.card import Card

_SAME = 5e-5
"""Scores that differ by less are printed alike."""


def changes(before: Card, after: Card) -> list[str]:
    """The differences between two cards of one task, a line each: engine, weights, command, data, scores, limits."""
    return [*_facts(before, after), *_data(before, after), *_scores(before, after), *_limits(before, after)]


def _facts(before: Card, after: Card) -> Iterator[str]:
    for name, old, new in (
        ("engine", before.engine, after.engine),
        ("weights", before.version, after.version),
        ("command", before.command, after.command),
        ("seed", before.seed, after.seed),
    ):
        if old != new:
            yield f"{name}: {old} -> {new}"


def _data(before: Card, after: Card) -> Iterator[str]:
    old, new = {each.name: each for each in before.data}, {each.name: each for each in after.data}
    for name in sorted(old | new):
        if name not in old:
            yield f"data: {name} is new, {new[name].row_count} rows"
        elif name not in new:
            yield f"data: {name} is gone, {old[name].row_count} rows"
        elif old[name] != new[name]:
            what = "the file changed, " if old[name].sha256 != new[name].sha256 else ""
            yield f"data: {name}: {what}{old[name].row_count} -> {new[name].row_count} rows"


def _scores(before: Card, after: Card) -> Iterator[str]:
    old, new = {each.name: each.metrics for each in before.scores}, {each.name: each.metrics for each in after.scores}
    for name in sorted(old.keys() & new.keys()):
        for metric in (each for each in new[name] if each in old[name]):
            was, now = old[name][metric], new[name][metric]
            if abs(now - was) >= _SAME:
                yield f"score: {name} {metric} {was:.4f} -> {now:.4f} ({now - was:+.4f})"


def _limits(before: Card, after: Card) -> Iterator[str]:
    yield from (f"limit gone: {each}" for each in before.limits if each not in after.limits)
    yield from (f"limit new: {each}" for each in after.limits if each not in before.limits)
