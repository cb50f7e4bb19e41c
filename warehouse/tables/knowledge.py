"""Knowledge that the service desk answers from, by month."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.shared import date_key, text

fact_knowledge_month = table(
    "fact_knowledge_month",
    column("month", sa.Date, "月份(首日)", "Month (its first day)", merge=Merge.KEY),
    column("kind", sa.String, "知识类型:about 关于客户、from 来自客户、for 给客户",
           "Knowledge about, from or for customers", merge=Merge.KEY, one_of=("about", "from", "for")),
    date_key("月末日", "Last day of the month"),
    measure("contact_count", "当月来访联系数(各类型相同,不可跨类型相加)",
            "Contacts of the month, the same for every kind: never add over kinds", "contacts"),
    measure("use_count", "其中引用本类知识解答的", "Of these, answered from an item of the kind", "contacts"),
    measure("used_item_count", "当月用到的知识条数", "Items used in the month", "items"),
    measure("item_count", "截至月末出现过的知识条数", "Items named by the end of the month", "items"),
    measure("fresh_item_count", "其中 90 天内出现或用到的", "Of these, named or used in the last 90 days", "items"),
    measure("decided_item_count", "其中可判再用与否的", "Of these, used again or 90 days old", "items"),
    measure("reused_item_count", "其中 90 天内再次用到的", "Of those decided, used again within 90 days", "items"),
    measure("reuse_low", "再用率 95% 区间下限(Wilson)", "Lower end of the 95% interval of the share", "share",
            type_=sa.Double, minimum=0, maximum=1),
    measure("reuse_high", "再用率 95% 区间上限", "Upper end of it", "share", type_=sa.Double, minimum=0, maximum=1),
    measure("median_days_to_use", "到再次用到的天数中位数", "Median days until used again", "days", type_=sa.Double,
            minimum=0),
    text("model_version", "计算方法的版本", "Version of the method"),
    zh="一行是一类客户知识在一个月的使用与再用;条目自首次被客服引用起算",
    en="One row is one kind of customer knowledge in one month: its uses, and how much of it was used again; an item"
    " counts from the first contact that names it",
    kind="snapshot",
    key=("month", "kind"),
    refresh=Refresh.PROFILE,
)  # fmt: skip
