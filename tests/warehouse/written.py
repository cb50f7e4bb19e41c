"""Mentions, accounts, verdicts and what else a lake holds, written by hand: every kind and corner once."""

from datetime import date, datetime
from typing import Any

from records import (
    Annotation,
    Author,
    Brand,
    BrandEvent,
    CommunityDay,
    Contact,
    Coverage,
    LinkRule,
    Mention,
    Observation,
    Product,
    Span,
)
from records.time import SHANGHAI

CURRENT = {
    "sentiment": ("linear", "s1"),
    "topic": ("lda", "t1"),
    "link": ("rules", "l1"),
    "complaint": ("rules", "c1"),
    "duplicate": ("minhash", "d1"),
    "content_class": ("rules", "k1"),
    "integrity": ("rules", "i1"),
    "target_sentiment": ("directed", "x1"),
    "aspect": ("linear", "a1"),
    "emotion": ("linear", "e1"),
}

BRANDS = (
    Brand(
        brand_id="moli",
        name="茉里茶",
        rule=LinkRule(aliases=("茉里茶",)),
        products=(
            Product(product_id="latte", name="岩盐拿铁", rule=LinkRule(aliases=("岩盐拿铁",))),
            Product(product_id="cake", name="云朵蛋糕", rule=LinkRule(aliases=("云朵蛋糕",))),
        ),
        events=(BrandEvent(name="春日上新", begins_on=date(2026, 3, 1), ends_on=date(2026, 3, 7), kind="campaign"),),
    ),
    Brand(brand_id="songyan", name="松烟咖啡", rule=LinkRule(aliases=("松烟咖啡",))),
)


def at(day: int, hour: int = 12, month: int = 3) -> datetime:
    """A moment of 2026 in Shanghai."""
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


SEEN = at(1, month=4)


def author(author_id: str, observed_at: datetime = SEEN, platform: str = "weibo", **known: Any) -> Author:
    """An author observation."""
    return Author(platform=platform, author_id=author_id, observed_at=observed_at, **known)


def mention(native_id: str, text: str = "", by: str | None = None, **given: Any) -> Mention:
    """A mention, a Weibo post unless said otherwise."""
    defaults: dict[str, Any] = {
        "source": "weibo_posts",
        "platform": "weibo",
        "kind": "post",
        "observed_at": SEEN,
        "published_at": at(1),
        "url": f"https://example.invalid/{native_id}",
    }
    merged = defaults | given
    known = author(by, merged["observed_at"], merged["platform"]) if by else None
    return Mention(native_id=native_id, text=text, author=known, **merged)


def said(mention_id: str, task: str, label: str, target: str | None = None, **given: Any) -> Annotation:
    """An annotation by the engine in use."""
    engine, version = CURRENT[task]
    defaults: dict[str, Any] = {"engine": engine, "version": version}
    return Annotation(mention_id=mention_id, task=task, label=label, target=target, **(defaults | given))


def mentions() -> list[Mention]:
    """Every kind and corner: edits, threads, several brands, reviews, complaints, no date, no author."""
    heimao: dict[str, Any] = {"platform": "heimao", "source": "heimao"}
    return [
        mention("m1", "岩盐拿铁真好喝", "a1", published_at=at(1)),
        mention("m2", "第一版文字", "a2", published_at=at(2), observed_at=at(3)),
        mention("m2", "茉里茶不如松烟咖啡", "a2", published_at=at(2), source="mediacrawler_weibo"),
        mention(
            "m3", "", "a3", kind="repost", parent_id="m1", root_id="m1", published_at=at(1, 14), source="weibo_reposts"
        ),
        mention("m4", "我选松烟咖啡", "a3", kind="repost", parent_id="m3", root_id="m1", published_at=at(2, 0)),
        mention("m5", "说得对", "a4", kind="comment", parent_id="gone", published_at=at(3)),
        mention("m6", "今天下雨", "a2", published_at=at(3)),
        mention(
            "m7",
            "蛋糕不错",
            kind="review",
            platform="jd",
            source="jd_reviews",
            rating=5.0,
            rating_scale=5.0,
            product="茉里茶 旗舰店",
            published_at=at(4),
        ),
        mention("m8", "茉里茶里有异物", "c1", kind="complaint", status="open", published_at=at(4, 8), **heimao),
        mention(
            "m9",
            "已联系您",
            "shop",
            kind="comment",
            parent_id="m8",
            status="replied",
            product="茉里茶",
            published_at=at(4, 10),
            **heimao,
        ),
        mention(
            "m10", "已解决", "shop", kind="comment", parent_id="m8", status="resolved", published_at=at(5, 8), **heimao
        ),
        mention("m11", "茉里茶不退款", "c1", kind="complaint", status="open", published_at=at(6), **heimao),
        mention("m12", "茉里茶没有日期", "a4", published_at=None),
        mention("m13", "岩盐拿铁真好喝!", "a5", published_at=at(5)),
        mention("m14", "茉里茶合作推广", "a2", published_at=at(5)),
        mention("m15", "茉里茶云朵蛋糕和岩盐拿铁", "a1", published_at=at(20)),
        mention("m16", "茉里茶太差,我要投诉", "a3", published_at=at(7)),
        mention("m17", "回复你", "a2", kind="comment", parent_id="m2", published_at=at(8)),
    ]


