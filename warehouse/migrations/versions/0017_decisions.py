"""Credits of channels, books of points, what is bought together and what is offered next."""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('fact_attribution',
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌 | Brand'),
    sa.Column('channel', sa.String(), autoincrement=False, nullable=False, comment='渠道(来源的写法);(none) 为没有已知触点的订单 | Channel, as the source says; (none) for orders without a known touch'),
    sa.Column('month', sa.Date(), autoincrement=False, nullable=False, comment='月份(首日) | Month (its first day)'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='月末日 | Last day of the month'),
    sa.Column('model', sa.String(), autoincrement=False, nullable=False, comment='归因规则 | Rule that divides the orders'),
    sa.Column('credit_count', sa.Double(), autoincrement=False, nullable=True, comment='归于该渠道的订单数(可为小数);同一规则内可相加 | Orders credited to the channel, in parts; adds up within one rule [orders]'),
    sa.Column('conversion_count', sa.BigInteger(), autoincrement=False, nullable=True, comment='当月已知客户的订单数,各渠道行相同;不可相加 | Orders of known customers in the month, the same on each row; never add [orders]'),
    sa.Column('path_count', sa.BigInteger(), autoincrement=False, nullable=True, comment='路径数(成单与未成单),各渠道行相同;不可相加 | Paths, won and lost, the same on each row; never add [paths]'),
    sa.Column('model_version', sa.String(), autoincrement=False, nullable=True, comment='计算方法的版本 | Version of the method'),
    comment="一行是一个品牌、月份的订单按一种规则归于一个渠道的部分;没有规则能证明因果 | One row is the part of one brand's orders of one month that one rule credits to one channel; no rule proves a cause",
    )
    op.create_table('fact_loyalty_month',
    sa.Column('program', sa.String(), autoincrement=False, nullable=False, comment='会员计划;all 为未写明者 | Programme; all where none is named'),
    sa.Column('month', sa.Date(), autoincrement=False, nullable=False, comment='月份(首日) | Month (its first day)'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='月末日 | Last day of the month'),
    sa.Column('opening_points', sa.Double(), autoincrement=False, nullable=True, comment='期初积分 = 上月期末 | Points at the start, those the month before left [points]'),
    sa.Column('earned_points', sa.Double(), autoincrement=False, nullable=True, comment='获得积分 | Points earned [points]'),
    sa.Column('redeemed_points', sa.Double(), autoincrement=False, nullable=True, comment='兑换积分 | Points redeemed [points]'),
    sa.Column('expired_points', sa.Double(), autoincrement=False, nullable=True, comment='过期积分 | Points lapsed [points]'),
    sa.Column('adjusted_points', sa.Double(), autoincrement=False, nullable=True, comment='调整积分(可为负) | Points corrected, either way [points]'),
    sa.Column('closing_points', sa.Double(), autoincrement=False, nullable=True, comment='期末积分 = 期初 + 获得 - 兑换 - 过期 + 调整 | Points at the end: opening + earned - redeemed - expired + adjusted [points]'),
    sa.Column('member_count', sa.BigInteger(), autoincrement=False, nullable=True, comment='当月有变动的会员数;不可跨月相加 | Members with a movement; never add over months [customers]'),
    sa.Column('redeemer_count', sa.BigInteger(), autoincrement=False, nullable=True, comment='当月兑换的会员数;不可跨月相加 | Members who redeemed; never add over months [customers]'),
    sa.Column('redeemer_low', sa.Double(), autoincrement=False, nullable=True, comment='兑换会员占比的区间下限 | Lower end of the share of redeemers (95%) [share]'),
    sa.Column('redeemer_high', sa.Double(), autoincrement=False, nullable=True, comment='兑换会员占比的区间上限 | Upper end of the share of redeemers (95%) [share]'),
    sa.Column('liability_amount', sa.Double(), autoincrement=False, nullable=True, comment='积分负债(元) = 期末积分 × 积分单价 × (1 - 预期失效率);未配置单价则为空 | Liability in yuan: closing points x value of a point x (1 - expected breakage); NULL without that value [CNY]'),
    sa.Column('model_version', sa.String(), autoincrement=False, nullable=True, comment='计算方法的版本 | Version of the method'),
    comment="一行是一个会员计划一个月的积分账;期初加变动等于期末 | One row is one month of one programme's books of points; opening and movements make closing",
    )
    op.create_table('fact_association',
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌 | Brand'),
    sa.Column('month', sa.Date(), autoincrement=False, nullable=False, comment='月份(首日) | Month (its first day)'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='月末日 | Last day of the month'),
    sa.Column('basis', sa.String(), autoincrement=False, nullable=False, comment="篮子:order 一张订单、customer 一位客户一年所购 | Basket: an order, or a customer's year"),
    sa.Column('antecedent', sa.String(), autoincrement=False, nullable=False, comment='前项产品(以 + 相连) | Products bought, joined by +'),
    sa.Column('consequent', sa.String(), autoincrement=False, nullable=False, comment='后项产品 | Product bought with them'),
    sa.Column('basket_count', sa.BigInteger(), autoincrement=False, nullable=False, comment='篮子总数 | All baskets [baskets]'),
    sa.Column('antecedent_count', sa.BigInteger(), autoincrement=False, nullable=False, comment='含前项的篮子数 | Baskets with the first products [baskets]'),
    sa.Column('rule_count', sa.BigInteger(), autoincrement=False, nullable=False, comment='前后项都含的篮子数 | Baskets with all of them [baskets]'),
    sa.Column('confidence_low', sa.Double(), autoincrement=False, nullable=True, comment='置信度的区间下限 | Lower end of the confidence (95%) [share]'),
    sa.Column('confidence_high', sa.Double(), autoincrement=False, nullable=True, comment='置信度的区间上限 | Upper end of the confidence (95%) [share]'),
    sa.Column('lift', sa.Double(), autoincrement=False, nullable=True, comment='提升度:含前项时买后项的比例是总体的几倍 | Lift: times more often than in all baskets [times]'),
    sa.Column('lift_low', sa.Double(), autoincrement=False, nullable=True, comment='提升度的区间下限 | Lower end of the lift [times]'),
    sa.Column('is_sure', sa.Boolean(), autoincrement=False, nullable=True, comment="提升度下限是否高于 1 | Whether the lift's lower end lies above 1"),
    sa.Column('model_version', sa.String(), autoincrement=False, nullable=True, comment='计算方法的版本 | Version of the method'),
    comment='一行是截至一个月末的一年中一个品牌的一条关联规则 | One row is one association rule of one brand in the year up to the end of one month',
    )
    op.create_table('fact_recommendation',
    sa.Column('customer_key', sa.BigInteger(), autoincrement=False, nullable=False, comment="客户(月末的版本);-1 为未知,-2 为不适用 | Customer, as of the month's end; -1 unknown, -2 not applicable"),
    sa.Column('customer_id', sa.String(), autoincrement=False, nullable=True, comment="客户假名;未知为空 | Customer's keyed pseudonym; NULL unknown"),
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌 | Brand'),
    sa.Column('month', sa.Date(), autoincrement=False, nullable=False, comment='月份(首日) | Month (its first day)'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='月末日 | Last day of the month'),
    sa.Column('item_rank', sa.BigInteger(), autoincrement=False, nullable=False, comment='推荐次序 | Place in the offer [rank]'),
    sa.Column('product_name', sa.String(), autoincrement=False, nullable=True, comment='推荐的产品 | Product to offer'),
    sa.Column('score', sa.Double(), autoincrement=False, nullable=True, comment='相似度得分;按热度推荐的为空 | Score by likeness; NULL for what is popular [points]'),
    sa.Column('basis', sa.String(), autoincrement=False, nullable=True, comment='依据:similar 相似、popular 热销 | Ground: like what was bought, or popular'),
    sa.Column('model_version', sa.String(), autoincrement=False, nullable=True, comment='计算方法的版本 | Version of the method'),
    comment='一行是给一位已授权客户的一件推荐;只在命中率显著高于热销榜时才有 | One row is one offer for one customer who agreed; there are some only where they beat what is popular',
    )


def downgrade() -> None:
    """Back."""
    op.drop_table('fact_recommendation')
    op.drop_table('fact_association')
    op.drop_table('fact_loyalty_month')
    op.drop_table('fact_attribution')
