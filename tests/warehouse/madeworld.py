"""Three weeks of two brands made by chance, with a fixed seed: something for every metric to be counted from."""

import random
from datetime import datetime, timedelta
from typing import Any

from records import Annotation, Author, Mention, Observation, Order, SurveyResponse
from tests.warehouse.books import line
from tests.warehouse.written import SEEN, at, author, mention, said

TRACKED = ("moli", "songyan")
SHOPS = {"moli": "茉里茶 旗舰店", "songyan": "松烟咖啡 旗舰店"}
SIZE = 450


class World:
    """Mentions with everything that is said about them, by chance."""

    def __init__(self) -> None:
        self.chance = random.Random(20261126)
        self.mentions: list[Mention] = []
        self.annotations: list[Annotation] = []
        self.observations: list[Observation] = []
        for number in range(SIZE):
            self._post(number)
        self._repeat()
        for number in range(60):
            self._complaint(number)

    def authors(self) -> list[Author]:
        fans = (None, 0, 90, 4_000, 90_000, 600_000, 3_000_000, 12_000_000)
        return [
            author(f"u{number}", at(1), follower_count=fans[number % len(fans)], name="某***") for number in range(160)
        ]

    def _post(self, number: int) -> None:
        chance, native = self.chance, f"p{number}"
        published = at(2, 0) + timedelta(minutes=chance.randrange(21 * 24 * 60))
        is_bare = chance.random() < 0.1
        by = f"u{chance.randrange(160)}" if chance.random() < 0.9 else None
        self.mentions.append(
            mention(
                native, "" if is_bare else f"第{number}条", by,
                kind="repost" if is_bare or chance.random() < 0.1 else "post", published_at=published,
            )
        )  # fmt: skip
        this = f"weibo:{native}"
        brands = chance.choices([("moli",), ("songyan",), TRACKED, ()], (50, 30, 10, 10))[0]
        self.annotations += [said(this, "link", "alias", brand) for brand in brands]
        if not is_bare:
            self._judge(this, brands, number)
        self._see(this, published)

    def _judge(self, this: str, brands: tuple[str, ...], number: int) -> None:
        chance = self.chance
        tone = chance.choices(("positive", "neutral", "negative"), (4, 3, 3))[0]
        is_abstained = chance.random() < 0.12
        self.annotations.append(said(this, "sentiment", tone, value=0.1, probability=0.7, is_abstained=is_abstained))
        if brands and chance.random() < 0.45:
            human = tone if chance.random() < 0.75 else chance.choice(("positive", "neutral", "negative"))
            drawn = {"engine": "human", "version": "20260402T000000Z.ab.lei.random"}
            self.annotations += [
                said(this, "target_sentiment", human, brand, value=0.0, probability=1.0, **drawn) for brand in brands
            ]
        class_ = chance.choice(("UGC", "UGC", "UGC", "PGC", "BGC", "paid", "lottery", None))
        if class_:
            self.annotations.append(said(this, "content_class", class_))
        if chance.random() < 0.15:
            self.annotations.append(said(this, "integrity", "water_army", this, value=chance.choice((0.1, 0.4))))
        if brands and chance.random() < 0.1:
            self.annotations.append(said(this, "complaint", "quality", value=0.5))

    def _repeat(self) -> None:
        """Every third pair says the same: the later one repeats the earlier."""
        for one, other in zip(self.mentions[::6], self.mentions[1::6], strict=False):
            first, second = (f"weibo:{m.native_id}" for m in sorted((one, other), key=lambda m: str(m.published_at)))
            self.annotations.append(said(first, "duplicate", "unique", first, value=1))
            self.annotations.append(said(second, "duplicate", "near", first, value=2))

    def _see(self, this: str, published: datetime) -> None:
        chance, counts = self.chance, {"like_count": 0, "comment_count": 0, "share_count": 0, "view_count": 0}
        for hours in sorted(chance.sample((3, 30, 50, 60, 71, 72, 80, 200), chance.randrange(5))):
            counts = {name: value + chance.randrange(40) for name, value in counts.items()}
            known: dict[str, Any] = {name: value for name, value in counts.items() if chance.random() < 0.8}
            seen_at = published + timedelta(hours=hours)
            self.observations.append(Observation(mention_id=this, source="weibo_posts", observed_at=seen_at, **known))

    def _complaint(self, number: int) -> None:
        chance, here = self.chance, {"platform": "heimao", "source": "heimao"}
        opened, native = at(3, 8) + timedelta(minutes=chance.randrange(10 * 24 * 60)), f"c{number}"
        self.mentions.append(
            mention(native, f"投诉{number}", f"v{number}", kind="complaint", status="open", published_at=opened, **here)
        )
        this = f"heimao:{native}"
        self.annotations.append(said(this, "link", "alias", chance.choice(TRACKED)))
        self.annotations.append(said(this, "sentiment", "negative", value=-0.9, probability=0.9))
        steps = chance.choice([(), ("replied",), ("replied", "resolved")])
        for place, status in enumerate(steps, start=1):
            after = opened + timedelta(minutes=chance.randrange(30, 8000) * place)
            self.mentions.append(
                mention(f"{native}-{place}", "已联系您", "shop", kind="comment", parent_id=native, status=status,
                        published_at=after, **here)
            )  # fmt: skip

    def orders(self) -> list[Order]:
        """One line each; some are never paid for."""
        states = ("交易成功", "交易成功", "已退款", "待付款", "已取消")
        return [
            line(f"x{number}", f"k{number % 7}", at(2 + number % 20), 30.0, product=SHOPS[TRACKED[number % 3 == 0]],
                 status=states[number % 5])
            for number in range(90)
        ]  # fmt: skip

    def surveys(self) -> list[SurveyResponse]:
        """Answers to NPS and CSAT, some of them without a score."""
        return [
            SurveyResponse(
                source="surveys", response_id=f"s{number}", question=question, answered_at=at(3 + number % 18),
                observed_at=SEEN, score=None if number % 11 == 0 else float(self.chance.randrange(1, int(scale) + 1)),
                scale=scale, product=SHOPS[TRACKED[number % 2]],
            )
            for number in range(60)
            for question, scale in (("nps", 10.0), ("csat", 5.0))
        ]  # fmt: skip