def authors() -> list[Author]:
    """An account that grows from ordinary to waist; one whose source falls silent; a merchant."""
    return [
        author("a1", at(1, month=1), name="青***", follower_count=900, region="广东", is_verified=False),
        author("a1", at(1, month=2), name="青***"),
        author("a1", at(10), name="青***", follower_count=15_000, region="广东", is_verified=False, gender="f"),
        author("a1", at(25), follower_count=16_000),
        author("a2", SEEN, name="白***", follower_count=2_000_000, region="IP属地:四川 成都", verified_type="media"),
        author("a3", SEEN, name="蓝***", region="美国"),
        author("shop", SEEN, "heimao", name="茉***", verified_type="brand", is_verified=True),
    ]


def annotations() -> list[Annotation]:
    """What the engines said, with a rival engine, an abstention, a correction and targets no longer tracked."""
    m = [f"weibo:m{i}" for i in range(20)]
    links = [
        (m[1], "moli"),
        (m[1], "moli/latte"),
        (m[2], "moli"),
        (m[2], "songyan"),
        (m[4], "songyan"),
        ("jd:m7", "moli"),
        ("heimao:m8", "moli"),
        ("heimao:m9", "moli"),  # through the product field, which an answer has from its complaint
        ("heimao:m11", "moli"),
        (m[12], "moli"),
        (m[13], "moli/latte"),
        (m[14], "moli"),
        (m[15], "moli/latte"),
        (m[15], "moli/cake"),
        (m[15], "moli"),
        (m[16], "moli"),
        (m[6], "dropped-brand"),
    ]
    tones = [
        (m[1], "positive", 0.8, 0.7, False),
        (m[2], "negative", 0.7, -0.5, False),
        (m[4], "neutral", 0.4, 0.0, True),
        (m[6], "negative", 0.6, -0.4, False),
        ("jd:m7", "positive", 0.9, 0.85, False),
        ("heimao:m8", "negative", 0.95, -0.9, False),
        ("heimao:m11", "negative", 0.9, -0.85, False),
        (m[13], "positive", 0.8, 0.7, False),
        (m[15], "neutral", 0.6, 0.1, False),
        (m[16], "negative", 0.9, -0.9, False),
    ]
    rows = [said(i, "link", "alias", target) for i, target in links]
    for i, label, probability, score, is_abstained in tones:
        rows.append(
            said(
                i,
                "sentiment",
                label,
                value=score,
                probability=probability,
                is_abstained=is_abstained,
                spans=(Span(start=0, end=2),),
            )
        )
    rows.append(said(m[1], "sentiment", "neutral", engine="snownlp", version="x", value=0.1, probability=0.5))
    rows.append(said(m[6], "sentiment", "positive", engine="human", version="2026-04-02"))
    # "A is worse than B": each brand by itself. A person thinks m7 neither good nor bad.
    rows.append(said(m[2], "target_sentiment", "positive", "songyan", value=0.6, probability=0.8))
    random_draw = {"engine": "human", "version": "20260402T000000Z.ab.lei.random"}
    rows.append(said("jd:m7", "target_sentiment", "neutral", "moli", value=0.0, probability=1.0, **random_draw))
    rows.append(said("jd:m7", "aspect", "positive", "moli", aspect="ecommerce.taste", value=0.7, probability=0.8))
    rows.append(said("jd:m7", "emotion", "happy", probability=0.7))
    rows += [said(m[1], "topic", "口味", "t_taste", value=0.75), said(m[1], "topic", "价格", "t_price", value=0.25)]
    rows += [said(m[2], "topic", "口味", "t_taste", value=0.6), said(m[2], "topic", "价格", "t_price", value=0.6)]
    rows += [
        said("heimao:m8", "complaint", "food_safety", value=0.9, spans=(Span(start=4, end=6),)),
        said(m[16], "complaint", "quality", value=0.5),
        said("heimao:m9", "complaint", "service", value=0.2),
    ]
    rows += [said(m[1], "duplicate", "unique", m[1], value=1), said(m[13], "duplicate", "near", m[1], value=2)]
    rows += [said(m[13], "integrity", "water_army", m[1], value=0.1)]
    rows += [
        said(m[1], "content_class", "UGC"),
        said(m[14], "content_class", "paid"),
        said(m[13], "content_class", "UGC"),
        said(m[15], "content_class", "news"),
    ]
    return rows


