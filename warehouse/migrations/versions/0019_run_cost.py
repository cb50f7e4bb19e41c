"""What a step of a run cost: CPU time and memory."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

COLUMNS: tuple[tuple[str, Any, str], ...] = (
    ('cpu_seconds', sa.Double(), 'CPU 耗时（含子进程） | CPU time, with child processes [seconds]'),
    ('memory_peak_bytes', sa.BigInteger(), "截至步骤结束的进程内存峰值 | Peak memory of the process by the step's end [bytes]"),
)


def upgrade() -> None:
    """Forward."""
    for name, type_, comment in COLUMNS:
        op.add_column('fact_run_step', sa.Column(name, type_, nullable=True, comment=comment))


def downgrade() -> None:
    """Back."""
    for name, _, _ in reversed(COLUMNS):
        op.drop_column('fact_run_step', name)
