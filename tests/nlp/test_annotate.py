"""A day of mentions to all its annotations, with a stand-in for the sentiment weights."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

import nlp.sentiment
from nlp.annotate import annotate_texts
from nlp.batch import Plan, annotate, plan_versions
from nlp.directed import engine as directed
from nlp.engine import SENTIMENT_LABELS, Verdicts
from nlp.tasks import sentiment, target_sentiment
from nlp.topics import MarketTopics, fit
from records import Annotation, Author, Brand, Lexicon, LinkRule, Mention, Product, Span
from records.arrow import mention_table, schema_of

BEGIN = datetime(2024, 5, 1, 8, tzinfo=UTC)
BRAND = Brand(
    brand_id="qinghe",
    name="青禾茶",
    rule=LinkRule(aliases=("青禾茶", "青禾")),
    products=(Product(product_id="oolong", name="桃桃乌龙", rule=LinkRule(aliases=("桃桃乌龙",))),),
)
ARMY = "青禾茶的新品真的绝了，口感清爽不腻，强烈推荐大家都去试试看"


class StandIn:
    """A sentiment engine that knows one word."""

    name, version, labels = "linear", "stand-in", SENTIMENT_LABELS

    def read(self, texts: Sequence[str]) -> Verdicts:
        rows = [[0.1, 0.1, 0.8] if "好喝" in text else [0.2, 0.6, 0.2] for text in texts]
        return Verdicts.of(self.labels, np.array(rows, np.float32).reshape(-1, 3), np.zeros(len(texts), np.bool_))

    def explain(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        return [(Span(start=text.find("好喝"), end=text.find("好喝") + 2),) if "好喝" in text else () for text in texts]


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(nlp.sentiment, "load", lambda name, model=None: StandIn())
    caches = (sentiment._engine, target_sentiment._engine, directed._loaded)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.fixture(scope="module")
def topics() -> MarketTopics:
    words = [("骑手", "配送", "超时"), ("排队", "叫号", "座位")]
    texts = [f"青禾茶{a}和{b}，第{at}回" for trio in words for at in range(15) for a in trio for b in trio if a != b]
    model = fit(texts, Lexicon(), topic_count=2, stop_words=("青禾茶", "青禾"))
    assert model is not None
    return MarketTopics({("qinghe",): model})


def mention(number: int, text: str, **fields: object) -> Mention:
    values: dict[str, object] = {
        "source": "feed",
        "platform": "weibo",
        "native_id": f"{number:04}",
        "kind": "post",
        "text": text,
        "observed_at": BEGIN,
        "published_at": BEGIN + timedelta(minutes=number),
        "author": Author(platform="weibo", author_id=f"a{number}", observed_at=BEGIN),
    }
    return Mention(**(values | fields))  # type: ignore[arg-type]


MENTIONS = [
    mention(0, "青禾茶的桃桃乌龙好喝[赞]"),
    mention(1, "青禾茶的桃桃乌龙好喝！！"),
    mention(2, "转发微博//@甲:青禾茶好喝", kind="repost"),
    mention(3, "", kind="repost"),
    mention(4, "青禾茶骑手配送超时，奶茶洒了，客服不处理"),
    mention(5, "今天天气不错，散步去"),
    mention(6, "两天没人联系我", kind="complaint", title="青禾茶退款迟迟不到账", platform="heimao", source="heimao"),
    mention(7, "好喝", kind="review", platform="appstore", source="appstore", query="123"),
    mention(8, "关注并转发，抽3位朋友送青禾茶一箱"),
    mention(9, "\ud800坏了的字节\x00", author=None, published_at=None),
    mention(10, "青禾茶门口排队叫号，座位很多"),
    *(
        mention(20 + at, ARMY.replace("真的", word))
        for at, word in enumerate(("真的", "真是", "简直", "确实", "果然", "实在"))
    ),
]


def plan(topics: MarketTopics | None = None, brand: Brand = BRAND) -> Plan:
    assignments = {("appstore", "123"): "qinghe"}
    return Plan(brands=(brand,), lexicon=Lexicon(words=("青禾茶",)), assignments=assignments, topics=topics)


def rows(table: pa.Table, task: str) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    for row in table.to_pylist():
        if row["task"] == task:
            found.setdefault(row["mention_id"], []).append(row)
    return found


@pytest.fixture
def annotated(topics: MarketTopics) -> pa.Table:
    return annotate(mention_table(MENTIONS), plan(topics))


def test_the_table_has_the_annotation_schema(annotated: pa.Table) -> None:
    assert annotated.schema == schema_of(Annotation)
    annotated.validate(full=True)


def test_duplicates(annotated: pa.Table) -> None:
    found = rows(annotated, "duplicate")
    assert "weibo:0003" not in found
    assert found["weibo:0000"][0]["label"] == found["weibo:0001"][0]["label"] == "exact"
    assert found["weibo:0001"][0]["target"] == "weibo:0000"
    assert found["weibo:0001"][0]["value"] == 2
    assert found["weibo:0005"][0]["label"] == "unique"
    assert found["weibo:0020"][0]["label"] == "near"


def test_links(annotated: pa.Table) -> None:
    found = rows(annotated, "link")
    assert {row["target"] for row in found["weibo:0000"]} == {"qinghe", "qinghe/oolong"}
    assert found["appstore:0007"][0]["label"] == "assigned"
    assert found["heimao:0006"][0]["spans"] == []
    assert "weibo:0005" not in found
    assert found["weibo:0000"][0]["value"] == found["appstore:0007"][0]["value"] == 1
    assert found["weibo:0002"][0]["value"] == pytest.approx(0.2)


def test_sentiment_is_of_own_words(annotated: pa.Table) -> None:
    found = rows(annotated, "sentiment")
    assert "weibo:0002" not in found
    assert "weibo:0003" not in found
    row = found["weibo:0000"][0]
    assert (row["label"], row["target"]) == ("positive", None)
    assert row["value"] == pytest.approx(0.7)
    assert row["probability"] == pytest.approx(0.8)
    (span,) = row["spans"]  # type: ignore[misc]
    assert MENTIONS[0].text[span["start"] : span["end"]] == "好喝"


def test_nobody_complains_to_praise_and_a_brand_is_not_asked_about_itself() -> None:
    said = [
        mention(0, "好喝", kind="complaint", platform="heimao", source="heimao"),
        mention(1, "我们的新品好喝", author=Author(platform="weibo", author_id="b", observed_at=BEGIN,
                                                verified_type="brand")),
    ]  # fmt: skip
    found = rows(annotate(mention_table(said), plan()), "sentiment")
    assert [row["is_abstained"] for row in found["heimao:0000"]] == [True]
    assert "weibo:0001" not in found


def test_topics_of_linked_mentions(annotated: pa.Table) -> None:
    found = rows(annotated, "topic")
    assert set(found) == {"weibo:0010"}
    assert all(sum(row["value"] for row in group) == 1 for group in found.values())  # type: ignore[misc]


def test_complaints(annotated: pa.Table) -> None:
    found = rows(annotated, "complaint")
    assert set(found) == {"weibo:0004", "heimao:0006"}
    assert found["heimao:0006"][0]["label"] == "refund"
    assert found["weibo:0004"][0]["spans"]
    assert 0 < found["weibo:0004"][0]["value"] <= 1  # type: ignore[operator]


def test_a_rating_or_a_certain_sentiment_that_praises_is_no_complaint() -> None:
    text = "青禾茶的奶茶洒了，客服不处理"
    review = {"kind": "review", "rating_scale": 5.0}
    mentions = [
        mention(1, text, rating=5.0, **review),
        mention(2, text, rating=1.0, **review),
        mention(3, text, **review),
        mention(4, f"{text}，好喝"),
        mention(5, f"{text}，好喝", kind="complaint"),
    ]
    found = rows(annotate(mention_table(mentions), plan()), "complaint")
    assert set(found) == {"weibo:0002", "weibo:0003", "weibo:0005"}


def test_complaints_follow_the_sentiment_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    before = plan_versions(plan())
    monkeypatch.setattr(StandIn, "version", "another")
    after = plan_versions(plan())
    assert {task for task in before if before[task] != after[task]} == {"sentiment", "complaint", "complaint_reason"}


def test_every_mention_has_a_class(annotated: pa.Table) -> None:
    found = rows(annotated, "content_class")
    assert len(found) == len(MENTIONS)
    assert found["weibo:0008"][0]["label"] == "lottery"


def test_the_army_is_marked_and_nobody_else(annotated: pa.Table) -> None:
    found = rows(annotated, "integrity")
    army = {name for name, said in found.items() if any(row["label"] == "water_army" for row in said)}
    assert army == {f"weibo:{20 + at:04}" for at in range(6)}
    assert {row["label"] for row in found["weibo:0020"]} >= {"water_army", "shared_text"}
    assert {row["label"] for row in found["weibo:0008"]} >= {"lottery"}
    assert found["weibo:0020"][0]["target"] == "weibo:0020"
    assert found["weibo:0020"][0]["value"] == pytest.approx(1 / 6)


def test_spans_lie_within_the_text(annotated: pa.Table) -> None:
    lengths = {item.mention_id: len(item.text) for item in MENTIONS}
    for row in annotated.to_pylist():
        assert all(0 <= span["start"] < span["end"] <= lengths[row["mention_id"]] for span in row["spans"])


def test_the_order_of_rows_is_nothing(topics: MarketTopics, annotated: pa.Table) -> None:
    shuffled = random.Random(2).sample(MENTIONS, len(MENTIONS))
    again = annotate(mention_table(shuffled), plan(topics))
    assert sorted(map(repr, again.to_pylist())) == sorted(map(repr, annotated.to_pylist()))


def test_look_back_joins_groups_and_adds_no_rows() -> None:
    day, past = mention_table(MENTIONS[:1]), mention_table([mention(1, MENTIONS[0].text), MENTIONS[0]])
    table = annotate(day, plan(), lookback=past.select(["mention_id", "text", "author_id", "published_at"]))
    assert set(table["mention_id"].to_pylist()) == {"weibo:0000"}
    row = rows(table, "duplicate")["weibo:0000"][0]
    assert (row["label"], row["target"], row["value"]) == ("exact", "weibo:0000", 2)


def test_an_empty_day_and_a_huge_text(topics: MarketTopics) -> None:
    assert annotate(mention_table([]), plan(topics)).num_rows == 0
    huge = annotate(mention_table([mention(0, "青禾茶好喝！" * 170_000)]), plan(topics))
    assert huge.num_rows >= 4


def test_versions_tell_what_is_stale(topics: MarketTopics, annotated: pa.Table) -> None:
    versions = plan_versions(plan(topics))
    written = {(row["task"], row["engine"], row["version"]) for row in annotated.to_pylist()}
    silent = {"target_sentiment", "complaint_reason", "aspect", "intent"}  # may find nothing in a day
    assert {(task, *version) for task, version in versions.items() if task not in silent} <= written
    assert written <= {(task, *version) for task, version in versions.items()}
    assert "topic" not in plan_versions(plan())
    renamed = Brand(brand_id="qinghe", name="青禾茶", rule=LinkRule(aliases=("青禾茶", "qinghe")))
    changed = plan_versions(plan(topics, renamed))
    assert {task for task in versions if versions[task] != changed[task]} == {
        "link", "topic", "target_sentiment", "aspect", "complaint", "complaint_reason", "integrity",
    }  # fmt: skip


def test_author_types_decide_the_class_when_they_are_known() -> None:
    author = Author(platform="weibo", author_id="a", observed_at=BEGIN, verified_type="enterprise")
    table = mention_table([mention(5, "今天天气不错，散步去", author=author)])
    assert rows(annotate(table, plan()), "content_class")["weibo:0005"][0]["label"] == "BGC"


def test_each_brand_is_judged_where_it_is_named_and_not_where_the_words_around_it_stand() -> None:
    names = ("小米", "华为")
    brands = tuple(Brand(brand_id=name, name=name, rule=LinkRule(aliases=(name,))) for name in names)
    asked = Plan(brands=brands, lexicon=Lexicon(words=names), assignments={})
    found = rows(annotate(mention_table([mention(1, "小米拍照没有华为好用")]), asked), "target_sentiment")
    assert {each["target"]: each["label"] for each in found["weibo:0001"]} == {"小米": "negative", "华为": "positive"}


@pytest.mark.parametrize(
    "text",
    ["This phone is 很好 and I really love it so much", "最高品質保証付き商品、大満足でした", "정말 좋아요 好喝"],
)
def test_what_is_not_chinese_is_marked_and_not_scored(text: str) -> None:
    (found,) = annotate_texts([text])
    assert found["language"] in ("en", "ja", "ko")
    assert found["sentiment"]["is_abstained"]
    assert found["emotion"]["is_abstained"]
    assert (found["aspects"], found["complaint"]) == ([], None)


def test_loose_texts_for_a_person_at_a_prompt() -> None:
    good, bare, bad = annotate_texts(["好喝", "转发微博", "客服拒绝退款，虚假宣传"])
    assert good["sentiment"]["label"] == "positive"
    assert good["sentiment"]["spans"] == [[0, 2]]
    assert good["complaint"] is None
    assert bare["sentiment"] is None
    assert bad["complaint"]["label"] in ("refund", "false_advertising")
    assert list(annotate_texts([])) == []
