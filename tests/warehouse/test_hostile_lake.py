"""Rows that a lake may hold and nobody would write: the load ends, and what came in is in the star.

Every value that may be unknown is unknown, counts are huge or negative, texts hold control characters or many thousand
letters, days lie at the ends of the calendar, keys are equal.
"""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from records import Annotation, Author, Mention, Observation
from records.arrow import author_table, mention_table, table_of
from records.errors import ScrmError
from records.mention import COUNT_FIELDS, KINDS
from tests.warehouse.smalllake import Lake
from tests.warehouse.written import CURRENT
from warehouse import duck
from warehouse.load import load

ROWS = 25
MOMENTS = st.sampled_from([
    datetime(1, 1, 2, tzinfo=UTC), datetime(1969, 12, 31, 23, 59, 59, 999_999, UTC), datetime(2026, 3, 1, tzinfo=UTC),
    datetime(2026, 3, 1, 15, 59, 59, 999_999, UTC), datetime(2026, 3, 1, 16, tzinfo=UTC),
    datetime(2024, 2, 29, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC),
])  # fmt: skip
COUNTS = st.none() | st.sampled_from([0, 1, -1, -(10**9), 10**9, 10**12, 2**53, -(2**53)])
TEXTS = st.sampled_from([
    "", " ", "\x00", "a\x00b", "\x1b[31m红\x07", "\u202e倒\u200b过来", "'; drop table dim_content; --", "{}", "NULL",
    "茶" * 20_000, "\ufeff\ufffe\uffff", "👨‍👩‍👧‍👦" * 9, "\r\n\t|", "-1", "NaN", "茉里茶不如松烟咖啡",
])  # fmt: skip
IDS = st.sampled_from(["1", "2", "3", "01", "1 ", "h:1", "ID", "id", "\x00", "', '", "茶", "x" * 5_000])
NUMBERS = st.none() | st.sampled_from([0.0, -0.0, 5.0, -1.0, 1e-300, 1e300])
VERDICTS = st.none() | st.sampled_from([0.0, -0.0, 0.5, 1.0, -1.0, 5.0])
"""What engines of ours give: scores, shares and ordinals."""
few = settings(
    max_examples=int(os.environ.get("SCRM_HOSTILE_LAKES", "2")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),
)


def accounts() -> st.SearchStrategy[Author]:
    """What may be seen of an account."""
    return st.builds(
        Author, platform=st.just("weibo"), author_id=IDS, observed_at=MOMENTS, name=st.none() | TEXTS,
        follower_count=COUNTS, following_count=COUNTS, post_count=COUNTS, like_total_count=COUNTS,
        is_verified=st.none() | st.booleans(), gender=st.none() | TEXTS, region=st.none() | TEXTS,
    )  # fmt: skip


def contents() -> st.SearchStrategy[Mention]:
    """What may be said."""
    counts: dict[str, Any] = dict.fromkeys(COUNT_FIELDS, COUNTS)
    return st.builds(
        Mention, source=st.sampled_from(["weibo_posts", "heimao"]), platform=st.just("weibo"), native_id=IDS,
        kind=st.sampled_from(KINDS), text=TEXTS, observed_at=MOMENTS, parent_id=st.none() | IDS,
        root_id=st.none() | IDS, author=st.none() | accounts(), title=st.none() | TEXTS, url=st.none() | TEXTS,
        published_at=st.none() | MOMENTS, rating=NUMBERS, rating_scale=NUMBERS, product=st.none() | TEXTS,
        status=st.none() | TEXTS, **counts,
    )  # fmt: skip


def verdicts(mention_ids: Sequence[str]) -> st.SearchStrategy[Annotation]:
    """What engines may have said of them, and of contents that nobody has seen."""
    engines = st.sampled_from(sorted(CURRENT.items()))
    return engines.flatmap(
        lambda each: st.builds(
            Annotation, mention_id=st.sampled_from([*mention_ids, "weibo:gone"]), task=st.just(each[0]),
            engine=st.just(each[1][0]), version=st.just(each[1][1]),
            label=st.sampled_from(["positive", "negative", "neutral", "alias", "near", "quality", "UGC", ""]),
            target=st.none() | st.sampled_from(["moli", "songyan", "moli/latte", "nobody", "", "weibo:1"]),
            value=VERDICTS, probability=st.none() | st.sampled_from([0.0, 0.5, 1.0]),
        )
    )  # fmt: skip


def counted(mention_ids: Sequence[str]) -> st.SearchStrategy[Observation]:
    """Counts of them at any moment."""
    counts: dict[str, Any] = dict.fromkeys(COUNT_FIELDS, COUNTS)
    return st.builds(
        Observation, mention_id=st.sampled_from(list(mention_ids)), source=st.just("weibo_posts"),
        observed_at=MOMENTS, **counts,
    )  # fmt: skip


@few
@given(data=st.data())
def test_any_lake_is_loaded_and_nothing_is_lost_or_doubled(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    mentions = data.draw(st.lists(contents(), min_size=1, max_size=ROWS))
    ids = sorted({each.mention_id for each in mentions})
    observations = data.draw(st.lists(counted(ids), max_size=ROWS))
    annotations = data.draw(st.lists(verdicts(ids), max_size=ROWS))
    authors = data.draw(st.lists(accounts(), max_size=ROWS))
    folder: Path = tmp_path_factory.mktemp("hostile")
    lake, target = Lake(folder / "lake"), folder / "warehouse.next.duckdb"
    inputs = lake.inputs(
        mentions=lake.write("any_mentions", mention_table(mentions)),
        observations=lake.write("any_observations", table_of(Observation, observations)),
        authors=lake.write("any_authors", author_table([*authors, *(m.author for m in mentions if m.author)])),
        annotations=lake.write("any_annotations", table_of(Annotation, annotations)),
    )
    load(target, inputs)
    with duck.engine_for(target).connect() as star:
        held = sorted(star.execute(sa.text("select mention_id from dim_content where content_key > 0")).scalars())
        assert [each for each in held if each in set(ids)] == ids
        moments = star.execute(sa.text("select count(*) from fact_engagement")).scalar()
        told = [each for each in observations if any(getattr(each, name) is not None for name in COUNT_FIELDS)]
        assert moments == len({(each.mention_id, each.observed_at) for each in told}), "those that count anything"


def test_counts_whose_sum_no_star_can_hold_stop_the_load_and_say_so(tmp_path: Path) -> None:
    lake, moment = Lake(tmp_path / "lake"), datetime(2026, 3, 1, tzinfo=UTC)
    seen = Observation(
        mention_id="weibo:m1", source="weibo_posts", observed_at=moment, like_count=2**62, share_count=2**62
    )
    inputs = lake.inputs(observations=lake.write("any_observations", table_of(Observation, [seen])))
    with pytest.raises(ScrmError, match=r"load failed \(.*Out of Range.*\); nothing was published"):
        load(tmp_path / "warehouse.next.duckdb", inputs)
