"""What a checkpoint's classes mean: by name, or as the user says; never by guess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from records.errors import UsageError

PRECISION = "precision"
"""The one option that may stand among the pairs of a model's name."""


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of a task."""

    labels: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    """Label -> what checkpoints call it, in lower case."""
    required: tuple[str, ...]
    """A checkpoint must know these."""
    blank: str
    """The label of a text that says nothing."""


@dataclass(frozen=True, slots=True)
class Named:
    """`name#OWN=label,...` taken apart."""

    name: str
    mapping: Mapping[str, str]
    """Class of the checkpoint -> label."""
    precision: str


def parsed(model: str | None, labels: Sequence[str] | None) -> Named:
    """Name, label mapping and precision of `name#OWN=negative,...,precision=fp32`; labels None: any is taken.

    Raises UsageError for no model, or a mapping that is none.
    """
    name, _, pairs = (model or "").partition("#")
    if not name.strip():
        raise UsageError("engine transformers needs a model: a checkpoint folder or the name of a hub model")
    mapping: dict[str, str] = {}
    for pair in filter(None, pairs.split(",")):
        own, _, label = (part.strip() for part in pair.rpartition("="))
        if not own or not label or (own != PRECISION and labels is not None and label not in labels):
            raise UsageError(f"label mapping {pair!r}: expected CLASS={'|'.join(labels or ('LABEL',))}")
        mapping[own] = label
    return Named(name, mapping, mapping.pop(PRECISION, "int8"))


def columns(own: Sequence[str], classes: Classes, named: Named) -> list[int]:
    """For each class of the checkpoint its place in `classes.labels`.

    Raises UsageError for a class that says nothing, a required label without one, and a mapping of what is not there.
    """
    _refuse_strange(own, named)
    known = {name: label for label, names in classes.names.items() for name in (label, *names)}
    found = [named.mapping.get(name) or known.get(name.strip().lower()) for name in own]
    for name, label in zip(own, found, strict=True):
        if label is None:
            example = ",".join(f"{each}=..." for each in own)
            raise UsageError(
                f"class {name!r} of {named.name!r} is none of {', '.join(classes.labels)}; say what its classes mean: "
                f"{named.name}#{example}"
            )
    if not set(classes.required) <= set(found):
        raise UsageError(f"the classes of {named.name!r} must cover {' and '.join(classes.required)}")
    return [classes.labels.index(label) for label in found if label is not None]


def renamed(own: Sequence[str], named: Named) -> tuple[str, ...]:
    """The checkpoint's own classes, those that the user maps under their new names. Raises UsageError for twins."""
    _refuse_strange(own, named)
    labels = tuple(named.mapping.get(name, name) for name in own)
    if len(set(labels)) < len(labels):
        raise UsageError(f"two classes of {named.name!r} have one name: {', '.join(labels)}")
    return labels


def _refuse_strange(own: Sequence[str], named: Named) -> None:
    for name in named.mapping:
        if name not in own:
            raise UsageError(f"{named.name!r} has no class {name!r}; it has {', '.join(own)}")
