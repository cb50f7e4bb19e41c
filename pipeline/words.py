"""New words for the user dictionary: candidates from the lake on a sheet, a person's decisions from it."""

import csv
import io
from pathlib import Path

from lake.files import write_durably
from lake.landing import latest_versions
from lake.store import read
from pipeline.job import Job
from pipeline.wordsheet import read_words
from records.errors import ScrmError

MOST_TEXTS = 50_000
"""Texts searched, the most recent ones."""


def search(job: Job, sheet: Path) -> int:
    """Writes the sheet with what was decided on it before and the words found since; returns the open rows."""
    from nlp.newwords import COLUMNS, accepted, discover, merged

    columns = ["mention_id", "source", "observed_at", "text", "published_at"]
    table = read(job.home.store, "mentions", columns=columns)
    if not table.num_rows:
        raise ScrmError(f"{job.home.store}: holds no mentions; run `scrm gather` first")
    ordered = latest_versions(table).sort_by([("published_at", "descending")]).slice(0, MOST_TEXTS)
    earlier = read_words(sheet) if sheet.is_file() else []
    accepted(earlier)  # a decision that cannot be understood is an error before anything is written over
    decided = [str(row["word"]) for row in earlier if row.get("decision")]
    found = discover((text or "" for text in ordered.column("text").to_pylist()), job.settings.lexicon(), known=decided)
    rows = merged(earlier, found)
    sink = io.StringIO()
    writer = csv.DictWriter(sink, COLUMNS, delimiter="\t", lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: _one_line(row.get(name, "")) for name in COLUMNS} for row in rows)
    write_durably(sheet, ("\ufeff" + sink.getvalue()).encode("utf-8", "replace"))
    return sum(not row["decision"] for row in rows)


def _one_line(cell: object) -> str:
    return " ".join(str(cell).split())
