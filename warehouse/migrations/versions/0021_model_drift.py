"""How a week's verdicts and words differ from those of the four weeks before."""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('fact_model_drift',
    sa.Column('task', sa.String(), autoincrement=False, nullable=False, comment='任务;text 为用词本身 | Task; text: the words themselves'),
    sa.Column('engine', sa.String(), autoincrement=False, nullable=False, comment='引擎 | Engine'),
    sa.Column('version', sa.String(), autoincrement=False, nullable=False, comment='引擎版本;用词无版本,为空串 | Version of the engine; empty for words'),
    sa.Column('measure', sa.String(), autoincrement=False, nullable=False, comment='指标:score_psi 得分分布、label_psi 标签分布(群体稳定性指数)、abstention_change 弃权率变化、unseen_term_share 新词占比 | Population stability index of scores or labels, change of the abstention share, share of words unseen in the four weeks before'),
    sa.Column('week_end', sa.Date(), autoincrement=False, nullable=False, comment='七天窗口的末日 | Last day of the seven days'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='七天窗口的末日 | Last day of the seven days'),
    sa.Column('observed', sa.Double(), autoincrement=False, nullable=True, comment='观测值 | Measured [index or share]'),
    sa.Column('bound', sa.Double(), autoincrement=False, nullable=True, comment='预警界限(不低于随机波动) | Bound, never below what chance gives [index or share]'),
    sa.Column('recent_count', sa.BigInteger(), autoincrement=False, nullable=True, comment='七天内的判断数或用词数 | Verdicts or words of the seven days [verdicts]'),
    sa.Column('baseline_count', sa.BigInteger(), autoincrement=False, nullable=True, comment='此前 28 天的判断数或用词数 | Those of the 28 days before [verdicts]'),
    sa.Column('is_alert', sa.Boolean(), autoincrement=False, nullable=False, comment='是否越界:谈论内容或模型适用性变了,需人工查看 | Past the bound: talk or fit of the model changed; look at it'),
    comment='一行是一个模型一周的一项漂移指标;指标不可相加 | One row is one measure of drift of one model in one week; never add',
    )


def downgrade() -> None:
    """Back."""
    op.drop_table('fact_model_drift')