def observations() -> list[Observation]:
    """Counters with history, one observation without any, one seen by two sources at once."""

    def seen(native_id: str, observed_at: datetime, source: str = "weibo_posts", **counts: int) -> Observation:
        return Observation(mention_id=f"weibo:{native_id}", source=source, observed_at=observed_at, **counts)  # type: ignore[arg-type]

    return [
        seen("m1", at(2), like_count=5, comment_count=1, share_count=1, favorite_count=2, view_count=100),
        seen("m1", at(9), like_count=10, comment_count=2, share_count=3, favorite_count=4, view_count=1000),
        seen("m1", at(30)),
        seen("m2", at(9), like_count=1),
        seen("m2", at(9), "mediacrawler_weibo", like_count=2),
        seen("m13", at(9), view_count=50),
    ]


def coverage() -> list[Coverage]:
    """Two runs."""
    return [
        Coverage(
            source="weibo_posts",
            query="posts.jsonl",
            run_id="r1",
            started_at=at(1),
            ended_at=at(1, 13),
            outcome="ok",
            page_count=1,
            row_count=12,
            mention_count=10,
            refused_count=2,
        ),
        Coverage(
            source="heimao",
            query="complaints.csv",
            run_id="r1",
            started_at=at(1),
            ended_at=at(1, 13),
            outcome="partial",
            mention_count=4,
            message="2 rows could not be read",
        ),
    ]


def communities() -> list[CommunityDay]:
    """An owner's groups over two days, one day seen twice; an account whose figures come in two pieces."""

    def seen(
        community_id: str, day: int, observed_at: datetime, platform: str = "wecom", **counts: int
    ) -> CommunityDay:
        return CommunityDay(
            source=platform,
            platform=platform,
            community_id=community_id,
            day=date(2026, 3, day),
            observed_at=observed_at,
            **counts,  # type: ignore[arg-type]
        )

    return [
        seen("a_owner", 2, at(3), group_count=11, member_count=470, message_count=90),
        seen("a_owner", 2, at(4), group_count=12, member_count=480),
        seen("a_owner", 3, at(4), group_count=12, member_count=485, message_count=70),
        seen("a_account", 2, at(3), "gongzhonghao", member_count=9000),
        seen("a_account", 2, at(3, 13), "gongzhonghao", new_member_count=30),
    ]


def contacts() -> list[Contact]:
    """An agent's totals of two days, one of them seen twice, and one contact of a customer."""

    def totals(day: int, observed_at: datetime, count: int, **more: Any) -> Contact:
        return Contact(
            source="wecom",
            contact_id=f"h:{day}.0",
            contacted_at=at(day, 0),
            observed_at=observed_at,
            agent_id="a_agent",
            channel="wecom",
            contact_count=count,
            **more,
        )

    call = Contact(
        source="contacts",
        contact_id="k-1",
        contacted_at=at(2, 15),
        observed_at=at(5),
        customer_id="a_customer",
        channel="phone",
        reason="退换货",
        text="不进仓库的原话",
        is_resolved=True,
        satisfaction=4.0,
        satisfaction_scale=5.0,
    )
    return [totals(2, at(3), 18), totals(2, at(4), 20, reply_share=0.5), totals(3, at(4), 5), call]
