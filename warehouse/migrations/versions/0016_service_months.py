"""Months of the service and root causes of complaints."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('fact_service_period',
    sa.Column('brand_key', sa.BigInteger(), nullable=False, comment='品牌 | Brand'),
    sa.Column('product_key', sa.BigInteger(), nullable=False, comment='产品;-4 为全部 | Product; -4 all'),
    sa.Column('month', sa.Date(), nullable=False, comment='提出月份(首日) | Month of opening (its first day)'),
    sa.Column('milestone', sa.String(), nullable=False, comment='节点:reply 首次回复,resolution 解决 | reply: the first reply; resolution'),
    sa.Column('date_key', sa.Integer(), nullable=False, comment='月末日 | Last day of the month'),
    sa.Column('complaint_count', sa.BigInteger(), nullable=True, comment='投诉数 | Complaints [complaints]'),
    sa.Column('valid_count', sa.BigInteger(), nullable=True, comment='有效投诉:来源给出状态的 | Valid complaints: those whose source says how they stand [complaints]'),
    sa.Column('done_count', sa.BigInteger(), nullable=True, comment='其中已回复(已解决)的 | Of these answered (resolved) [complaints]'),
    sa.Column('case_count', sa.BigInteger(), nullable=True, comment='计入等待时间的投诉,含仍在等待的 | Complaints in the waiting time, those still waiting included [complaints]'),
    sa.Column('ended_count', sa.BigInteger(), nullable=True, comment='其中等到的 | Of these, those whose waiting ended [complaints]'),
    sa.Column('censored_count', sa.BigInteger(), nullable=True, comment='其中仍在等待的 | Of these, those who still wait [complaints]'),
    sa.Column('median_minutes', sa.Double(), nullable=True, comment='等待时间中位数(自然分钟,Kaplan-Meier);未到半数为空 | Median wait in calendar time (Kaplan-Meier); NULL where fewer than half have ended [minutes]'),
    sa.Column('median_low', sa.Double(), nullable=True, comment='中位数 95% 区间下限;未到为空 | Lower end of its 95% interval; NULL not reached [minutes]'),
    sa.Column('median_high', sa.Double(), nullable=True, comment='中位数 95% 区间上限;未到为空 | Upper end of its 95% interval; NULL not reached [minutes]'),
    sa.Column('p90_minutes', sa.Double(), nullable=True, comment='九成等到所需时间;未到为空 | Wait after which nine tenths have ended; NULL not reached [minutes]'),
    sa.Column('within_24h_share', sa.Double(), nullable=True, comment='24 小时内等到的比例;观测不足为空 | Share that ended within 24 hours; NULL beyond what was seen [share]'),
    sa.Column('within_72h_share', sa.Double(), nullable=True, comment='72 小时内等到的比例;观测不足为空 | Share that ended within 72 hours; NULL beyond what was seen [share]'),
    sa.Column('business_median_minutes', sa.Double(), nullable=True, comment='等待时间中位数(营业分钟) | Median wait in opening hours [minutes]'),
    sa.Column('business_p90_minutes', sa.Double(), nullable=True, comment='九成等到所需营业分钟 | Opening minutes after which nine tenths have ended [minutes]'),
    sa.Column('late_count', sa.BigInteger(), nullable=True, comment='超期数:晚于期限,或期限已过仍未办 | Late: after the term, or not done though it is over [complaints]'),
    sa.Column('decided_count', sa.BigInteger(), nullable=True, comment='可判超期的投诉 | Complaints whose lateness is decided [complaints]'),
    sa.Column('pending_count', sa.BigInteger(), nullable=True, comment='未办而期限未到的投诉 | Complaints not done whose term is not over [complaints]'),
    comment='一行是一个品牌、产品、月份的投诉到达一个节点的情况 | One row is how the complaints of one brand, product and month reached one milestone',
    )
    op.create_table('fact_root_cause',
    sa.Column('brand_key', sa.BigInteger(), nullable=False, comment='品牌 | Brand'),
    sa.Column('product_key', sa.BigInteger(), nullable=False, comment='产品 | Product'),
    sa.Column('theme', sa.String(), nullable=False, comment='投诉主题(代号) | Theme of the complaints (code)'),
    sa.Column('date_key', sa.Integer(), nullable=False, comment='所看时期的末日 | Last day of the period looked at'),
    sa.Column('period_start', sa.Date(), nullable=False, comment='时期首日 | First day of the period'),
    sa.Column('period_end', sa.Date(), nullable=False, comment='时期末日 | Last day of the period'),
    sa.Column('complaint_count', sa.BigInteger(), nullable=True, comment='该产品该主题的投诉数 | Complaints of this product and theme [complaints]'),
    sa.Column('product_complaint_count', sa.BigInteger(), nullable=True, comment='该产品的投诉数 | Complaints of the product [complaints]'),
    sa.Column('theme_complaint_count', sa.BigInteger(), nullable=True, comment='该主题的投诉数 | Complaints of the theme [complaints]'),
    sa.Column('total_complaint_count', sa.BigInteger(), nullable=True, comment='产品与主题均已知的投诉数 | Complaints with a known product and theme [complaints]'),
    sa.Column('expected_count', sa.Double(), nullable=True, comment="按品牌平均应有的数 | Complaints expected from the brand's average [complaints]"),
    sa.Column('lift', sa.Double(), nullable=True, comment='提升度:实际与应有之比 | Lift: found over expected [ratio]'),
    sa.Column('lift_low', sa.Double(), nullable=True, comment='提升度 95% 区间下限 | Lower end of its 95% interval [ratio]'),
    sa.Column('lift_high', sa.Double(), nullable=True, comment='提升度 95% 区间上限 | Upper end of its 95% interval [ratio]'),
    sa.Column('p_value', sa.Double(), nullable=True, comment="Fisher 精确检验 p 值 | p-value of Fisher's exact test [share]"),
    sa.Column('q_value', sa.Double(), nullable=True, comment='经 BH 校正的 q 值 | q-value after Benjamini and Hochberg [share]'),
    sa.Column('rank', sa.BigInteger(), nullable=True, comment='按超出数的名次;不高于平均为空 | Place by excess; NULL where not above average'),
    comment='一行是一个品牌的一个产品在一个时期的一个投诉主题(至少五件) | One row is one theme of complaints of one product of one brand in one period (five at least)',
    )


def downgrade() -> None:
    """Back."""
    op.drop_table('fact_root_cause')
    op.drop_table('fact_service_period')
