"""One person as the home knows them: what has to be found, and what only they wrote."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from crawlers import catalog
from crawlers.erasing.bodies import excerpt, holds
from crawlers.erasing.keeping import words_of
from crawlers.erasing.meeting import meeting
from lake.files import write_durably
from lake.home import Home
from lake.needles import Needles, own_words, windows_of
from lake.partition import partitions, read_fast
from lake.raw import line_of, page_of_line
from lake.tombstones import body_at, page_files
from lake.vault import handles
from records.errors import ScrmError

_ORDINARY_COUNT = 5
"""Contents of others that hold a name without an `@` before it."""
_COLUMNS = ("mention_id", "native_id", "author_id", "title", "text", "parent_id", "root_id", "platform")


@dataclass(slots=True, kw_only=True)
class Subject:
    """What is known of a person; grows while the home is read."""

    platform: str
    author_id: str
    identity: str
    """The native id."""
    names: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    """Titles and texts, whole."""
    mention_ids: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    """Partition days of what they wrote: what engines said of it lies there too."""

    @property
    def native_ids(self) -> set[str]:
        """Native ids of what they wrote."""
        return {each.partition(":")[2] for each in self.mention_ids}

    def save(self, file: Path) -> None:
        """The journal of an erasure: what is still to be found when the places that told it are gone."""
        content = {name: sorted(value) if isinstance(value, set) else value for name, value in asdict(self).items()}
        write_durably(file, json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        file.chmod(0o600)

    @classmethod
    def load(cls, file: Path) -> "Subject":
        """What `save` wrote."""
        content: dict[str, Any] = json.loads(file.read_bytes())
        sets = {name: set(value) for name, value in content.items() if isinstance(value, list)}
        return cls(**{**content, **sets})


def learn(home: Home, subject: Subject) -> Needles:
    """Adds what lake, vault and raw zone tell, and gives what to look for: stretches that only this person wrote.

    A stretch counts as others' too where somebody wrote it outside a quotation and outside an answer to this person.
    """
    handle = handles(home.vault).get(subject.author_id)
    if handle and handle.name:
        subject.names.add(handle.name)
    others: list[pa.Table] = []
    for partition in partitions(home.lake, "mentions"):
        table = read_fast(partition, _COLUMNS)
        is_own = pc.equal(table.column("author_id"), subject.author_id).fill_null(False)
        if pc.any(is_own).as_py():
            subject.days.add(partition.keys["dt"])
            _learn_rows(subject, table.filter(is_own))
        others.append(table.filter(pc.invert(is_own)))
    _learn_pages(home, subject)
    windows = windows_of(own_words(text) for text in subject.texts)
    words = _ordinary(subject.names, others)
    needles = Needles(frozenset({subject.identity}), frozenset(subject.names), frozenset(windows), words)
    for table in others:
        needles = needles.without(needles.met_windows(_written_alone(table, subject.native_ids)))
    return needles


def _ordinary(names: set[str], others: list[pa.Table]) -> frozenset[str]:
    """Names that others use as words (a brand, momo): masking them everywhere would blot out what nobody meant."""
    counts = Counter(
        name
        for table in others
        for text in table.column("text").to_pylist()
        for name in names
        if text and name in text and f"@{name}" not in text
    )
    return frozenset(name for name, count in counts.items() if count >= _ORDINARY_COUNT)


def _learn_rows(subject: Subject, rows: pa.Table) -> None:
    subject.mention_ids |= set(rows.column("mention_id").to_pylist())
    for name in ("title", "text"):
        subject.texts |= {each for each in rows.column(name).to_pylist() if each}


def _written_alone(rows: pa.Table, answered: set[str]) -> Iterator[str]:
    """What others wrote of their own: not in answer to the person's contents, and before any quotation."""
    columns = (rows.column(name).to_pylist() for name in ("title", "text", "parent_id", "root_id"))
    for title, text, parent_id, root_id in zip(*columns, strict=True):
        if parent_id not in answered and root_id not in answered:
            yield from (own_words(each) for each in (title, text) if each)


def _learn_pages(home: Home, subject: Subject) -> None:
    """Names are masked in the lake, so the pages that hold the id are read again; a page nobody can read is passed."""
    wanted = Needles(frozenset({subject.identity}))
    for file in page_files(home.raw):
        line = line_of(file)
        body = body_at(file, line)
        if not holds(body, wanted):
            continue
        page = page_of_line(line, excerpt(body, wanted))
        with meeting(frozenset({subject.author_id})) as met:
            try:
                reading = catalog.load(page.source).read(page, key=_key(home))
            except ScrmError:
                continue
        own, _ = words_of(reading, {subject.author_id})
        subject.names |= met.names
        by = [each for each in reading.mentions if each.author and each.author.author_id == subject.author_id]
        subject.mention_ids |= {each.mention_id for each in by}
        subject.texts |= {each for mention in by for each in (mention.title, mention.text) if each}


def _key(home: Home) -> bytes:
    from lake.keys import author_key

    return author_key(home.vault)
