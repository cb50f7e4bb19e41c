"""Accounts have the tiers that crm gives them: one set of bounds, by platform and date."""

from datetime import UTC, date, datetime

import pandas as pd
import sqlalchemy as sa

from crm.influence.platforms import platform_schemes
from crm.tiers import tier_of
from warehouse import duck
from warehouse.load import authors
from warehouse.load.inputs import Inputs

FOLLOWERS = (None, 0, 999, 1_000, 9_999, 10_000, 100_000, 299_999, 300_000, 500_000, 1_000_000, 3_000_000, 10_000_000)
PLATFORMS = ("weibo", "douyin", "xiaohongshu", "bilibili")
DAYS = (date(2019, 12, 31), date(2020, 1, 1), date(2025, 11, 16), date(2025, 11, 17))


def test_the_star_and_crm_agree_on_every_platform_and_day() -> None:
    table = sa.Table("seen", sa.MetaData(), sa.Column("followers", sa.BigInteger), sa.Column("platform", sa.String),
                     sa.Column("at", sa.TIMESTAMP(timezone=True)))  # fmt: skip
    rows = [(n, name, datetime(day.year, day.month, day.day, 4, tzinfo=UTC))
            for day in DAYS for name in PLATFORMS for n in FOLLOWERS]  # fmt: skip
    inputs = Inputs(tiers=platform_schemes())
    with duck.scratch() as connection:
        table.create(connection)
        connection.execute(
            sa.insert(table), [dict(zip(("followers", "platform", "at"), row, strict=True)) for row in rows]
        )
        seen = table.c
        tier = authors.tier_of(seen.followers, seen.platform, seen.at, inputs)
        told = connection.execute(sa.select(seen.platform, sa.cast(seen.at, sa.Date), seen.followers, tier)).all()
    frame = pd.DataFrame([tuple(row) for row in told], columns=["platform", "day", "followers", "tier"])
    assert len(frame) == len(rows)
    for day, part in frame.groupby("day"):
        expected = tier_of(part["followers"], platform=part["platform"], on=day, schemes=platform_schemes())
        assert part["tier"].astype("string").fillna("").tolist() == expected.fillna("").tolist()
    assert set(frame.loc[frame["platform"] == "xiaohongshu", "tier"].dropna()) >= {"super", "shoulder"}


def test_before_all_bounds_nobody_has_a_tier() -> None:
    at = sa.literal(datetime(2001, 1, 1, tzinfo=UTC))
    with duck.scratch() as connection:
        tier = authors.tier_of(sa.literal(5_000), sa.literal("weibo"), at, Inputs())
        assert connection.scalar(sa.select(tier)) is None
