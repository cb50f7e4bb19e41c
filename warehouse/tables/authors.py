"""Who speaks, from where, and what kind of customer."""

import sqlalchemy as sa

from warehouse.columns import Merge, Privacy, Refresh, column, measure, table
from warehouse.tables.shared import author_key, flag, instant, key_of, natural, platform_key, surrogate, text

PERIOD_START = ("period_start", "时期首日", "First day of the period")
PERIOD_END = ("period_end", "时期末日", "Last day of the period")

dim_region = table(
    "dim_region",
    surrogate("region_key", "地区键", "Region key"),
    natural("region", "来源所写的地区(IP属地或资料)", "Region as the source writes it (IP属地 or profile)"),
    text(
        "province",
        "省级行政区简称(由省名或城市名得出);不在中国或认不出为空",
        "Province, short form, told by its name or a city's; NULL abroad or unrecognised",
    ),
    text(
        "country",
        "国家或地区中文名;来源只写州、城市等而未写明则为空",
        "Country or territory, in Chinese; NULL when only a part of one is named",
    ),
    zh="一行是来源写出的一个地区",
    en="One row is one region as sources write it",
    kind="dimension",
    key=("region",),
    refresh=Refresh.MEMBER,
)

dim_author = table(
    "dim_author",
    surrogate("author_key", "作者版本键", "Author version key"),
    platform_key(),
    natural("author_id", "作者假名", "Author's keyed pseudonym", privacy=Privacy.PSEUDONYMOUS),
    column(
        "name",
        sa.String,
        "打码昵称",
        "Masked display name",
        merge=Merge.HISTORY,
        privacy=Privacy.PSEUDONYMOUS,
        is_nullable=True,
    ),
    column("tier", sa.String, "粉丝层级", "Tier by followers", merge=Merge.HISTORY, is_nullable=True),
    key_of("dim_region.region_key", "地区", "Region"),
    column("is_verified", sa.Boolean, "是否认证", "Whether verified", merge=Merge.HISTORY, is_nullable=True),
    column("verified_type", sa.String, "认证类型", "Type of verification", merge=Merge.HISTORY, is_nullable=True),
    text("gender", "性别 f/m", "Gender f or m", privacy=Privacy.PSEUDONYMOUS),
    text("category", "平台给出的账号类目", "Category the platform files it under"),
    instant(
        "valid_from",
        "版本生效时间;首版为 1970-01-01",
        "Version valid from; 1970-01-01 for the first",
        is_nullable=False,
    ),
    instant(
        "valid_to",
        "版本失效时间(不含);末版为 9999-12-31",
        "Valid until, exclusive; 9999-12-31 for the last",
        is_nullable=False,
    ),
    flag("is_current", "是否当前版本", "Whether the current version"),
    flag("is_inferred", "是否仅由内容推知(尚无资料)", "Whether known only from its content, no profile seen"),
    zh="一行是一个账号在一段有效期内的状态(SCD2:层级、地区、认证、昵称)",
    en="One row is the state of one account over one span of validity (SCD2: tier, region, verification, name)",
    kind="dimension",
    key=("platform_key", "author_id", "valid_from"),
    refresh=Refresh.ACCOUNT,
)

dim_persona = table(
    "dim_persona",
    surrogate("persona_key", "画像键", "Persona key"),
    natural("persona_id", "画像代号", "Persona id"),
    column("period_start", sa.Date, *PERIOD_START[1:], merge=Merge.KEY, is_nullable=True),
    column("period_end", sa.Date, *PERIOD_END[1:], merge=Merge.KEY, is_nullable=True),
    text("name", "画像名称", "Persona name"),
    text("evidence", "命名依据(JSON)", "Evidence for the name (JSON)"),
    text("top_topic", "最关注的话题", "Topic it cares about most"),
    measure("author_count", "成员账号数", "Accounts in it", "authors"),
    measure("stability", "稳定度 0-1", "Stability 0 to 1", "share", type_=sa.Double),
    text(
        "card",
        "画像卡(JSON):需求、话题、方面、渠道、时段,各带占比、倍数与人数;少于 10 人的不列出",
        "Card (JSON): needs, topics, aspects, channels, hours, each with share, lift and n; none of fewer than 10",
    ),
    zh="一行是一个时期的一个画像",
    en="One row is one persona of one period",
    kind="dimension",
    key=("persona_id", "period_start", "period_end"),
    refresh=Refresh.PROFILE,
)

fact_persona_membership = table(
    "fact_persona_membership",
    key_of("dim_persona.persona_key", "画像", "Persona"),
    author_key(),
    platform_key(),
    column("period_start", sa.Date, *PERIOD_START[1:], merge=Merge.KEY),
    column("period_end", sa.Date, *PERIOD_END[1:], merge=Merge.KEY),
    measure("probability", "归属概率", "Probability of belonging", "share", type_=sa.Double),
    flag("is_primary", "是否该账号本期最可能的画像", "Whether it is the account's likeliest persona of the period"),
    zh="一行是一个账号在一个时期归于一个画像",
    en="One row is one account belonging to one persona in one period",
    kind="factless",
    key=("persona_key", "author_key"),
    refresh=Refresh.PROFILE,
)
