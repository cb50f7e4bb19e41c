"""How the brand's own people are in touch with customers; empty until the user brings such figures."""

import sqlalchemy as sa

from warehouse.columns import Merge, Privacy, Refresh, column, measure, table
from warehouse.tables.firstparty import customer_key
from warehouse.tables.shared import date_key, flag, instant, platform_key, text

fact_community_day = table(
    "fact_community_day",
    platform_key(),
    column(
        "community_id",
        sa.String,
        "社群假名(一个群,或一位群主名下的全部群,或公众号的关注者)",
        "Keyed pseudonym of a group, of an owner's groups together, or of an account's followers",
        merge=Merge.KEY,
        privacy=Privacy.PSEUDONYMOUS,
    ),
    date_key("统计日(北京时间)", "Day the figures are about (Asia/Shanghai)"),
    text("source", "最近一次给出数据的来源", "Source that gave figures last"),
    instant("observed_at", "最近一次观测时间", "When figures were seen last", is_nullable=False),
    measure("group_count", "日终群数", "Groups at the end of the day", "groups"),
    measure("new_group_count", "当日新建群数", "Groups founded on the day", "groups"),
    measure("active_group_count", "当日有消息的群数", "Groups with a message on the day", "groups"),
    measure(
        "member_count", "日终成员数(不可跨日相加)", "Members at the end of the day (never add over days)", "members"
    ),
    measure("new_member_count", "当日新增成员数", "Members who joined on the day", "members"),
    measure("active_member_count", "当日发言成员数", "Members who wrote on the day", "members"),
    measure("message_count", "当日消息数", "Messages of the day", "messages"),
    zh="一行是一个社群的一天(每项数据取最近一次观测到的值)",
    en="One row is one community on one day (of each figure the value observed last)",
    kind="snapshot",
    key=("platform_key", "community_id", "date_key"),
    refresh=Refresh.WHOLE,
)

fact_contact = table(
    "fact_contact",
    column("source", sa.String, "来源", "Source", merge=Merge.KEY),
    column(
        "contact_id", sa.String, "联系编号(系统原编号或散列)", "Contact id, the system's own or a hash", merge=Merge.KEY
    ),
    date_key("联系日(北京时间)", "Day of the contact (Asia/Shanghai)"),
    text(
        "customer_id",
        "客户假名;合计行为空",
        "Customer's keyed pseudonym; NULL for totals",
        privacy=Privacy.PSEUDONYMOUS,
    ),
    text("agent_id", "员工假名", "Employee's keyed pseudonym", privacy=Privacy.PSEUDONYMOUS),
    text("channel", "渠道(来源的写法)", "Channel, as the source says"),
    text("reason", "事由(系统的写法)", "What it was about, in the system's own words", privacy=Privacy.PSEUDONYMOUS),
    instant(
        "contacted_at", "开始时间;合计行为当日零点", "When it began; midnight of the day for totals", is_nullable=False
    ),
    instant("observed_at", "最近一次观测时间", "When seen last", is_nullable=False),
    measure(
        "contact_count",
        "本行代表的联系次数:1,或员工当日合计",
        "Contacts this row stands for: 1, or an agent's total of the day",
        "contacts",
        is_nullable=False,
    ),
    measure("message_count", "员工发送的消息数", "Messages sent by the agent", "messages"),
    measure("new_customer_count", "当日新增客户数", "Customers added on the day", "customers"),
    measure(
        "lost_customer_count", "当日删除或拉黑员工的客户数", "Customers who removed or blocked the agent", "customers"
    ),
    measure(
        "reply_share",
        "已回复聊天占比 0-1;来源只给比例,不可相加",
        "Share of chats answered, 0 to 1; the source gives only the share: never add",
        "share",
        type_=sa.Double,
    ),
    measure(
        "first_response_minutes",
        "首次回复用时;合计行为平均值,不可相加",
        "Time to the first reply; the average for totals: never add",
        "minutes",
        type_=sa.Double,
    ),
    measure("handling_minutes", "从开始到结束的用时", "Time from begin to end", "minutes", type_=sa.Double),
    flag(
        "is_resolved", "是否解决;来源未说则为空", "Whether it settled the matter; NULL when not said", is_nullable=True
    ),
    measure("satisfaction", "客户对本次联系的评分", "The customer's score of the contact", "points", type_=sa.Double),
    measure("satisfaction_scale", "评分满分", "Best possible score", "points", type_=sa.Double),
    customer_key(),
    text(
        "direction",
        "方向:inbound 客户来访,outbound 企业外呼;来源未说则为空",
        "inbound: the customer came; outbound: the firm called; NULL when not said",
        one_of=("inbound", "outbound"),
    ),
    flag(
        "is_answered",
        "对方是否应答:来访是否得到回复,外呼是否接通;来源未说则为空",
        "Whether the other side answered: the desk, or the customer called; NULL when not said",
        is_nullable=True,
    ),
    text(
        "action_kind",
        "外呼所执行的行动:retention 挽留、winback 赢回、care 关怀;其他为空",
        "Kind of action an outbound contact carried out; NULL for others",
        one_of=("retention", "winback", "care"),
    ),
    text("knowledge_id", "解答所用的知识编号;未用或未说则为空", "Item of knowledge that answered it; NULL for none"),
    text(
        "knowledge_kind",
        "知识类型:about 关于客户、from 来自客户、for 给客户;来源未说则为空",
        "Knowledge about, from or for customers; NULL when not said",
        one_of=("about", "from", "for"),
    ),
    zh="一行是一次服务联系;来源只给合计时,一行是一名员工一天的联系(以最近一次观测为准)",
    en="One row is one service contact, or an agent's contacts of one day where the source gives only totals"
    " (the state observed last)",
    kind="transaction",
    key=("source", "contact_id"),
    refresh=Refresh.WHOLE,
)
