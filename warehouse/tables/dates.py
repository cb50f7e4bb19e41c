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
    column(
        "workday_number",
        sa.Integer,
        "自 2004 年起至当日(含)的第几个工作日;国务院尚未公布的年份为空",
        "Working days from 2004 up to and including this day; NULL for years not yet announced",
        is_nullable=True,
    ),
    column(
        "lunar_new_year_offset",
        sa.SmallInteger,
        "距最近一个正月初一的天数,之前为负;2003-2030 年以外为空",
        "Days from the nearest first day of the lunar year, negative before it; NULL outside 2003-2030",
        is_nullable=True,
    ),
    flag(
        "is_new_year_sales",
        "是否年货节(正月初一前 28 天至除夕,2016 年起;本项目的约定)",
        "Whether in the 年货节 sale (28 days before the lunar new year to its eve, from 2016; our own convention)",
        is_nullable=True,
    ),
    column(
        "school_term",
        sa.String,
        "学期:winter_break 寒假,spring_term,summer_break 暑假,autumn_term(粗略,本项目的约定)",
        "winter_break, spring_term, summer_break or autumn_term (coarse, our own convention)",
        one_of=("winter_break", "spring_term", "summer_break", "autumn_term"),
        is_nullable=True,
    ),
    zh="一行是一个日历日(北京时间)",
    en="One row is one calendar day (Asia/Shanghai)",
    kind="dimension",
    key=("date_key",),
    refresh=Refresh.MEMBER,
)
