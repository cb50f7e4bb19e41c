from datetime import UTC, datetime

import pyarrow as pa
import pytest

from records import Annotation, Author, Coverage, Mention, Observation, Order, Span
from records.arrow import mention_schema, mention_table, schema_of, table_of

NOW = datetime(2026, 8, 30, 12, tzinfo=UTC)


def a_mention(**changes: object) -> Mention:
    fields = {"source": "s", "platform": "p", "native_id": "1", "kind": "post", "text": "好喝", "observed_at": NOW}
    return Mention(**{**fields, **changes})


@pytest.mark.parametrize("record", [Author, Observation, Annotation, Coverage, Order])
def test_every_flat_record_has_a_schema_with_its_fields(record: type) -> None:
    assert schema_of(record).names == list(record.__dataclass_fields__)


def test_optional_fields_are_nullable_and_others_are_not() -> None:
    schema = schema_of(Author)
    assert schema.field("follower_count").nullable
    assert not schema.field("author_id").nullable


def test_counts_leave_the_mention_row() -> None:
    assert "like_count" not in mention_schema().names
    assert "author_id" in mention_schema().names


def test_a_mention_table_keeps_author_and_extra() -> None:
    author = Author(platform="p", author_id="a_1", observed_at=NOW)
    table = mention_table([a_mention(author=author, extra={"k": "v"}), a_mention(native_id="2")])
    assert table.column("author_id").to_pylist() == ["a_1", None]
    assert table.column("extra").to_pylist() == [[("k", "v")], []]
    assert table.schema == mention_schema()


def test_lone_surrogates_become_replacement_characters() -> None:
    assert mention_table([a_mention(text="坏\udc80")]).column("text").to_pylist() == ["坏\N{REPLACEMENT CHARACTER}"]


def test_spans_are_structs() -> None:
    row = Annotation(mention_id="p:1", task="t", engine="e", version="v", label="l", spans=(Span(start=1, end=3),))
    assert table_of(Annotation, [row]).column("spans").to_pylist() == [[{"start": 1, "end": 3}]]


def test_unknown_annotations_are_refused() -> None:
    from records.arrow import _arrow_type

    with pytest.raises(TypeError, match="no Arrow counterpart"):
        _arrow_type(complex)
    assert pa.types.is_string(_arrow_type(str)[0])
