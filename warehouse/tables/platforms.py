"""Where things are published."""

from warehouse.columns import Refresh, table
from warehouse.tables.shared import natural, surrogate, text

dim_platform = table(
    "dim_platform",
    surrogate("platform_key", "平台键;已知平台为固定小整数", "Platform key; a fixed small integer for known platforms"),
    natural("platform", "平台代号", "Platform code"),
    text("name", "平台中文名", "Platform name in Chinese"),
    text("name_en", "平台英文名", "Platform name in English"),
    zh="一行是一个发布平台",
    en="One row is one platform content is published on",
    kind="dimension",
    key=("platform",),
    refresh=Refresh.MEMBER,
)
