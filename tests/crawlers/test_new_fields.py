"""What a platform adds is counted and told; it neither stops a run nor gets lost in silence."""

import json
from pathlib import Path

from crawlers.recording import read_recording
from crawlers.tally import Tally


def test_unknown_fields_of_entries_are_counted(tmp_path: Path) -> None:
    review = {"recommendationid": "1", "author": {"steamid": "2"}, "review": "好玩", "timestamp_created": 1_750_000_000,
              "voted_up": True}  # fmt: skip
    reviews = [review, {**review, "recommendationid": "2", "is_spoiler": False}]
    file = tmp_path / "page.json"
    file.write_text(json.dumps({"success": 1, "query_summary": {}, "reviews": reviews, "cursor": "x"}))
    reading = read_recording("steam", file, b"k" * 32)
    assert reading.unknown_fields == {"is_spoiler": 1}
    assert len(reading.mentions) == 2
    assert Tally.of([reading]).note == "1 unknown fields (is_spoiler)"
