"""Water army: near-same non-trivial text from many accounts in a short time."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nlp.integrity.duplicates import Group
from nlp.integrity.evidence import Code, Evidence, SingleBrands, burst, template, young_accounts
from nlp.text.clean import clean
from records.ids import version_of

RULES_VERSION = "1"
"""Raised when the rule changes."""
MIN_ACCOUNTS = 5
"""Different accounts within WINDOW; fewer saying the same is chance or friendship."""
WINDOW = timedelta(hours=24)
"""How far apart posts of one campaign lie."""
MIN_LENGTH = 12
"""Letters of own words outside hashtags; shorter praise (好喝) is what many people write by themselves."""
ORGANIC_CLASSES = ("UGC", "paid")
"""Classes judged: raffle reposts, syndicated news, editorial and brand content repeat for reasons of their own."""

_SHARED = re.compile(
    r"分享(?:自|来自)|[（(]?(?:来自|转自|via)\s*@|分享图片|我(?:正在|刚刚|刚|在)[^，。\n]{0,12}(?:参加|签到|听|看|玩|发起|投票|围观|打榜)"
    r"|助力|砍一刀|帮我(?:点|砍|投)|邀请码|口令|复制(?:这|此)|打开[^，。\n]{0,8}(?:APP|客户端|淘宝)|生日快乐|新年快乐|节日快乐|一路走好|愿逝者",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """One mention that speaks for a campaign rather than for a person."""

    index: int
    """Position in the batch."""
    group_id: str
    """The duplicate group it belongs to."""
    organic_weight: float
    """1 / accounts: together they count as the one voice they are."""
    evidence: tuple[Evidence, ...]
    """Every reason looked at, with its number, whether it holds or not."""

    @property
    def reasons(self) -> tuple[Code, ...]:
        """Codes of the evidence that speaks for a campaign; shared_text is always among them."""
        return tuple(item.code for item in self.evidence if item.holds)


def version() -> str:
    """The version of the rule and its thresholds."""
    return version_of("water_army", RULES_VERSION, f"{MIN_ACCOUNTS} {WINDOW} {MIN_LENGTH}", _SHARED.pattern)


def water_army(
    groups: Sequence[Group],
    texts: Sequence[str],
    authors: Sequence[str | None],
    times: Sequence[datetime | None],
    judged: Sequence[bool],
    *,
    created: Sequence[datetime | None] | None = None,
    brands: Sequence[Collection[str]] | None = None,
    keys: Sequence[str] | None = None,
) -> list[Suspicion]:
    """Suspicious mentions among the judged rows, by position.

    Rows run over the day and its look-back; `texts` and `judged` end with the day, and `judged` marks its rows that are
    no repost and of an organic class. Rows without author or time are no evidence and are not judged. `created` (when
    the author's account was made), `brands` (ids of the brands spoken of) and `keys` (fingerprints.text_key) are of all
    rows, where they are known; they add evidence and its numbers, never suspects.
    """
    found: list[Suspicion] = []
    single = SingleBrands(authors, brands) if brands is not None else None
    for group in groups:
        if len(group.members) < MIN_ACCOUNTS or not any(at < len(judged) and judged[at] for at in group.members):
            continue
        posts = sorted((when, author, at) for at in group.members if (when := times[at]) and (author := authors[at]))
        accounts = {author for _, author, _ in posts}
        if len(accounts) < MIN_ACCOUNTS:
            continue
        suspects = [
            (at, count)
            for at, count in _account_counts(posts)
            if count >= MIN_ACCOUNTS and at < len(judged) and judged[at] and _is_telling(texts[at])
        ]
        if suspects:
            shared = (
                burst([when for when, _, _ in posts]),
                template(group, [keys[at] for at in group.members] if keys is not None else sorted(group.keys)),
                young_accounts(posts, created),
                single.of(accounts) if single else Evidence("single_brand", None, False),
            )
            found += [
                Suspicion(
                    index=at,
                    group_id=group.group_id,
                    organic_weight=1 / count,
                    evidence=(Evidence("shared_text", float(count), True), *shared),
                )
                for at, count in suspects
            ]
    return sorted(found, key=lambda suspicion: suspicion.index)


def _account_counts(posts: list[tuple[datetime, str, int]]) -> Iterator[tuple[int, int]]:
    """Each position with the number of accounts within WINDOW around it; posts in order of time."""
    inside: Counter[str] = Counter()
    first = last = 0
    for when, _, at in posts:
        while last < len(posts) and posts[last][0] - when <= WINDOW:
            inside[posts[last][1]] += 1
            last += 1
        while when - posts[first][0] > WINDOW:
            inside[posts[first][1]] -= 1
            if not inside[posts[first][1]]:
                del inside[posts[first][1]]
            first += 1
        yield at, len(inside)


def _is_telling(text: str) -> bool:
    """Whether a text says something of its own: long enough without hashtags, and no app's ready-made words."""
    cleaned = clean(text)
    own = cleaned.text
    for hashtag in cleaned.hashtags:
        own = own.replace(hashtag, "", 1)
    return len(_LETTERS.findall(own)) >= MIN_LENGTH and not _SHARED.search(text)
