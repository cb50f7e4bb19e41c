"""What speaks for and against an account's audience being real: signs with their numbers, no secret score.

The scores on the market (HypeAuditor, 千瓜, 新榜) keep their weights to themselves. Here each sign is one row with the
figure, what it is compared with and on how many it rests; whether the account is worth its price a person decides.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from crm.frames import numbers_of, require, shaped
from crm.tiers import tier_of
from records.tiers import TierScheme

ACCOUNT_COLUMNS = ("platform", "author_id", "follower_count", "following_count", "content_count", "engagement_count")
"""One row per account: latest figures; engagement is the sum over content_count contents. Unknown allowed."""
OBSERVATION_COLUMNS = ("platform", "author_id", "observed_at", "follower_count")
REACTION_COLUMNS = ("platform", "author_id", "reactor_id", "is_water_army")
"""One row per repost or reply: whose words, by whom, whether the integrity task found a water army behind it."""
DTYPES = {
    "platform": "string", "author_id": "string", "sign": "string", "value": "Float64", "bound": "Float64",
    "reference": "Float64", "evidence_count": "Int64", "is_suspicious": "boolean",
}  # fmt: skip
KEY = ["platform", "author_id"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing looked at."""

    zh: str
    en: str
    unit: str
    source: str
    """Whose bound it is."""


SIGNS = {
    "mass_following": Sign(
        zh="关注数过多(互关涨粉)", en="Follows a great many accounts (follow for follow)", unit="accounts",
        source="HypeAuditor: mass follower above 1,500 followed accounts",
    ),
    "low_engagement": Sign(
        zh="互动率远低于同平台同层级", en="Engagement rate far below peers of the same platform and tier", unit="share",
        source="own: three robust deviations of the logarithm below the peers' median",
    ),
    "high_engagement": Sign(
        zh="互动率远高于同平台同层级(或为刷量,或为爆款)", unit="share",
        en="Engagement rate far above peers of the same platform and tier (bought, or a great success)",
        source="own: three robust deviations of the logarithm above the peers' median",
    ),
    "follower_jump": Sign(
        zh="粉丝数骤增或骤减(单日)", en="Followers jumped or fell within a day", unit="share a day",
        source="own: a tenth and five robust deviations from the account's usual daily change",
    ),
    "army_reactions": Sign(
        zh="转发与回复中疑似水军占比", en="Share of reposts and replies by a suspected water army", unit="share",
        source="own: lower end of the 95 % Wilson interval above a half",
    ),
}  # fmt: skip
"""What is looked at, in Chinese and English."""
MASS_FOLLOWING = 1_500
PEER_COUNT = 30
"""Fewer peers say nothing about what is usual."""
OBSERVED_DAYS = 8
"""Fewer observed changes of followers say nothing about what is usual for the account."""
_MAD = 1.4826
"""A normal distribution's standard deviation in median absolute deviations."""


