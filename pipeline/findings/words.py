"""The words of what was said, each text cut once: they rest in the lake by day, beside a digest of what they are of.

Nothing is read from here that the star does not say: words of a mention that it does not hold, or holds with another
text or day, are cut anew and leave the lake with the next profile. A person's leave it with the person (scrm erase).
"""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lake.store import Root, partitions, read_fast, replace
from pipeline.findings.codes import codes_of
from pipeline.findings.terms import daily_terms, telling_words
from records import Lexicon
from records.errors import DamagedArtefact

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

DATASET = "profiles/words"
UNDATED = "unknown"
_TEXTS_AT_ONCE = 20_000
"""Texts whose words are Python's at a time: thirty words of a million texts would be some gigabytes."""
_SCHEMA = pa.schema([
    ("mention_id", pa.string()), ("digest", pa.string()), ("words", pa.list_(pa.string())),
    ("terms", pa.list_(pa.string())),
])  # fmt: skip
"""words: as topics read them, in order, each as often as it stands there; terms: the telling ones, once each."""


@dataclass(frozen=True)
class Words:
    """What was said about tracked brands, in words."""

    said: pa.Table
    """Columns: warehouse.frames.said_frame."""
    cut: pa.Table
    """The words of each of these contents, in any order (_SCHEMA)."""

    def by_author(self) -> "pd.DataFrame":
        """author_id, term, count: every word of known authors' own texts, sorted."""
        import pandas as pd

        own = self.said.filter(pc.and_(self.said["author_id"].is_valid(), pc.not_equal(self.said["kind"], "repost")))
        author = codes_of(_first_of(own)["author_id"])
        writer = np.full(self.cut.num_rows, -1, dtype=np.int64)
        writer[_places(self.cut, _first_of(own)["mention_id"])] = author.numbers
        words = self.cut["words"].combine_chunks()
        term = codes_of(words.flatten())
        writer = writer[words.value_parent_indices().to_numpy()]
        is_own = writer >= 0
        width = max(len(term.values), 1)
        pairs, count = np.unique(writer[is_own] * width + term.numbers[is_own], return_counts=True)
        names = {"author_id": (pairs // width, author.values), "term": (pairs % width, term.values)}
        columns = {
            name: pd.Categorical.from_codes(codes, values.to_pandas()) for name, (codes, values) in names.items()
        }
        return pd.DataFrame({**columns, "count": count})

    def of(self, mention_ids: "pd.Series") -> "pd.DataFrame":
        """mention_id, term: the words of own texts of known authors, once each, where these are among them."""
        import pandas as pd

        is_own = pc.and_(self.said["author_id"].is_valid(), pc.not_equal(self.said["kind"], "repost"))
        wanted = pc.is_in(self.said["mention_id"], value_set=pa.array(mention_ids.dropna().unique(), pa.string()))
        asked = _first_of(self.said.filter(pc.and_(is_own, wanted)))["mention_id"]
        words = self.cut["words"].take(pa.array(_places(self.cut, asked))).combine_chunks()
        terms = pa.table({"mention_id": asked.take(words.value_parent_indices()), "term": words.flatten()})
        table: pd.DataFrame = terms.to_pandas().astype("string").drop_duplicates(ignore_index=True)
        return table

    def daily(self, since: date) -> "pd.DataFrame":
        """`daily_terms` of this day and all later ones."""
        late = self.said.filter(pc.greater_equal(self.said["day"], pa.scalar(since, pa.date32())))
        terms = self.cut["terms"].take(pa.array(_places(self.cut, late["mention_id"])))
        return daily_terms(late.append_column("terms", terms))


def read_words(connection: "sa.Connection", root: Root, lexicon: Lexicon) -> Words:
    """The words of every text about a tracked brand; what is not in the lake yet is cut and put there."""
    from nlp.text.version import words_version
    from warehouse.frames import said_frame

    said = said_frame(connection)
    contents = _first_of(said).select(["mention_id", "digest", "day"])
    period = contents["day"].cast(pa.string()).fill_null(UNDATED)
    contents = contents.append_column("period", period)
    version = words_version(lexicon)
    kept = _kept(root, version)
    holds = _matches(contents, kept)
    fresh = _cut(connection, contents.filter(pc.invert(pa.array(holds >= 0))), lexicon)
    is_used = np.zeros(kept.num_rows, dtype=bool)
    is_used[holds[holds >= 0]] = True
    cut = pa.concat_tables([kept.filter(pa.array(is_used)), fresh])
    touched = {*fresh["period"].to_pylist(), *kept.filter(pa.array(~is_used))["period"].to_pylist()}
    for each in sorted(touched):
        rows = cut.filter(pc.equal(cut["period"], each)).select(_SCHEMA.names)
        replace(root, DATASET, {"period": each}, rows, fingerprint=version)
    return Words(said=said, cut=cut.select(_SCHEMA.names).combine_chunks())


def _kept(root: Root, version: str) -> pa.Table:
    """What the lake holds of this version, with its period."""
    schema = _SCHEMA.append(pa.field("period", pa.string()))
    tables = [schema.empty_table()]
    for each in partitions(root, DATASET):
        if each.fingerprint == version and each.row_count:
            with suppress(DamagedArtefact):  # cut anew, and written over
                rows = read_fast(root, each)
                tables.append(rows.append_column("period", pa.repeat(each.keys["period"], rows.num_rows)))
    return pa.concat_tables(tables).combine_chunks()


def _matches(contents: pa.Table, kept: pa.Table) -> npt.NDArray[np.int64]:
    """Of each content the row that holds its words, -1 where none does."""
    found = pc.index_in(contents["mention_id"], value_set=kept["mention_id"])
    is_same = pc.fill_null(
        pc.and_(
            *(pc.equal(kept[name].take(found), contents[name]) for name in ("digest", "period")),
        ),
        False,
    )
    places = pc.if_else(is_same, found, -1).combine_chunks()
    return np.asarray(places.to_numpy(zero_copy_only=False), dtype=np.int64)


def _cut(connection: "sa.Connection", contents: pa.Table, lexicon: Lexicon) -> pa.Table:
    """The words of these contents, with their period."""
    from warehouse.frames import text_frame

    schema = _SCHEMA.append(pa.field("period", pa.string()))
    if not contents.num_rows:
        return schema.empty_table()
    days: Collection[date | None] = set(contents["day"].to_pylist())
    read = text_frame(connection, days)
    texts = read["text"].take(pc.index_in(contents["mention_id"], value_set=read["mention_id"]))
    starts = range(0, len(texts), _TEXTS_AT_ONCE)
    parts = [_words_of(texts.slice(start, _TEXTS_AT_ONCE).to_pylist(), lexicon) for start in starts]
    words, terms = (pa.chunked_array(each) for each in zip(*parts, strict=True))
    columns = [contents["mention_id"], contents["digest"], words, terms, contents["period"]]
    return pa.table(columns, schema=schema)


def _words_of(texts: list[str], lexicon: Lexicon) -> tuple[pa.Array, pa.Array]:
    """The words of each text and the telling ones."""
    told = _topic_words(texts, lexicon), telling_words(texts, lexicon)
    words, terms = (pa.array(each, pa.list_(pa.string())) for each in told)
    return words, terms


def _topic_words(texts: list[str], lexicon: Lexicon) -> list[list[str]]:
    from nlp.text.segment import segmenter
    from nlp.topics.reading import BREAK, sentences_of

    read = sentences_of(texts, segmenter(lexicon))
    return [[word for sentence in each for word in sentence if word != BREAK] for each in read]


def _first_of(said: pa.Table) -> pa.Table:
    """One row a content: those of several brands follow one another."""
    ids = said["mention_id"].combine_chunks()
    is_first = np.ones(len(ids), dtype=bool)
    is_first[1:] = pc.not_equal(ids[1:], ids[:-1]).to_numpy(zero_copy_only=False)
    return said.filter(pa.array(is_first)).combine_chunks()


def _places(cut: pa.Table, mention_ids: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    found = pc.index_in(mention_ids, value_set=cut["mention_id"])
    return np.asarray(found.to_numpy(), dtype=np.int64)
