"""Scorecards, and what programmes cost and bring."""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('fact_scorecard',
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌;-4 为全部品牌 | Brand; -4 all brands'),
    sa.Column('month', sa.Date(), autoincrement=False, nullable=False, comment='月份(首日) | Month (its first day)'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='月末日 | Last day of the month'),
    sa.Column('perspective', sa.String(), autoincrement=False, nullable=False, comment='维度:finance 财务、customer 客户、process 内部流程、learning 学习与成长、all 全部 | View of the card, or all of them'),
    sa.Column('indicator', sa.String(), autoincrement=False, nullable=False, comment='指标;all 为该维度的合计 | Indicator; all for the view as a whole'),
    sa.Column('indicator_value', sa.Double(), autoincrement=False, nullable=True, comment="指标值(指标自身的单位);合计行为空 | Value in the indicator's own unit; NULL on totals [value]"),
    sa.Column('floor_value', sa.Double(), autoincrement=False, nullable=True, comment="得 0 分的值(企业自定) | Value that scores 0, the firm's own [value]"),
    sa.Column('target_value', sa.Double(), autoincrement=False, nullable=True, comment="得 100 分的值(企业自定) | Value that scores 100, the firm's own [value]"),
    sa.Column('score', sa.Double(), autoincrement=False, nullable=True, comment='得分(0-100);合计为已知指标的加权平均 | Score, 0 to 100; totals: weighted mean of what is known [points]'),
    sa.Column('weight', sa.Double(), autoincrement=False, nullable=True, comment='权重;各指标之和为 1 | Weight; those of the indicators sum to 1 [share]'),
    sa.Column('weighted_score', sa.Double(), autoincrement=False, nullable=True, comment='加权得分 = 得分 × 权重 | Score x weight [points]'),
    sa.Column('weight_known', sa.Double(), autoincrement=False, nullable=True, comment='当月有数据的指标所占权重;指标行为 1 | Part of the weight that is known [share]'),
    sa.Column('indicator_count', sa.BigInteger(), autoincrement=False, nullable=True, comment='有数据的指标数 | Indicators known [indicators]'),
    sa.Column('weighting', sa.String(), autoincrement=False, nullable=True, comment='权重来源:judged 两两比较(AHP)、entropy 熵权、equal 等权 | Where weights come from'),
    sa.Column('model_version', sa.String(), autoincrement=False, nullable=True, comment='计算方法的版本 | Version of the method'),
    comment="一行是一个品牌、月份的平衡计分卡的一个指标,或一个维度的合计;含合计,不可相加 | One row is one indicator of a brand's scorecard of a month, or a view as a whole; totals and parts, never add",
    )
    op.create_table('fact_programme_month',
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌;-4 为全部品牌 | Brand; -4 all brands'),
    sa.Column('programme', sa.String(), autoincrement=False, nullable=False, comment='项目:投放渠道,或推荐活动(未写明为 referral) | Channel, or campaign (referral: unnamed)'),
    sa.Column('month', sa.Date(), autoincrement=False, nullable=False, comment='月份(首日) | Month (its first day)'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='月末日 | Last day of the month'),
    sa.Column('kind', sa.String(), autoincrement=False, nullable=False, comment='类别:channel 渠道投放、referral 老带新 | Advertising on a channel, or referrals'),
    sa.Column('spent_amount', sa.Double(), autoincrement=False, nullable=True, comment='当月费用(元) | Spent in the month, in yuan [CNY]'),
    sa.Column('benefit_amount', sa.Double(), autoincrement=False, nullable=True, comment='当月收益(元):归因订单或被推荐人订单的毛利;未配置毛利率则为收入 | Margin of orders credited to it, in yuan; revenue where no margin is configured [CNY]'),
    sa.Column('benefit_low', sa.Double(), autoincrement=False, nullable=True, comment='当月收益下限:各归因规则中最低者,或明确不会自来者 | Lowest of the rules, or surely won [CNY]'),
    sa.Column('benefit_high', sa.Double(), autoincrement=False, nullable=True, comment='当月收益上限 | Highest of the rules, or all who joined [CNY]'),
    sa.Column('is_margin', sa.Boolean(), autoincrement=False, nullable=False, comment='收益是否为毛利(否则为收入) | Whether the benefit is margin, else revenue'),
    sa.Column('period_count', sa.BigInteger(), autoincrement=False, nullable=True, comment='自首月累计的月数 | Months from its first one [months]'),
    sa.Column('roi', sa.Double(), autoincrement=False, nullable=True, comment='累计投资回报率 = (收益 - 费用) / 费用,未折现 | (benefit - cost) / cost to date, not discounted [times]'),
    sa.Column('npv', sa.Double(), autoincrement=False, nullable=True, comment='累计净现值(元),折现至首月 | Net present value to date, discounted to its first month [CNY]'),
    sa.Column('npv_low', sa.Double(), autoincrement=False, nullable=True, comment='净现值下限 | With the low end of benefits [CNY]'),
    sa.Column('npv_high', sa.Double(), autoincrement=False, nullable=True, comment='净现值上限 | With the high end of benefits [CNY]'),
    sa.Column('payback_months', sa.Double(), autoincrement=False, nullable=True, comment='回收期(月);尚未回收为空 | Months until it paid for itself; NULL not yet [months]'),
    sa.Column('invite_count', sa.BigInteger(), autoincrement=False, nullable=True, comment='当月邀请数;渠道为空 | Invitations of the month; NULL for channels [invitations]'),
    sa.Column('inviter_count', sa.BigInteger(), autoincrement=False, nullable=True, comment='当月发出邀请的客户数 | Customers who invited [customers]'),
    sa.Column('joined_count', sa.BigInteger(), autoincrement=False, nullable=True, comment='当月邀请中已成为客户者 | Of those invited, who joined [customers]'),
    sa.Column('customer_count', sa.BigInteger(), autoincrement=False, nullable=True, comment="可发出邀请的客户数(至月末买过者);不可跨月相加 | Customers who could invite: had bought by the month's end; never add over months [customers]"),
    sa.Column('k_factor', sa.Double(), autoincrement=False, nullable=True, comment='K 值 = 每客户邀请数 × 转化率 | K: invitations a customer x conversion [customers]'),
    sa.Column('model_version', sa.String(), autoincrement=False, nullable=True, comment='计算方法的版本 | Version of the method'),
    comment="一行是一个项目一个月的投入与收益及至当月的回报;收益为归因所得,不证明因果 | One row is one programme's month: cost, benefit, and its return to date; credit is no proof of a cause",
    )


def downgrade() -> None:
    """Back."""
    op.drop_table('fact_programme_month')
    op.drop_table('fact_scorecard')
