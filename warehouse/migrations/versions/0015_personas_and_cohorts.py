"""Cards and drift of personas, cohorts of customers, steps of buying and episodes."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

COLUMNS: tuple[tuple[str, str, Any, str], ...] = (
    ('dim_persona', 'card', sa.String(), '画像卡(JSON):需求、话题、方面、渠道、时段,各带占比、倍数与人数;少于 10 人的不列出 | Card (JSON): needs, topics, aspects, channels, hours, each with share, lift and n; none of fewer than 10'),
    ('fact_customer_month', 'purchase_step', sa.String(), '购买阶段:first 初次、repeat 重复、loyal 忠诚;非现实客户为空 | Step of buying: first, repeat, loyal; NULL unless an actual customer'),
    ('fact_customer_month', 'episode_number', sa.BigInteger(), '第几段关系:流失后再购为新的一段 | Which episode: coming back after being lost opens one [episodes]'),
)


def upgrade() -> None:
    """Forward."""
    for table, name, type_, comment in COLUMNS:
        op.add_column(table, sa.Column(name, type_, nullable=True, comment=comment))
    op.create_table('fact_persona_drift',
    sa.Column('persona_key', sa.BigInteger(), nullable=False, comment='画像;-2 为本期已无 | Persona; -2 where none is left'),
    sa.Column('before_persona_key', sa.BigInteger(), nullable=False, comment='上一期的画像;-2 为上期没有 | Persona of the period before; -2 where none was'),
    sa.Column('period_start', sa.Date(), nullable=False, comment='本期首日 | First day of the period'),
    sa.Column('period_end', sa.Date(), nullable=False, comment='本期末日 | Last day of the period'),
    sa.Column('state', sa.String(), nullable=True, comment='状态:kept 延续、moved 转入、new 新出现、gone 消失 | State: kept, moved, new, gone'),
    sa.Column('common_count', sa.BigInteger(), nullable=True, comment='两期都在的账号数;少于 10 个的转入不列出 | Accounts in both; moves of fewer than 10 are not listed [authors]'),
    sa.Column('jaccard', sa.Double(), nullable=True, comment='重合度:两期都在的账号占两期账号之比(只计两期都已归类者) | Overlap: accounts in both over accounts in either, of those grouped in both periods [share]'),
    comment='一行是一个画像与上一期一个画像的对应 | One row is one persona matched with one persona of the period before',
    )
    op.create_table('fact_cohort_month',
    sa.Column('cohort', sa.Date(), nullable=False, comment='首购月份(首日) | Month of the first purchase (its first day)'),
    sa.Column('ending', sa.String(), nullable=False, comment='所观察的结果:lost 流失、second_purchase 第二次购买 | What is waited for: lost, second_purchase'),
    sa.Column('age_months', sa.BigInteger(), nullable=False, comment='首购后满几个月 | Whole months since the first purchase [months]'),
    sa.Column('customer_count', sa.BigInteger(), nullable=False, comment='该批客户数 | Customers of the cohort [customers]'),
    sa.Column('at_risk_count', sa.BigInteger(), nullable=False, comment='该月初仍在观察且未发生的客户数 | Customers still observed to whom it had not happened when the month of age began [customers]'),
    sa.Column('ending_count', sa.BigInteger(), nullable=False, comment='该月龄内发生的客户数 | Customers to whom it happened in that month of age [customers]'),
    sa.Column('survival', sa.Double(), nullable=True, comment='至此尚未发生的比例(Kaplan-Meier,未完者按删失计) | Share to whom it has not happened by then (Kaplan-Meier, those still open censored) [share]'),
    sa.Column('survival_low', sa.Double(), nullable=True, comment='该比例 95% 区间下限;无事件或全部发生时为空 | Lower end of its 95% interval; or NULL [share]'),
    sa.Column('survival_high', sa.Double(), nullable=True, comment='该比例 95% 区间上限;无事件或全部发生时为空 | Upper end of its 95% interval; or NULL [share]'),
    comment='一行是同月首购的一批客户在一个月龄上的一种结果 | One row is one cohort of first purchases at one age in months, for one ending',
    )


def downgrade() -> None:
    """Back."""
    for table in ("fact_cohort_month", "fact_persona_drift"):
        op.drop_table(table)
    for table, name, _, _ in reversed(COLUMNS):
        op.drop_column(table, name)
