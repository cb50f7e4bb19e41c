"""Alerts hour by hour, of two kinds, and who spread them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

COLUMNS: tuple[tuple[str, Any, bool, str], ...] = (
    ('kind', sa.String(), True, '种类:swarm 群体,post 单帖 | swarm: many voices; post: a single content'),
    ('began_at', sa.DateTime(timezone=True), True, '爆发的第一个小时;只知日期则为空 | First hour of the burst; NULL where only days are known [instant]'),
    ('opened_at', sa.DateTime(timezone=True), True, '发现时间:判定所用最后一小时之末;只知日期则为空 | When it was found: the end of the last hour it rests on; NULL where only days are known [instant]'),
    ('peak_at', sa.DateTime(timezone=True), True, '负面最多的一小时 | The hour with most negatives [instant]'),
    ('closed_at', sa.DateTime(timezone=True), True, '恢复平常的时间;仍在持续则为空 | When it was back to usual; NULL while open [instant]'),
    ('shifted_at', sa.DateTime(timezone=True), True, '变点检测另行得出的水平变化时间;没有则为空 | Change of level found independently; NULL where none is [instant]'),
    ('first_own_post_at', sa.DateTime(timezone=True), True, "品牌账号在发现之后的首次发布;没有则为空 | The brand's own first post after it was found; NULL without one [instant]"),
    ('army_negative_count', sa.BigInteger(), True, '期间水军负面数,另计 | Negatives of a water army, counted apart [mentions]'),
    ('judged_count', sa.BigInteger(), True, '期间已判断情感的内容数 | Contents with a judged tone over the episode [mentions]'),
    ('voice_count', sa.BigInteger(), True, '发声账号数 | Accounts that spoke negatively [accounts]'),
    ('reach_count', sa.BigInteger(), True, '这些账号的粉丝数之和,仅计已知 | Their followers, as far as known [accounts]'),
    ('reach_known_count', sa.BigInteger(), True, "粉丝数已知的负面内容数 | Negatives whose author's followers are known [mentions]"),
    ('half_life_hours', sa.Double(), True, '半衰期:自最满的 24 小时至超额减半;尚未减半则为空 | Hours from the fullest 24 hours to half their excess; NULL while not reached [hours]'),
    ('product_key', sa.BigInteger(), False, '主要涉及的产品;-2 为未集中于某一产品 | Main product; -2 where none stands out'),
    ('complaint_type', sa.String(), True, '主要投诉类型(代号) | Main type of complaint (code)'),
    ('content_key', sa.BigInteger(), False, '单帖的内容;群体警报为 -2 | The content of a post alert; -2 for a swarm'),
    ('reasons', sa.String(), True, '单帖为何报警,逗号分隔:account 大号,red_line 红线词,severity 严重,flag 人工标记 | Why a post alarms, separated by commas: account, red_line, severity, flag'),
    ('swarm_alert_id', sa.String(), True, '单帖所处的群体警报;不在其中则为空 | The swarm in whose course a post came; NULL outside one'),
)
DEFAULTS = {'kind': 'swarm', 'product_key': '-2', 'content_key': '-2'}
"""What episodes in place are."""
FORMER = {
    'negative_count': ('期间负面内容数(不计水军);单帖若已计入同期的群体警报则为 0,故可相加 | Negative contents over the episode, a water army\'\'s aside; 0 for a post that its swarm counts, so they add up [mentions]',
                       '期间负面内容数 | Negative contents over the episode [mentions]'),
    'severity': ('严重度 0-1;单帖为空 | Severity 0 to 1; NULL for a post [share]', '严重度 0-1 | Severity 0 to 1 [share]'),
}
"""Column -> what it means now, and what it meant."""


def upgrade() -> None:
    """Forward. Episodes in place are swarms of days, about no one product."""
    for name, type_, is_nullable, comment in COLUMNS:
        default = DEFAULTS.get(name)
        op.add_column('fact_alert', sa.Column(name, type_, nullable=True, comment=comment, server_default=default))
        if not is_nullable:
            op.alter_column('fact_alert', name, nullable=False)
        if default is not None:
            op.alter_column('fact_alert', name, server_default=None)
    for name, (meaning, _) in FORMER.items():
        op.execute(f"COMMENT ON COLUMN fact_alert.{name} IS '{meaning}'")
    op.create_table('fact_alert_spreader',
    sa.Column('alert_id', sa.String(), nullable=False, comment='警报代号 | Alert id'),
    sa.Column('rank', sa.BigInteger(), nullable=False, comment='传播名次,1 为最广 | Place among the spreaders, 1 is the widest'),
    sa.Column('brand_key', sa.BigInteger(), nullable=False, comment='品牌;-2 为未涉及任何跟踪品牌 | Brand; -2 when no tracked brand is meant'),
    sa.Column('author_key', sa.BigInteger(), nullable=False, comment='作者(发布当时的版本) | Author, in the version valid at the time'),
    sa.Column('platform_key', sa.BigInteger(), nullable=False, comment='平台 | Platform'),
    sa.Column('date_key', sa.Integer(), nullable=False, comment='首次参与日 | Day of the first negative'),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=True, comment='首次参与时间 | When it first joined in [instant]'),
    sa.Column('negative_count', sa.BigInteger(), nullable=True, comment="期间该账号的负面内容数 | The account's negatives over the episode [mentions]"),
    sa.Column('follower_count', sa.BigInteger(), nullable=True, comment='粉丝数;未知为空 | Followers; NULL unknown [accounts]'),
    sa.Column('engagement_count', sa.BigInteger(), nullable=True, comment='这些内容的互动量;未知为空 | Engagement with these contents; NULL unknown [engagements]'),
    comment='一行是一段群体警报中的一个主要传播账号(至多十个) | One row is one of the accounts that spread a swarm most (ten at most)',
    )


def downgrade() -> None:
    """Back. What only the newer schema can tell leaves: single posts are no episodes of the older one."""
    op.drop_table('fact_alert_spreader')
    op.execute("DELETE FROM fact_alert WHERE kind = 'post'")
    for name, _, _, _ in reversed(COLUMNS):
        op.drop_column('fact_alert', name)
    for name, (_, meaning) in FORMER.items():
        op.execute(f"COMMENT ON COLUMN fact_alert.{name} IS '{meaning}'")
