"""What to improve in what brands sell."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('fact_improvement',
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌 | Brand'),
    sa.Column('product_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='产品;-4 为全部 | Product; -4 all'),
    sa.Column('aspect_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='方面 | Aspect'),
    sa.Column('month', sa.Date(), autoincrement=False, nullable=False, comment='月份(首日) | Month (its first day)'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='月末日 | Last day of the month'),
    sa.Column('impact_rank', sa.BigInteger(), autoincrement=False, nullable=False, comment='改进次序,1 最值得改 | Order of what is worth improving, 1 first [rank]'),
    sa.Column('mention_count', sa.BigInteger(), autoincrement=False, nullable=False, comment='提到该方面的有评分评价数 | Rated reviews that speak of the aspect [reviews]'),
    sa.Column('negative_count', sa.BigInteger(), autoincrement=False, nullable=False, comment='其中给出负面判断的 | Of them those that blame it [reviews]'),
    sa.Column('all_mention_count', sa.BigInteger(), autoincrement=False, nullable=False, comment='各方面被提到的总次数,提及占比的分母;不可相加 | Mentions of all aspects, which the mention share is a part of; never add [mentions]'),
    sa.Column('review_count', sa.BigInteger(), autoincrement=False, nullable=False, comment='当月有评分的评价数;不可相加 | Rated reviews of the month; never add [reviews]'),
    sa.Column('mean_rating', sa.Double(), autoincrement=False, nullable=True, comment='提到该方面的评价的平均分(5 分制) | Mean rating of the reviews that speak of it, in points of 5 [points]'),
    sa.Column('rating_gap', sa.Double(), autoincrement=False, nullable=True, comment='评分差距:全部评价均分减去提到者均分(5 分制) | Rating gap: mean of all reviews less that of those, in points of 5 [points]'),
    sa.Column('gap_low', sa.Double(), autoincrement=False, nullable=True, comment="评分差距的区间下限(5 分制) | Lower end of the gap's interval (95%), in points of 5 [points]"),
    sa.Column('gap_high', sa.Double(), autoincrement=False, nullable=True, comment="评分差距的区间上限(5 分制) | Upper end of the gap's interval (95%), in points of 5 [points]"),
    sa.Column('impact', sa.Double(), autoincrement=False, nullable=True, comment='影响 = 提及占比 × 评分差距(5 分制) | Impact: mention share x rating gap, in points of 5 [points]'),
    sa.Column('is_sure', sa.Boolean(), autoincrement=False, nullable=True, comment="差距是否可信(区间高于 0);无区间则为空 | Whether the gap's interval lies above 0; NULL without"),
    sa.Column('part_worth_proxy', sa.Double(), autoincrement=False, nullable=True, comment="效用值代理(一年内的评价):其他方面不变时由中性到好评的加分(5 分制) | Part-worth (proxy, a year's reviews): what praise adds, other aspects held fixed, in points of 5 [points]"),
    sa.Column('part_worth_low', sa.Double(), autoincrement=False, nullable=True, comment="效用值的区间下限(5 分制) | Lower end of the part-worth's interval (95%), in points of 5 [points]"),
    sa.Column('part_worth_high', sa.Double(), autoincrement=False, nullable=True, comment="效用值的区间上限(5 分制) | Upper end of the part-worth's interval (95%), in points of 5 [points]"),
    sa.Column('reward_proxy', sa.Double(), autoincrement=False, nullable=True, comment="奖励代理(一年内的评价):被夸时的加分(5 分制) | Reward (proxy, a year's reviews): what praise adds, in points of 5 [points]"),
    sa.Column('penalty_proxy', sa.Double(), autoincrement=False, nullable=True, comment="惩罚代理(一年内的评价):被批评时的扣分,负数(5 分制) | Penalty (proxy, a year's reviews): what blame takes, below 0, in points of 5 [points]"),
    sa.Column('kano_kind_proxy', sa.String(), autoincrement=False, nullable=True, comment="Kano 类别代理(一年内的评价):must_be 必备、one_dimensional 期望、attractive 魅力、indifferent 无差异、reverse 反向;证据不足为空 | Kano's kind of need (proxy, a year's reviews); NULL without evidence enough"),
    sa.Column('model_version', sa.String(), autoincrement=False, nullable=True, comment='计算方法的版本 | Version of the method'),
    comment='一行是一个品牌、产品、月份的评价中的一个方面及其改进次序 | One row is one aspect of one brand and product in the reviews of one month, with its place in what to improve',
    )


def downgrade() -> None:
    """Back."""
    op.drop_table('fact_improvement')
