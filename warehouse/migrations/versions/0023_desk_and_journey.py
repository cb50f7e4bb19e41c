"""The desk by hour and channel, recoveries, journeys and the audit of parity."""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('fact_desk_hour',
    sa.Column('month', sa.Date(), nullable=False, comment='月份(首日) | Month (its first day)'),
    sa.Column('hour', sa.BigInteger(), nullable=False, comment='钟点 0-23(北京时间) | Hour of the day, 0 to 23 (Asia/Shanghai)'),
    sa.Column('date_key', sa.Integer(), nullable=False, comment='月末日 | Last day of the month'),
    sa.Column('contact_count', sa.BigInteger(), nullable=True, comment='该钟点全月来访联系数 | Contacts that came in this hour on all days [contacts]'),
    sa.Column('day_count', sa.BigInteger(), nullable=True, comment='所含天数 | Days the month has so far [days]'),
    sa.Column('handling_minutes', sa.Double(), nullable=True, comment='当月平均处理时长 | Mean handling time of the month [minutes]'),
    sa.Column('load_erlang', sa.Double(), nullable=True, comment='平均话务量 | Mean load: contacts an hour x handling time in hours [erlang]'),
    sa.Column('agent_count', sa.BigInteger(), nullable=True, comment='所需坐席数(20 秒内应答 80%,Erlang C) | Agents for 80% within 20 s (Erlang C) [agents]'),
    sa.Column('service_level', sa.Double(), nullable=True, comment='此坐席数下 20 秒内应答比例 | Share that these answer within 20 s [share]'),
    sa.Column('average_wait_seconds', sa.Double(), nullable=True, comment='平均等待 | Average speed of answer [seconds]'),
    sa.Column('occupancy', sa.Double(), nullable=True, comment='坐席忙碌占比 | Share of their time that agents are busy [share]'),
    sa.Column('model_version', sa.String(), nullable=True, comment='计算方法的版本 | Version of the method'),
    comment='一行是一个月中一个钟点的客服来访量与所需坐席 | One row is one hour of the day in one month: contacts that came, and the agents they need',
    )
    op.create_table('fact_desk_month',
    sa.Column('month', sa.Date(), nullable=False, comment='月份(首日) | Month (its first day)'),
    sa.Column('channel', sa.String(), nullable=False, comment='渠道(来源的写法);未说为 unknown | Channel, as the source says; unknown where it does not'),
    sa.Column('date_key', sa.Integer(), nullable=False, comment='月末日 | Last day of the month'),
    sa.Column('contact_count', sa.BigInteger(), nullable=True, comment='来访联系数 | Contacts that customers began [contacts]'),
    sa.Column('unanswered_count', sa.BigInteger(), nullable=True, comment='其中未得应答的 | Of these, those nobody answered [contacts]'),
    sa.Column('issue_count', sa.BigInteger(), nullable=True, comment='可判首次解决的问题数 | Issues whose first-contact resolution is decided [issues]'),
    sa.Column('first_contact_count', sa.BigInteger(), nullable=True, comment='其中首次联系即解决的 | Of these, settled by the first contact [issues]'),
    sa.Column('open_issue_count', sa.BigInteger(), nullable=True, comment='七天未满、尚不可判的问题数 | Issues whose seven days are not over [issues]'),
    sa.Column('handled_count', sa.BigInteger(), nullable=True, comment='有处理时长的联系数 | Contacts of known handling time [contacts]'),
    sa.Column('handling_minutes', sa.Double(), nullable=True, comment='处理时长合计 | Handling time in all [minutes]'),
    sa.Column('answered_count', sa.BigInteger(), nullable=True, comment='有首次响应时长的联系数 | Contacts of known time to the first reply [contacts]'),
    sa.Column('answer_minutes', sa.Double(), nullable=True, comment='首次响应时长合计 | Time to the first reply in all [minutes]'),
    sa.Column('model_version', sa.String(), nullable=True, comment='计算方法的版本 | Version of the method'),
    comment="一行是一个渠道一个月的客服联系(首次解决、处理与响应时长的分子与分母) | One row is one channel's month at the desk: parts of first-contact resolution, handling and answering time",
    )
    op.create_table('fact_recovery',
    sa.Column('month', sa.Date(), nullable=False, comment='月份(首日) | Month (its first day)'),
    sa.Column('outcome', sa.String(), nullable=False, comment='结果:satisfaction 满意度占满分之比、repurchase 再次购买 | satisfaction: score over its scale; repurchase'),
    sa.Column('comparison', sa.String(), nullable=False, comment='比较:paradox 已补救与从未投诉、recovery 已补救与未补救 | paradox: recovered against no complaint; recovery: against unrecovered'),
    sa.Column('date_key', sa.Integer(), nullable=False, comment='月末日 | Last day of the month'),
    sa.Column('customer_count', sa.BigInteger(), nullable=True, comment='已补救的客户数 | Customers recovered [customers]'),
    sa.Column('reference_count', sa.BigInteger(), nullable=True, comment='对照客户数 | Customers compared with [customers]'),
    sa.Column('mean', sa.Double(), nullable=True, comment='已补救者的均值 | Mean of those recovered [value]'),
    sa.Column('reference_mean', sa.Double(), nullable=True, comment='对照者的均值 | Mean of those compared with [value]'),
    sa.Column('difference', sa.Double(), nullable=True, comment='差 | Difference of the means [value]'),
    sa.Column('difference_low', sa.Double(), nullable=True, comment='差的 95% 区间下限(Welch) | Lower end of its 95% interval (Welch) [value]'),
    sa.Column('difference_high', sa.Double(), nullable=True, comment='差的 95% 区间上限 | Upper end of its 95% interval [value]'),
    sa.Column('finding', sa.String(), nullable=True, comment='结论:higher 更高、lower 更低、no difference shown 未见差异、not enough evidence 证据不足 | What the interval says, or that there is not enough evidence'),
    sa.Column('reason', sa.String(), nullable=True, comment='证据不足的原因 | Why there is not enough evidence'),
    sa.Column('model_version', sa.String(), nullable=True, comment='计算方法的版本 | Version of the method'),
    comment="一行是截至月末的一种结果在补救与对照之间的一项比较;观察所得,不证明因果 | One row is one comparison of one outcome up to the month's end; observed, so no proof of a cause",
    )
    op.create_table('fact_journey_month',
    sa.Column('brand_key', sa.BigInteger(), nullable=False, comment='品牌;-4 为全部品牌 | Brand; -4 all brands'),
    sa.Column('month', sa.Date(), nullable=False, comment='开始旅程的月份(首日) | Month in which the journey began (its first day)'),
    sa.Column('stage', sa.String(), nullable=False, comment="阶段(企业自定) | Stage, the firm's own"),
    sa.Column('date_key', sa.Integer(), nullable=False, comment='月末日 | Last day of the month'),
    sa.Column('stage_number', sa.BigInteger(), nullable=True, comment='第几阶段 | Place of the stage [stages]'),
    sa.Column('customer_count', sa.BigInteger(), nullable=True, comment='到达的人数 | People who reached it after all stages before [customers]'),
    sa.Column('before_count', sa.BigInteger(), nullable=True, comment='到达上一阶段的人数;首阶段为空 | People at the stage before; NULL for the first [customers]'),
    sa.Column('drop_count', sa.BigInteger(), nullable=True, comment='未再前进的人数 | People who went no further [customers]'),
    sa.Column('pass_low', sa.Double(), nullable=True, comment='通过率 95% 区间下限 | Lower end of the 95% interval of the share that went on [share]'),
    sa.Column('pass_high', sa.Double(), nullable=True, comment='通过率 95% 区间上限 | Upper end of it [share]'),
    sa.Column('wait_days', sa.Double(), nullable=True, comment='自上一阶段的天数中位数 | Median of the days since the stage before [days]'),
    sa.Column('model_version', sa.String(), nullable=True, comment='计算方法的版本 | Version of the method'),
    comment='一行是同月开始旅程的人到达一个阶段的情况;近月的旅程尚未走完 | One row is how far those who began in one month came at one stage; journeys of late months are not over',
    )
    op.create_table('fact_parity',
    sa.Column('month', sa.Date(), nullable=False, comment='所看一年的末月(首日) | Last month of the year looked at (its first day)'),
    sa.Column('audit', sa.String(), nullable=False, comment='审计:price_by_* 同品同日价格,settled_by_* 投诉解决比例;按新老客户、渠道或客户层级 | Prices of the same product and day, or shares settled; by tenure, channel or tier'),
    sa.Column('audit_group', sa.String(), nullable=False, comment='被比较的组 | Group that is compared'),
    sa.Column('date_key', sa.Integer(), nullable=False, comment='月末日 | Last day of the month'),
    sa.Column('reference', sa.String(), nullable=True, comment='对照组;份额审计为待遇最好的组 | Compared with; for shares the best-treated group'),
    sa.Column('case_count', sa.BigInteger(), nullable=True, comment='该组的订单行或案例数 | Order lines or cases of the group [cases]'),
    sa.Column('granted_count', sa.BigInteger(), nullable=True, comment='其中已解决的;价格审计为空 | Of these, settled; NULL for prices [cases]'),
    sa.Column('gap', sa.Double(), nullable=True, comment='差距:价格为相对差(0.05 即贵 5%),份额为差值 | Relative for prices, difference of shares [difference]'),
    sa.Column('gap_low', sa.Double(), nullable=True, comment='差距 95% 区间下限 | Lower end of its 95% interval [difference]'),
    sa.Column('gap_high', sa.Double(), nullable=True, comment='差距 95% 区间上限 | Upper end of its 95% interval [difference]'),
    sa.Column('needs_review', sa.Boolean(), nullable=True, comment='是否应由人复核 | Whether a person should look'),
    sa.Column('model_version', sa.String(), nullable=True, comment='计算方法的版本 | Version of the method'),
    comment='一行是一项公平审计中的一个组;差距是留给人的问题,不是结论 | One row is one group in one audit of parity; a gap is a question for a person, no verdict',
    )


def downgrade() -> None:
    """Back."""
    op.drop_table('fact_parity')
    op.drop_table('fact_journey_month')
    op.drop_table('fact_recovery')
    op.drop_table('fact_desk_month')
    op.drop_table('fact_desk_hour')
