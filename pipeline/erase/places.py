"""Raw zone and lake without a person."""

import pyarrow as pa
import pyarrow.compute as pc

from crawlers import catalog
from crawlers.erasing.bodies import Cut, cut, holds
from crawlers.erasing.keeping import words_of
from crawlers.erasing.trees import Marks
from lake.home import Home
from lake.needles import Needles
from lake.partition import Partition, partitions, read_fast, replace
from lake.raw import line_of, page_of_line
from lake.retention import drop_folder
from lake.tombstones import Rewritten, body_at, bury, page_files
from pipeline.erase.subject import Subject
from records.errors import ScrmError

KEPT_AS_PROOF = "consents"
"""The data set that stays: it proves what somebody agreed to, under the keyed id."""
_BY_DAY = "annotations"
"""Lie under the day of the mention they are about, and hold no texts."""
_UNSEARCHED = "models"
"""Fitted artefacts hold words and weights of many, no ids and no texts."""


def clean_raw(home: Home, subject: Subject, needles: Needles, key: bytes) -> tuple[int, int]:
    """Rewrites the pages that hold anything of the person; returns pages rewritten and records taken out."""
    page_count = record_count = 0
    for file in page_files(home.raw):
        line = line_of(file)
        body = body_at(file, line)
        around = "\n".join([line["url"], *line["request"].values(), *line["headers"].values()])
        if not (holds(body, needles) or needles.are_in(around)):
            continue
        found = cut(body, _marks(line, body, subject, needles, key)) or Cut(body=body, record_count=0)
        if found.body == body and not needles.are_in(around):
            continue
        bury(file, subject.author_id, Rewritten(body=found.body, record_count=found.record_count), needles.masked)
        page_count, record_count = page_count + 1, record_count + found.record_count
    return page_count, record_count


def _marks(line: dict[str, object], body: bytes, subject: Subject, needles: Needles, key: bytes) -> Marks:
    """How the person's records are told from others'; of one JSON document, by reading it."""
    own = subject.native_ids | subject.texts
    if body.lstrip()[:1] not in (b"{", b"["):
        return Marks.of(needles, own, ())
    page = page_of_line(line, body)
    try:
        reading = catalog.load(page.source).read(page, key=key)
    except ScrmError:
        return Marks.of(needles, own, ())
    mine, others = words_of(reading, {subject.author_id})
    return Marks.of(needles, own | mine, others)


def clean_lake(home: Home, subject: Subject, needles: Needles) -> tuple[int, int]:
    """Takes the person's rows out of every data set and masks quotations; returns rows gone and rows masked."""
    gone = masked = 0
    ids = pa.array(sorted(subject.mention_ids), pa.string())
    for dataset in datasets(home):
        for partition in partitions(home.lake, dataset):
            if dataset == _BY_DAY and partition.keys.get("dt") not in subject.days:
                continue
            found = _clean_partition(home, dataset, partition, subject, needles, ids)
            gone, masked = gone + found[0], masked + found[1]
    return gone, masked


def datasets(home: Home) -> list[str]:
    """The data sets of a lake by their folders; those inside a folder of several (profiles) by both names."""
    found = []
    for folder in sorted(each for each in home.lake.iterdir() if each.is_dir() and each.name != _UNSEARCHED):
        inner = [each for each in sorted(folder.iterdir()) if each.is_dir() and "=" not in each.name]
        found += [each.relative_to(home.lake).as_posix() for each in inner] or [folder.name]
    return found


def _clean_partition(
    home: Home, dataset: str, partition: Partition, subject: Subject, needles: Needles, ids: pa.Array
) -> tuple[int, int]:
    table = read_fast(partition)
    is_gone = pa.array([False] * table.num_rows) if dataset == KEPT_AS_PROOF else _gone(table, subject, ids)
    kept = table.filter(pc.invert(is_gone)) if pc.any(is_gone).as_py() else table
    masked, count = _masked(kept, needles)
    if kept is table and not count:
        return 0, 0
    if masked.num_rows:
        replace(home.lake, dataset, partition.keys, masked, fingerprint=partition.fingerprint)
    else:
        drop_folder(partition.path)
    return table.num_rows - kept.num_rows, count


def _gone(table: pa.Table, subject: Subject, ids: pa.Array) -> pa.Array:
    """Rows about the person, and about what they wrote."""
    is_gone = pa.chunked_array([pa.repeat(pa.scalar(False), table.num_rows)])
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_string(column.type):
            is_gone = pc.or_(is_gone, pc.equal(column, subject.author_id).fill_null(False))
        if name == "mention_id":
            is_gone = pc.or_(is_gone, pc.is_in(column, value_set=ids))
    return is_gone


def _masked(table: pa.Table, needles: Needles) -> tuple[pa.Table, int]:
    """The table with what was found in its texts masked, and how many cells that was."""
    count = 0
    for place, field in enumerate(table.schema):
        column = table.column(place).combine_chunks()
        if not _holds_text(field.type):
            continue
        flat = column if pa.types.is_string(field.type) else _strings_in(column)
        if not needles.are_in("\x00".join(each for each in pc.unique(flat).to_pylist() if each)) and not any(
            needles.is_whole(each) for each in pc.unique(flat).to_pylist() if each and len(each) < 5
        ):
            continue
        values = [_mask_value(value, needles) for value in column.to_pylist()]
        count += sum(new != old for new, old in zip(values, column.to_pylist(), strict=True))
        table = table.set_column(place, field, pa.array(values, field.type))
    return table, count


def _holds_text(kind: pa.DataType) -> bool:
    if pa.types.is_map(kind):
        kind = kind.item_type
    elif pa.types.is_list(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind))


def _strings_in(column: pa.Array) -> pa.Array:
    if pa.types.is_map(column.type):
        return pa.concat_arrays([column.keys, column.items])
    return column.flatten()


def _mask_value(value: object, needles: Needles) -> object:
    if isinstance(value, str):
        return needles.masked(value)
    if isinstance(value, (list, tuple)):
        return type(value)(_mask_value(each, needles) for each in value)
    return value
