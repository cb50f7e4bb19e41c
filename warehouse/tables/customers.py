"""Who buys: customers over time, and the accounts they speak with."""

import sqlalchemy as sa

from warehouse.columns import Merge, Privacy, Refresh, column, measure, table
from warehouse.tables.shared import flag, instant, key_of, natural, platform_key, surrogate, text

dim_customer = table(
    "dim_customer",
    surrogate("customer_key", "客户版本键", "Customer version key"),
    natural("customer_id", "客户假名", "Customer's keyed pseudonym", privacy=Privacy.PSEUDONYMOUS),
    column("tier", sa.String, "客户层级", "Tier by value", merge=Merge.HISTORY, is_nullable=True),
    column("stage", sa.String, "关系阶段", "Stage of the relationship", merge=Merge.HISTORY, is_nullable=True),
    column("persona_id", sa.String, "画像代号", "Persona id", merge=Merge.HISTORY, is_nullable=True),
    key_of("dim_region.region_key", "地区", "Region"),
    flag("is_identified", "是否已与社交账号关联", "Whether linked to an account on a platform"),
    instant(
        "valid_from",
        "版本生效时间:得出该状态的月份结束之时;首版为 1970-01-01",
        "Version valid from: the end of the month that showed this state; 1970-01-01 for the first",
        is_nullable=False,
    ),
    instant(
        "valid_to",
        "版本失效时间(不含);末版为 9999-12-31",
        "Valid until, exclusive; 9999-12-31 for the last",
        is_nullable=False,
    ),
    flag("is_current", "是否当前版本", "Whether the current version"),
    flag("is_inferred", "是否仅由往来记录推知(尚无月度状态)", "Whether known only from events, no monthly state yet"),
    zh="一行是一位客户在一段有效期内的状态(SCD2:层级、阶段、画像、地区)",
    en="One row is the state of one customer over one span of validity (SCD2: tier, stage, persona, region)",
    kind="dimension",
    key=("customer_id", "valid_from"),
    ordered=(("valid_from", "valid_to"),),
    refresh=Refresh.MEMBER,
)

bridge_customer_author = table(
    "bridge_customer_author",
    column("customer_id", sa.String, "客户假名", "Customer's keyed pseudonym", merge=Merge.KEY,
           privacy=Privacy.PSEUDONYMOUS),
    platform_key(),
    column("author_id", sa.String, "作者假名", "Author's keyed pseudonym", merge=Merge.KEY,
           privacy=Privacy.PSEUDONYMOUS),
    instant("valid_from", "关联生效时间", "Link valid from", is_nullable=False),
    instant(
        "valid_to", "关联失效时间(不含);仍有效为 9999-12-31", "Valid until, exclusive; 9999-12-31 while it stands",
        is_nullable=False,
    ),
    measure("match_probability", "匹配概率", "Probability that both are one person", "share", type_=sa.Double),
    flag("is_active", "是否现行有效;撤销后为否,记录保留", "Whether it stands; a withdrawn link stays with False"),
    text("method", "依据的方法", "Method that linked them"),
    text("reason", "依据或撤销原因(代号)", "Grounds of the link, or of its withdrawal (code)"),
    zh="一行是一位客户与一个平台账号在一段时间内的关联(可撤销)",
    en="One row is the link of one customer to one account over one span of time (reversible)",
    kind="bridge",
    key=("customer_id", "platform_key", "author_id", "valid_from"),
    ordered=(("valid_from", "valid_to"),),
    refresh=Refresh.PROFILE,
)  # fmt: skip
