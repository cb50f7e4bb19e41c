"""Tones and complaints within the de-duplicated and the organic volume; what a metric's definition further says."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

POPULATIONS = (('deduplicated', '去重声量', 'volume without repeats'), ('organic', '自然声量(按权重)', 'organic volume (by weight)'))
KINDS = (('positive', '正面', 'Positive'), ('neutral', '中性', 'Neutral'), ('negative', '负面', 'Negative'), ('complaint', '投诉', 'Complaints'))
COLUMNS: tuple[tuple[str, str, Any, str], ...] = (
    *(
        ('fact_insight', f'{population}_{kind}_count', sa.Double(),
         f'{kind_zh}中计入{population_zh}的部分;此列出现之前建的行为空 | {kind_en}, as counted in {population_en}; NULL in rows built before the column existed [mentions]')
        for population, population_zh, population_en in POPULATIONS
        for kind, kind_zh, kind_en in KINDS
    ),
    ('dim_metric', 'form', sa.String(), '算法形式:sum, distinct, order, estimate | How it is computed: sum, distinct, order, estimate'),
    ('dim_metric', 'dataset', sa.String(), '所读的视图 | View it reads'),
    ('dim_metric', 'population_en', sa.String(), '统计范围(英文) | What is counted, in English'),
    ('dim_metric', 'abstentions', sa.String(), '模型弃权的处理:excluded 不计, counted 计入分母, irrelevant 无关 | What happens to abstentions: excluded, counted, irrelevant'),
    ('dim_metric', 'evidence_grade', sa.String(), '定义的依据:published 公开公式, vendor 厂商文档, own 本项目 | What the definition rests on: published, vendor, own'),
    ('dim_metric', 'is_starter', sa.Boolean(), '是否建议先看的八个之一 | Whether one of the eight to start with'),
)
EXPRESSION = ("SQL 表达式(form 为 estimate 时是整条查询) | SQL expression over its view; a whole query where form is estimate",
              "对 v_insight_day 的 SQL 表达式 | SQL expression over v_insight_day")


def upgrade() -> None:
    """Forward."""
    for table, name, type_, comment in COLUMNS:
        op.add_column(table, sa.Column(name, type_, nullable=True, comment=comment))
    op.execute(f"COMMENT ON COLUMN dim_metric.expression IS '{EXPRESSION[0]}'")


def downgrade() -> None:
    """Back."""
    for table, name, _, _ in reversed(COLUMNS):
        op.drop_column(table, name)
    op.execute(f"COMMENT ON COLUMN dim_metric.expression IS '{EXPRESSION[1]}'")
