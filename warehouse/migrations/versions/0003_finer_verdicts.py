"""Emotions, aspects, brands judged apart, themes and reasons of complaints, languages and intents, cards of models."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

COLUMNS: tuple[tuple[str, str, Any, str], ...] = (
    ('dim_aspect', 'name_en', sa.String(), '方面英文名 | Aspect in English'),
    ('dim_aspect', 'industry', sa.String(), '行业 | Industry whose taxonomy it belongs to'),
    ('dim_complaint_type', 'theme', sa.String(), '主题代号;无则为空 | Theme code; NULL without one'),
    ('dim_complaint_type', 'theme_name', sa.String(), '主题中文名 | Theme in Chinese'),
    ('dim_complaint_type', 'category', sa.String(), '主题所属的投诉大类(参照 12315) | Class the theme belongs to, after those of 12315'),
    ('dim_complaint_type', 'category_name', sa.String(), '大类中文名 | Class in Chinese'),
    ('dim_content', 'language', sa.String(), '语言:zh, zh-Hant, en, ja, ko, other | Language: zh, zh-Hant, en, ja, ko, other'),
    ('dim_content', 'intent', sa.String(), '意图:ask, buy, complain, recommend, leave;可有多个 | Intents; several are possible'),
    ('dim_model', 'training_data', sa.String(), '训练数据的 sha256;规则无 | sha256 of the training data; none for rules'),
    ('dim_model', 'scores', sa.String(), "模型卡上的成绩(JSON) | Scores of the model's card (JSON)"),
    ('fact_complaint', 'severity_points', sa.BigInteger(), '严重度 0-100,各因素分之和 | Severity 0 to 100: the sum of its reasons [points]'),
    ('fact_complaint', 'severity_reasons', sa.String(), '严重度的因素与分(JSON) | Reasons of the severity with their points (JSON)'),
    ('fact_complaint', 'demands', sa.String(), '诉求,逗号分隔 | What is demanded, separated by commas'),
    ('fact_complaint', 'cause', sa.String(), '起因 | Cause'),
    ('fact_sentiment', 'emotion_key', sa.BigInteger(), '情绪;只在整段文字的行 | Emotion; on rows of the whole text only'),
    ('fact_sentiment', 'emotion_probability', sa.Double(), '该情绪的校准概率 | Calibrated probability of it [share]'),
)


def upgrade() -> None:
    """Forward."""
    op.create_table('dim_emotion',
    sa.Column('emotion_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='情绪键 | Emotion key'),
    sa.Column('emotion', sa.String(), nullable=True, comment='情绪代号:happy, angry, sad, fear, surprise, neutral | Emotion code'),
    sa.Column('name', sa.String(), nullable=True, comment='情绪中文名 | Emotion in Chinese'),
    sa.PrimaryKeyConstraint('emotion_key'),
    comment='一行是一种情绪 | One row is one emotion'
    )
    # A warehouse with rows: dim_emotion gets its special members, and no emotion was judged yet (-2).
    op.execute('INSERT INTO dim_emotion (emotion_key, name) SELECT platform_key, name FROM dim_platform WHERE platform_key < 0')
    for table, name, type_, comment in COLUMNS:
        default = '-2' if name == 'emotion_key' else None
        op.add_column(table, sa.Column(name, type_, nullable=True, comment=comment, server_default=default))
    op.alter_column('fact_sentiment', 'emotion_key', server_default=None)
    op.alter_column('fact_sentiment', 'emotion_key', nullable=False)
    op.execute("COMMENT ON TABLE dim_complaint_type IS '一行是一种投诉类型下的一个主题 | One row is one theme within one type of complaint'")


def downgrade() -> None:
    """Back."""
    for table, name, _, _ in reversed(COLUMNS):
        op.drop_column(table, name)
    op.drop_table('dim_emotion')
    op.execute("COMMENT ON TABLE dim_complaint_type IS '一行是一种投诉类型 | One row is one type of complaint'")
