"""How talk spread: who moved net sentiment, and the tree of reposts of the period's most passed-on original."""

from sqlalchemy import Connection, and_, case, func, select

from warehouse.answers.answer import Answer, AnySelect, ask
from warehouse.answers.periods import Period
from warehouse.answers.views import CASCADE, MENTION, PROPAGATION, SENTIMENT_MOVER

CASCADE_COLUMNS = (
    "day", "platform", "mention_id", "author_id", "author_name", "repost_count", "author_count", "direct_count",
    "depth", "breadth", "structural_virality", "half_life_minutes", "span_minutes",
)  # fmt: skip
"""What a tree tells."""


def sentiment_movers(connection: Connection, brand_id: str, now: Period, *, limit: int = 50) -> Answer:
    """Authors by what they moved of the brand's net sentiment in the latest told period that overlaps the asked one.

    `points` are percentage points of the change against the period before (negative: it sank), own words and the
    reposts they caused; those of all authors, here or not, add up to `total_points`. An author_id NULL stands for all
    texts nobody is known to have written.
    """
    view = SENTIMENT_MOVER.c
    overlap = (view.brand_id == brand_id, view.period_start <= now.end, view.period_end >= now.start)
    latest = select(func.max(view.period_end)).where(*overlap).scalar_subquery()
    keys = (view.platform, view.author_id, view.author_name, view.period_start, view.period_end)
    counted = ("own_points", "caused_points", "positive_count", "negative_count", "previous_positive_count",
               "previous_negative_count")  # fmt: skip
    points = func.sum(view.points)
    statement: AnySelect = (
        select(
            *keys,
            points.label("points"),
            *(func.sum(view[name]).label(name) for name in counted),
            func.sum(points).over().label("total_points"),
        )
        .where(*overlap, view.period_end == latest)
        .group_by(*keys)
        .order_by(func.abs(points).desc(), view.platform, view.author_id)
        .limit(limit)
    )
    return ask(connection, "sentiment_movers", statement)


def top_cascade(connection: Connection, brand_id: str, now: Period) -> Answer:
    """The tree of the original published in the period that was reposted most; no row when none was."""
    view = CASCADE.c
    statement: AnySelect = (
        select(*(view[name] for name in CASCADE_COLUMNS))
        .where(view.brand_id == brand_id, view.day.between(now.start, now.end))
        .order_by(view.repost_count.desc(), view.mention_id)
        .limit(1)
    )
    return ask(connection, "top_cascade", statement)


def cascade_carriers(connection: Connection, brand_id: str, root_mention_id: str, *, limit: int = 500) -> Answer:
    """Whose words were passed on within one tree: the original (parent_mention_id NULL) and every repost reposted.

    `direct_count`: reposts of that very text that mention the brand, `negative_count` and `positive_count` the tone of
    these. The most passed-on first.
    """
    edges, parents = PROPAGATION.alias("child"), PROPAGATION.alias("above")
    child, above, said = edges.c, parents.c, MENTION.c
    keys = (child.parent_mention_id, above.parent_mention_id, above.author_id, above.author_name)
    direct_count = func.count()
    tones = (func.count(case((said.sentiment == tone, 1))).label(f"{tone}_count") for tone in ("positive", "negative"))
    statement: AnySelect = (
        select(
            child.parent_mention_id.label("mention_id"),
            above.parent_mention_id.label("parent_mention_id"),
            above.author_id,
            above.author_name,
            direct_count.label("direct_count"),
            *tones,
        )
        .select_from(edges)
        .outerjoin(parents, and_(above.mention_id == child.parent_mention_id, above.brand_id == child.brand_id))
        .outerjoin(MENTION, and_(said.mention_id == child.mention_id, said.brand_id == child.brand_id))
        .where(child.brand_id == brand_id, child.root_mention_id == root_mention_id, child.kind == "repost")
        .group_by(*keys)
        .order_by(direct_count.desc(), child.parent_mention_id)
        .limit(limit)
    )
    return ask(connection, "cascade_carriers", statement)
