"""Which brand a content belongs to: the one a review is filed under, and none that a thread names in passing."""

import pytest

from records import Annotation, Mention
from tests.warehouse.conftest import Builder, rows_of
from tests.warehouse.written import at, mention, said

FILED = "select brand_id from {} join dim_brand using (brand_key)"


def review(text: str, **given: object) -> Mention:
    """A JD review."""
    return mention("r1", text, kind="review", platform="jd", source="jd_reviews", **given)


def both(*labels: str) -> list[Annotation]:
    """Links to both brands, as no order of theirs tells which comes first."""
    found = zip(("moli", "songyan"), labels or ("alias", "query"), strict=True)
    return [said("jd:r1", "link", label, brand) for brand, label in found]


@pytest.mark.parametrize(
    ("text", "given", "labels", "filed"),
    [
        # the product field, whatever the text compares with and the query was about
        ("比茉里茶好", {"product": "松烟咖啡 挂耳"}, (), "songyan"),
        ("比茉里茶好", {"product": "松烟咖啡 挂耳"}, ("assigned", "alias"), "songyan"),
        ("都不错", {"product": "松烟咖啡 送 茉里茶"}, (), "songyan"),
        # the brand of the whole query
        ("茉里茶和松烟咖啡", {}, ("alias", "assigned"), "songyan"),
        # the one named first, title before text
        ("松烟咖啡比茉里茶好", {}, (), "songyan"),
        ("茉里茶比不过", {"title": "松烟咖啡真香"}, (), "songyan"),
        # none is named here: by id
        ("都不错", {}, (), "moli"),
    ],
)
def test_a_review_is_filed_under_its_product_then_its_query_then_its_words(
    build: Builder, text: str, given: dict[str, object], labels: tuple[str, ...], filed: str
) -> None:
    star = build([review(text, **given)], both(*labels))
    assert rows_of(star, FILED.format("fact_review")) == [(filed,)]


def test_a_complaint_is_filed_likewise_and_counts_for_both(build: Builder) -> None:
    filed = mention("r1", "茉里茶就不会这样", kind="complaint", platform="jd", product="松烟咖啡", status="open")
    star = build([filed], both())
    assert rows_of(star, FILED.format("fact_complaint")) == [("songyan",)]
    assert rows_of(star, "select brand_id from v_complaint order by 1") == [("moli",), ("songyan",)]


def thread(value: float | None) -> tuple[list[Mention], list[Annotation]]:
    """A post, a bare repost of it, and a comment on the repost; the post's link has a prominence."""
    texts = [
        mention("p1", "今天去了很多店", published_at=at(1)),
        mention("p2", "", kind="repost", parent_id="p1", root_id="p1", published_at=at(2)),
        mention("p3", "同去", kind="comment", parent_id="p1", published_at=at(3)),
    ]
    links = [("moli", value), ("moli/latte", value), ("songyan", 0.2)]
    return texts, [said("weibo:p1", "link", "alias", target, value=size) for target, size in links]


INHERITED = """select c.native_id, brand_id, product_key > 0 from fact_mention join dim_content c using (content_key)
    join dim_brand using (brand_key) where is_inherited order by all"""


@pytest.mark.parametrize("value", [1.0, None])
def test_a_thread_inherits_what_its_start_is_about(build: Builder, value: float | None) -> None:
    star = build(*thread(value))
    expected = [(name, "moli", is_product) for name in ("p2", "p3") for is_product in (False, True)]
    assert rows_of(star, INHERITED) == expected


def test_a_thread_inherits_no_brand_named_in_passing(build: Builder) -> None:
    star = build(*thread(0.5))
    assert rows_of(star, INHERITED) == []
    own = "select count(*) from v_mention where mention_id = 'weibo:p1' and brand_id is not null"
    assert rows_of(star, own) == [(2,)], "the post itself keeps what it names"


def test_a_central_product_makes_its_brand_central(build: Builder) -> None:
    texts, _ = thread(None)
    links = [("moli", 0.5), ("moli/latte", 1.0)]
    star = build(texts, [said("weibo:p1", "link", "alias", target, value=size) for target, size in links])
    assert {brand for _, brand, _ in rows_of(star, INHERITED)} == {"moli"}


def test_answers_to_a_complaint_are_about_no_brand_at_any_depth(build: Builder) -> None:
    kinds = {"platform": "heimao", "kind": "comment"}
    texts = [
        mention("k1", "茉里茶里有异物", kind="complaint", platform="heimao", product="茉里茶"),
        mention("k2", "已联系您", parent_id="k1", root_id="k1", product="茉里茶", **kinds),
        mention("k3", "没有人联系我", parent_id="k2", root_id="k1", **kinds),
    ]
    star = build(texts, [said(f"heimao:{name}", "link", "alias", "moli") for name in ("k1", "k2")])
    assert rows_of(star, "select complaint_id from v_complaint") == [("heimao:k1",)]
    sql = "select native_id from fact_mention join dim_content using (content_key) where brand_key = -2 order by 1"
    assert rows_of(star, sql) == [("k2",), ("k3",)]
    assert rows_of(star, "select count(*) from fact_propagation") == [(2,)]
