"""Numbered manifests of partitions on an object store: their names, and what they say."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from lake.seal import is_as_written
from records.errors import DamagedArtefact

MANIFEST = "_manifest-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the newest manifest of a partition says; number 0: there is none yet."""

    number: int
    entries: tuple[Mapping[str, Any], ...] = ()
    fingerprint: str = ""


def place_of(dataset: str, keys: Mapping[str, str]) -> str:
    """The folder of a partition: `dataset/key=value/...`."""
    return "/".join([dataset, *(f"{name}={value}" for name, value in keys.items())])


def _folder_of(name: str) -> str:
    return name.rpartition("/")[0]


def is_part(name: str) -> bool:
    """Whether an object holds rows."""
    return name.rpartition("/")[2].startswith("part-")


def is_ours(name: str) -> bool:
    """Whether an object is one that this lake writes."""
    return is_part(name) or name.rpartition("/")[2].startswith(MANIFEST)


def keys_of(place: str, dataset: str) -> dict[str, str]:
    """The keys in the name of a partition's folder."""
    below = place.removeprefix(dataset).strip("/")
    parted = (each.partition("=") for each in below.split("/") if each)
    return {name: value for name, _, value in parted}


def agrees(keys: Mapping[str, str], asked: Mapping[str, str]) -> bool:
    """Whether keys have the values asked for."""
    return all(keys.get(name) == value for name, value in asked.items())


def newest_manifests(names: Collection[str]) -> dict[str, str]:
    """Place of a partition -> its manifest with the highest number; they are numbered with leading zeros."""
    found: dict[str, str] = {}
    for name in sorted(names):
        if name.rpartition("/")[2].startswith(MANIFEST):
            found[_folder_of(name)] = name
    return found


def said_in(name: str, content: bytes) -> Said:
    """What a manifest of this name says. Raises DamagedArtefact."""
    try:
        if not is_as_written(content):
            raise ValueError("its seal does not fit")
        manifest = json.loads(content)
        number = int(name.rpartition(MANIFEST)[2].removesuffix(".json"))
        return Said(number=number, entries=tuple(manifest["files"]), fingerprint=manifest["fingerprint"])
    except (ValueError, KeyError, TypeError) as error:
        remedy = "delete its folder, run the step again"
        raise DamagedArtefact(f"{name}: not a manifest as it was written; {remedy}") from error
