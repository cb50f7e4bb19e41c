"""What was known when: verdicts under the version that was in use, a person's correction from when it was made."""

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from records import Annotation
from records.arrow import mention_table, table_of
from tests.warehouse.smalllake import Lake
from tests.warehouse.written import BRANDS, CURRENT, mention, said
from warehouse import duck
from warehouse.load import Inputs, ModelUse, load


def at(day: int) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC)


KNOWN = sa.text(
    """select sentiment from v_sentiment_history where known_from <= :at and :at < known_until
    order by is_by_person desc, known_from desc limit 1"""
)


def test_the_verdict_of_a_moment(tmp_path: Path) -> None:
    lake, post = Lake(tmp_path / "lake"), mention("m1", "茉里茶")
    rows = [
        said(post.mention_id, "sentiment", "negative", version="old", value=-0.5, probability=0.7),
        said(post.mention_id, "sentiment", "neutral", value=0.0, probability=0.7),
        said(post.mention_id, "sentiment", "positive", engine="human", version="20260320T080000Z.ab.lei.chosen"),
    ]
    uses = (
        ModelUse(task="sentiment", engine="linear", version="old", used_from=at(2)),
        ModelUse(task="sentiment", engine="linear", version=CURRENT["sentiment"][1], used_from=at(10)),
    )
    inputs = Inputs(
        mentions=lake.write("mentions", mention_table([post])),
        annotations=lake.write("annotations", table_of(Annotation, rows)),
        current=CURRENT,
        brands=BRANDS,
        model_uses=uses,
    )
    load(tmp_path / "star.duckdb", inputs)
    with duck.engine_for(tmp_path / "star.duckdb").connect() as connection:
        known = [connection.execute(KNOWN, {"at": moment}).scalar() for moment in (at(1), at(5), at(15), at(25))]
    assert known == ["negative", "negative", "neutral", "positive"]
