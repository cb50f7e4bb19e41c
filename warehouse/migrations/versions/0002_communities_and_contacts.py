"""Communities and service contacts: figures of the brand's own people."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('fact_community_day',
    sa.Column('platform_key', sa.BigInteger(), nullable=False, comment='平台 | Platform'),
    sa.Column('community_id', sa.String(), nullable=False, comment="社群假名(一个群,或一位群主名下的全部群,或公众号的关注者) | Keyed pseudonym of a group, of an owner's groups together, or of an account's followers"),
    sa.Column('date_key', sa.Integer(), nullable=False, comment='统计日(北京时间) | Day the figures are about (Asia/Shanghai)'),
    sa.Column('source', sa.String(), nullable=True, comment='最近一次给出数据的来源 | Source that gave figures last'),
    sa.Column('observed_at', sa.DateTime(timezone=True), nullable=False, comment='最近一次观测时间 | When figures were seen last [instant]'),
    sa.Column('group_count', sa.BigInteger(), nullable=True, comment='日终群数 | Groups at the end of the day [groups]'),
    sa.Column('new_group_count', sa.BigInteger(), nullable=True, comment='当日新建群数 | Groups founded on the day [groups]'),
    sa.Column('active_group_count', sa.BigInteger(), nullable=True, comment='当日有消息的群数 | Groups with a message on the day [groups]'),
    sa.Column('member_count', sa.BigInteger(), nullable=True, comment='日终成员数(不可跨日相加) | Members at the end of the day (never add over days) [members]'),
    sa.Column('new_member_count', sa.BigInteger(), nullable=True, comment='当日新增成员数 | Members who joined on the day [members]'),
    sa.Column('active_member_count', sa.BigInteger(), nullable=True, comment='当日发言成员数 | Members who wrote on the day [members]'),
    sa.Column('message_count', sa.BigInteger(), nullable=True, comment='当日消息数 | Messages of the day [messages]'),
    comment='一行是一个社群的一天(每项数据取最近一次观测到的值) | One row is one community on one day (of each figure the value observed last)',
    )
    op.create_table('fact_contact',
    sa.Column('source', sa.String(), nullable=False, comment='来源 | Source'),
    sa.Column('contact_id', sa.String(), nullable=False, comment="联系编号(系统原编号或散列) | Contact id, the system's own or a hash"),
    sa.Column('date_key', sa.Integer(), nullable=False, comment='联系日(北京时间) | Day of the contact (Asia/Shanghai)'),
    sa.Column('customer_id', sa.String(), nullable=True, comment="客户假名;合计行为空 | Customer's keyed pseudonym; NULL for totals"),
    sa.Column('agent_id', sa.String(), nullable=True, comment="员工假名 | Employee's keyed pseudonym"),
    sa.Column('channel', sa.String(), nullable=True, comment='渠道(来源的写法) | Channel, as the source says'),
    sa.Column('reason', sa.String(), nullable=True, comment="事由(系统的写法) | What it was about, in the system's own words"),
    sa.Column('contacted_at', sa.DateTime(timezone=True), nullable=False, comment='开始时间;合计行为当日零点 | When it began; midnight of the day for totals [instant]'),
    sa.Column('observed_at', sa.DateTime(timezone=True), nullable=False, comment='最近一次观测时间 | When seen last [instant]'),
    sa.Column('contact_count', sa.BigInteger(), nullable=False, comment="本行代表的联系次数:1,或员工当日合计 | Contacts this row stands for: 1, or an agent's total of the day [contacts]"),
    sa.Column('message_count', sa.BigInteger(), nullable=True, comment='员工发送的消息数 | Messages sent by the agent [messages]'),
    sa.Column('new_customer_count', sa.BigInteger(), nullable=True, comment='当日新增客户数 | Customers added on the day [customers]'),
    sa.Column('lost_customer_count', sa.BigInteger(), nullable=True, comment='当日删除或拉黑员工的客户数 | Customers who removed or blocked the agent [customers]'),
    sa.Column('reply_share', sa.Double(), nullable=True, comment='已回复聊天占比 0-1;来源只给比例,不可相加 | Share of chats answered, 0 to 1; the source gives only the share: never add [share]'),
    sa.Column('first_response_minutes', sa.Double(), nullable=True, comment='首次回复用时;合计行为平均值,不可相加 | Time to the first reply; the average for totals: never add [minutes]'),
    sa.Column('handling_minutes', sa.Double(), nullable=True, comment='从开始到结束的用时 | Time from begin to end [minutes]'),
    sa.Column('is_resolved', sa.Boolean(), nullable=True, comment='是否解决;来源未说则为空 | Whether it settled the matter; NULL when not said'),
    sa.Column('satisfaction', sa.Double(), nullable=True, comment="客户对本次联系的评分 | The customer's score of the contact [points]"),
    sa.Column('satisfaction_scale', sa.Double(), nullable=True, comment='评分满分 | Best possible score [points]'),
    comment="一行是一次服务联系;来源只给合计时,一行是一名员工一天的联系(以最近一次观测为准) | One row is one service contact, or an agent's contacts of one day where the source gives only totals (the state observed last)",
    )


def downgrade() -> None:
    """Back."""
    op.drop_table('fact_contact')
    op.drop_table('fact_community_day')
