"""How personas moved from one period to the next."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.shared import key_of, text

DRIFT_STATES = ("kept", "moved", "new", "gone")
"""The same persona; members who went over to another one; a persona without a predecessor; one without a successor."""

fact_persona_drift = table(
    "fact_persona_drift",
    key_of("dim_persona.persona_key", "画像;-2 为本期已无", "Persona; -2 where none is left"),
    key_of("dim_persona.persona_key", "上一期的画像;-2 为上期没有", "Persona of the period before; -2 where none was",
           name="before_persona_key"),
    column("period_start", sa.Date, "本期首日", "First day of the period", merge=Merge.KEY),
    column("period_end", sa.Date, "本期末日", "Last day of the period", merge=Merge.KEY),
    text("state", "状态:kept 延续、moved 转入、new 新出现、gone 消失", "State: kept, moved, new, gone",
         one_of=DRIFT_STATES),
    measure("common_count", "两期都在的账号数;少于 10 个的转入不列出",
            "Accounts in both; moves of fewer than 10 are not listed", "authors"),
    measure("jaccard", "重合度:两期都在的账号占两期账号之比(只计两期都已归类者)",
            "Overlap: accounts in both over accounts in either, of those grouped in both periods", "share",
            type_=sa.Double),
    zh="一行是一个画像与上一期一个画像的对应",
    en="One row is one persona matched with one persona of the period before",
    kind="factless",
    key=("persona_key", "before_persona_key", "period_end"),
    refresh=Refresh.PROFILE,
)  # fmt: skip
