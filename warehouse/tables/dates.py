"""The calendar."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, table
from warehouse.tables.shared import flag

dim_date = table(
    "dim_date",
    column("date_key", sa.Integer, "日期键 yyyymmdd", "Date key yyyymmdd", merge=Merge.KEY, is_primary=True),
    column(
        "day", sa.Date, "日期(北京时间);特殊成员为空", "Day (Asia/Shanghai); NULL for special members", is_nullable=True
    ),
    column("year", sa.SmallInteger, "年", "Calendar year", is_nullable=True),
    column("quarter", sa.SmallInteger, "季度 1-4", "Quarter 1-4", is_nullable=True),
    column("month", sa.SmallInteger, "月 1-12", "Month 1-12", is_nullable=True),
    column("day_of_month", sa.SmallInteger, "日 1-31", "Day of the month 1-31", is_nullable=True),
    column("iso_year", sa.SmallInteger, "ISO 周所属年", "Year the ISO week belongs to", is_nullable=True),
    column("iso_week", sa.SmallInteger, "ISO 周 1-53", "ISO week 1-53", is_nullable=True),
    column("weekday", sa.SmallInteger, "星期 1(周一)-7(周日)", "Weekday 1 (Monday) to 7 (Sunday)", is_nullable=True),
    column("weekday_name", sa.String, "星期名称", "Weekday in Chinese", is_nullable=True),
    flag("is_weekend", "是否周六或周日", "Whether it is a Saturday or Sunday", is_nullable=True),
    flag(
        "is_holiday",
        "是否放假(周末或法定节假日,已计调休);国务院尚未公布的年份为空",
        "Whether people are off (weekend or public holiday, 调休 applied); NULL for years not yet announced",
        is_nullable=True,
    ),
    flag(
        "is_workday",
        "是否上班(含调休补班);国务院尚未公布的年份为空",
        "Whether it is a working day (make-up days included); NULL for years not yet announced",
        is_nullable=True,
    ),
    column("holiday_name", sa.String, "节假日名称", "Public holiday, in Chinese", is_nullable=True),
    flag(
        "is_618",
        "是否 618 大促(6 月 1-20 日,2010 年起)",
        "Whether in the 618 sale (1-20 June, from 2010)",
        is_nullable=True,
    ),
    flag(
        "is_double11",
        "是否双11 大促(11 月 1-11 日,2009 年起)",
        "Whether in the 双11 sale (1-11 November, from 2009)",
        is_nullable=True,
    ),
    flag(
        "is_double12",
        "是否双12 大促(12 月 10-12 日,2012 年起)",
        "Whether in the 双12 sale (10-12 December, from 2012)",
        is_nullable=True,
    ),
    zh="一行是一个日历日(北京时间)",
    en="One row is one calendar day (Asia/Shanghai)",
    kind="dimension",
    key=("date_key",),
    refresh=Refresh.MEMBER,
)
