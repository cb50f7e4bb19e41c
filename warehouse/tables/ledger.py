"""What a build was made from."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table

load_file = table(
    "load_file",
    column("dataset", sa.String, "数据集", "Data set of the lake", merge=Merge.KEY),
    column("partition", sa.String, "分区路径", "Path of the partition within it", merge=Merge.KEY),
    column("file", sa.String, "文件名(内容散列)", "Name of the file, a hash of its bytes", merge=Merge.KEY),
    measure("byte_count", "字节数", "Size of the file", "bytes", is_nullable=False),
    zh="一行是本仓库由以建成的数据湖的一个文件;数据集 configuration 的一行为配置与程序的散列",
    en="One row is one file of the lake that this warehouse was built from; the row of data set configuration holds the"
    " hash of configuration and program",
    kind="operations",
    key=("dataset", "partition", "file"),
    refresh=Refresh.WHOLE,
)
