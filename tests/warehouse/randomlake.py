"""A small random lake, by seed: threads, duplicate groups, complaints, changing accounts, counts, verdicts."""

from dataclasses import replace
from random import Random
from typing import Any

from records import Annotation, Author, Coverage, Mention, Observation
from tests.warehouse.written import at, author, mention, said

DAYS = 4
BRANDED = ("moli", "songyan", "moli/latte", "moli/cake")
TOPICS = ("t_taste", "t_price", "t_queue")
STATES = ("replied", "resolved", "reopened", None)


class RandomLake:
    """Contents by the day they were published, each with what engines say of it."""

    def __init__(self, seed: int, size: int = 60) -> None:
        self._random = Random(seed)  # noqa: S311
        self.days: list[tuple[list[Mention], list[Annotation]]] = [([], []) for _ in range(DAYS)]
        self._all: list[Mention] = []
        for number in range(size):
            self._content(number)

    def observations(self) -> list[Observation]:
        """Counts of any content on any later day."""
        chosen = [self._random.choice(self._all) for _ in range(len(self._all) // 2)]
        return [
            Observation(
                mention_id=each.mention_id,
                source=self._random.choice(("weibo_posts", "mediacrawler_weibo")),
                observed_at=at(self._random.randrange(1, 28), self._random.randrange(24)),
                like_count=self._random.choice((None, 1, 5, 9)),
                view_count=self._random.choice((None, 100)),
            )
            for each in chosen
        ]

    def authors(self) -> list[Author]:
        """What is seen of accounts at any moment; parts of it may be unknown."""
        return [self._seen(f"a{self._random.randrange(8)}", self._random.randrange(1, 28)) for _ in range(12)]

    def coverage(self) -> Coverage:
        """A run."""
        return Coverage(
            source="weibo_posts", query="q", run_id=str(self._random.random()), started_at=at(1), ended_at=at(2),
            outcome="ok",
        )  # fmt: skip

    def _content(self, number: int) -> None:
        r, day = self._random, self._random.randrange(DAYS)
        earlier = [each for each in self._all if each.platform == "weibo"]
        parent = r.choice(earlier) if earlier and r.random() < 0.5 else None
        given: dict[str, Any] = {"published_at": at(day + 1, r.randrange(24)), "observed_at": at(r.randrange(8, 25))}
        if r.random() < 0.05:
            given["published_at"] = None
        if parent:
            given |= {"kind": r.choice(("repost", "comment")), "parent_id": parent.native_id}
            given["root_id"] = r.choice((None, parent.root_id or parent.native_id))
            given["status"] = r.choice(STATES) if given["kind"] == "comment" else None
        elif r.random() < 0.3:
            given |= {"kind": "complaint", "status": r.choice(("open", "closed"))}
        by = r.choice((None, *(f"a{n}" for n in range(8))))
        made = mention(f"r{number}", r.choice(("", "茉里茶", "松烟咖啡不如茉里茶", "排队")), by, **given)
        if by and r.random() < 0.5 and made.author:
            made = _with_author(made, self._seen(by, 1, made))
        self._all.append(made)
        self.days[day][0].append(made)
        self.days[day][1].extend(self._verdicts(made))

    def _seen(self, author_id: str, day: int, of: Mention | None = None) -> Author:
        r = self._random
        known = {"name": "青***", "follower_count": r.choice((10, 20_000)), "region": r.choice(("广东", "四川")),
                 "is_verified": r.random() < 0.5, "gender": "f"}  # fmt: skip
        moment = of.observed_at if of else at(day, r.randrange(24))
        return author(author_id, moment, **{key: value for key, value in known.items() if r.random() < 0.6})

    def _verdicts(self, made: Mention) -> list[Annotation]:
        r, i = self._random, made.mention_id
        rows = [said(i, "link", "alias", target) for target in r.sample(BRANDED, r.choice((0, 0, 1, 2)))]
        if r.random() < 0.7:
            label = r.choice(("positive", "negative", "neutral"))
            rows.append(said(i, "sentiment", label, value=0.5, probability=0.75))
        if r.random() < 0.2:
            rows.append(said(i, "sentiment", "neutral", engine="human", version="v1", value=0.0))
        for topic in r.sample(TOPICS, r.choice((0, 1, 2))):
            rows.append(said(i, "topic", topic, topic, value=0.5))
        if r.random() < 0.4:
            first = min(r.sample(self._all, min(len(self._all), 3)), key=lambda each: each.mention_id)
            rows.append(said(i, "duplicate", r.choice(("near", "unique")), first.mention_id, value=r.choice((1, 2, 3))))
        if r.random() < 0.2:
            rows.append(said(i, "complaint", "quality", value=0.5))
        if r.random() < 0.1:
            rows.append(said(i, "integrity", "water_army", value=0.1))
        return rows


def _with_author(made: Mention, by: Author) -> Mention:
    return replace(made, author=by)