def audience_signs(
    accounts: pd.DataFrame,
    *,
    schemes: tuple[TierScheme, ...],
    observations: pd.DataFrame | None = None,
    reactions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """One row per account and sign that could be looked at (DTYPES, SIGNS), whether suspicious or not.

    value: the account's figure; reference: what is usual (NULL where the bound is fixed); bound: where suspicion
    begins; evidence_count: peers, observed changes or reactions it rests on, 1 for a single figure. No row: the
    figures are unknown or too few (PEER_COUNT, OBSERVED_DAYS), which speaks neither for nor against. Raises UsageError
    for a missing column.
    """
    frame = require(accounts, ACCOUNT_COLUMNS, name="account").dropna(subset=KEY).drop_duplicates(KEY, keep="last")
    for column in ACCOUNT_COLUMNS[2:]:
        frame[column] = numbers_of(frame, column)
    signs = [_mass_following(frame), *_engagement(frame, schemes)]
    if observations is not None:
        signs.append(_jumps(require(observations, OBSERVATION_COLUMNS, name="observation")))
    if reactions is not None:
        signs.append(_armies(require(reactions, REACTION_COLUMNS, name="reaction")))
    return shaped(pd.concat([shaped(rows, DTYPES) for rows in signs]).sort_values([*KEY, "sign"]), DTYPES)


def _mass_following(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame.dropna(subset=["following_count"])
    value = rows["following_count"]
    return rows[KEY].assign(
        sign="mass_following",
        value=value,
        bound=MASS_FOLLOWING,
        evidence_count=1,
        is_suspicious=value > MASS_FOLLOWING,
    )


def _engagement(frame: pd.DataFrame, schemes: tuple[TierScheme, ...]) -> list[pd.DataFrame]:
    """Interactions a content and follower beside those of accounts of the same platform and tier."""
    rate = frame["engagement_count"] / frame["content_count"] / frame["follower_count"]
    tier = tier_of(frame["follower_count"], platform=frame["platform"], schemes=schemes)
    rows = frame[KEY].assign(tier=tier, value=rate)[np.isfinite(rate) & (rate > 0)]
    level = np.log(rows["value"])
    peers = [rows["platform"], rows["tier"]]
    middle, count = level.groupby(peers).transform("median"), level.groupby(peers).transform("size")
    width = 3 * _MAD * (level - middle).abs().groupby(peers).transform("median")
    rows = rows.assign(reference=np.exp(middle), evidence_count=count - 1)
    known = (count > PEER_COUNT) & (width > 0)
    low = rows.assign(sign="low_engagement", bound=np.exp(middle - width), is_suspicious=level < middle - width)
    high = rows.assign(sign="high_engagement", bound=np.exp(middle + width), is_suspicious=level > middle + width)
    return [low[known], high[known]]


def _jumps(observations: pd.DataFrame) -> pd.DataFrame:
    """The account's largest daily change of followers beside its usual one."""
    frame = observations.dropna(subset=[*KEY, "observed_at", "follower_count"])
    frame = frame[pd.to_numeric(frame["follower_count"]) > 0].sort_values([*KEY, "observed_at"])
    groups = [frame[column] for column in KEY]
    seconds = pd.to_datetime(frame["observed_at"], utc=True).astype("datetime64[ns, UTC]").astype("int64") / 1e9
    # Two looks on one day are no two days: half a day is the least.
    days = (seconds.groupby(groups).diff() / 86_400).clip(lower=0.5)
    level = pd.Series(np.log(pd.to_numeric(frame["follower_count"]).to_numpy(dtype=np.float64)), index=frame.index)
    change = level.groupby(groups).diff() / days
    usual = change.groupby(groups).transform("median")
    offset = (change - usual).abs()
    width = np.maximum(5 * _MAD * offset.groupby(groups).transform("median"), np.log(1.1))
    rows = frame[KEY].assign(value=np.expm1(change), reference=np.expm1(usual), bound=np.expm1(width), offset=offset)
    rows["evidence_count"] = change.groupby(groups).transform("count")
    rows["is_suspicious"] = offset > width
    rows = rows[change.notna() & (rows["evidence_count"] >= OBSERVED_DAYS)]
    largest: pd.DataFrame = rows.sort_values("offset", kind="stable").drop_duplicates(KEY, keep="last")
    return largest.assign(sign="follower_jump")


def _armies(reactions: pd.DataFrame) -> pd.DataFrame:
    frame = reactions.dropna(subset=KEY)
    frame = frame[frame["reactor_id"] != frame["author_id"]]
    flags = frame["is_water_army"].astype("boolean").fillna(False).astype("float64")
    grouped = flags.groupby([frame[column] for column in KEY])
    rows = pd.DataFrame({"value": grouped.mean(), "evidence_count": grouped.size()}).reset_index()
    lower = _wilson_low(rows["value"], rows["evidence_count"])
    return rows.assign(sign="army_reactions", bound=0.5, is_suspicious=lower > 0.5)


def _wilson_low(share: pd.Series, count: pd.Series) -> pd.Series:
    """Lower end of the 95 % interval of a share (Wilson 1927)."""
    z = 1.959964
    middle = share + z * z / (2 * count)
    half = z * np.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (middle - half) / (1 + z * z / count)
