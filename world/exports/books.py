"""The own brand's books: orders quarter by quarter, and one file each of what surrounds them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from world.books.knowledge import cited
from world.books.model import BOOKS_FIRST_DAY, Customer, Line
from world.clock import LAST_DAY, exported_at, instant
from world.exports.files import Written, csv_text, put
from world.stage import Stage

ORDERS = (
    "订单编号", "行项目", "会员编号", "下单时间", "商品名称", "商品数量", "实付金额", "优惠金额", "优惠券", "订单来源",
    "订单状态", "收货省份", "会员手机号", "会员昵称",
)  # fmt: skip
_GB18030_QUARTER, _DAMAGED_QUARTER = 1, 2


def write_orders(stage: Stage, folder: Path) -> list[Written]:
    """`exports/orders_<first>_<last month>.csv`, a file a quarter: one in GB18030, one with a time that is none."""
    quarters: dict[int, list[Line]] = {}
    for line in stage.books.lines:
        quarters.setdefault(_months_since_opening(line.at) // 3, []).append(line)
    return [_write_quarter(stage, folder, quarter, lines) for quarter, lines in quarters.items()]


def _write_quarter(stage: Stage, folder: Path, quarter: int, lines: list[Line]) -> Written:
    rows = [(*_order(line), *_reach(stage.books.customers[line.customer])) for line in lines]
    is_damaged = quarter == _DAMAGED_QUARTER
    if is_damaged:
        rows.insert(len(rows) // 2, (*rows[0][:3], "三月底", *rows[0][4:]))
    encoding = "gb18030" if quarter == _GB18030_QUARTER else "utf-8"
    path = folder / "exports" / f"orders_{_month(3 * quarter):%Y%m}_{_month(3 * quarter + 2):%Y%m}.csv"
    following = _month(3 * quarter + 3)
    at = exported_at(8, 55) if following > LAST_DAY else instant(following, 9)
    put(path, csv_text(ORDERS, rows).encode(encoding), at)
    return Written(
        path=path, source="orders", observed_at=at, rows=len(rows), refused=int(is_damaged), encoding=encoding
    )


def _months_since_opening(at: datetime) -> int:
    return 12 * (at.year - BOOKS_FIRST_DAY.year) + at.month - BOOKS_FIRST_DAY.month


def _month(number: int) -> date:
    """The first day of the month so many months after the opening."""
    months = BOOKS_FIRST_DAY.month - 1 + number
    return date(BOOKS_FIRST_DAY.year + months // 12, months % 12 + 1, 1)


def _order(line: Line) -> tuple[object, ...]:
    return (
        line.order, line.number, line.customer, _time(line.at), line.product, line.quantity, f"{line.amount:.2f}",
        f"{line.discount:.2f}", line.coupon, line.channel, line.status, line.region,
    )  # fmt: skip


def _reach(customer: Customer) -> tuple[str, str]:
    return customer.phone, customer.nickname


def write_draw(stage: Stage, folder: Path) -> list[Written]:
    """`exports/draw_<platform>.csv`: the accounts that left a telephone for a prize draw, a file a platform."""
    written, at = [], exported_at(8, 57)
    for platform in dict.fromkeys(each.person.platform for each in stage.books.entrants):
        entrants = [each for each in stage.books.entrants if each.person.platform == platform]
        rows = [(each.person.native_id, each.person.name, each.phone) for each in entrants]
        path = folder / "exports" / f"draw_{platform}.csv"
        put(path, csv_text(("账号ID", "昵称", "手机号"), rows).encode(), at)
        written.append(Written(path=path, source="table", observed_at=at, rows=len(rows)))
    return written


def write_referrals(stage: Stage, folder: Path) -> list[Written]:
    """`exports/referrals.csv`."""
    header = (
        "推荐编号", "推荐人会员号", "被推荐人会员号", "邀请时间", "注册时间", "推荐奖励", "邀请状态", "没有推荐也会来"
    )  # fmt: skip
    rows = [
        (
            each.number, each.referrer, each.referred, _time(each.at), _time(each.joined_at) if each.joined_at else "",
            "10" if each.joined_at else "", "已转化" if each.joined_at else "待注册", each.would_join_anyway,
        )
        for each in stage.books.invitations
    ]  # fmt: skip
    return _write(folder, "referrals", header, rows)


def write_loyalty(stage: Stage, folder: Path) -> list[Written]:
    """`exports/loyalty.csv`."""
    header = ("流水号", "会员编号", "变动时间", "变动类型", "积分变动", "积分余额", "抵扣金额")
    rows = [
        (each.number, each.customer, _time(each.at), each.kind, each.points, each.balance, each.value or "")
        for each in stage.books.moves
    ]
    return _write(folder, "loyalty", header, rows)


def write_consents(stage: Stage, folder: Path) -> list[Written]:
    """`exports/consents.csv`."""
    header = ("会员编号", "授权时间", "授权状态", "授权目的", "合法性基础")
    rows = [(each.customer, _time(each.at), each.state, each.purpose, "同意") for each in stage.books.decisions]
    return _write(folder, "consents", header, rows)


def write_contacts(stage: Stage, folder: Path) -> list[Written]:
    """`exports/contacts.csv`."""
    header = (
        "会话ID", "会员编号", "接入时间", "咨询分类", "会话来源", "客服工号",
        "首次响应时长(秒)", "会话时长(分钟)", "是否解决", "满意度", "呼叫方向", "是否接通", "外呼目的",
        "知识编号", "知识类型",
    )  # fmt: skip
    rows = [
        (
            each.number, each.customer, _time(each.at), each.reason, each.channel, each.agent,
            _known(each.seconds), _known(each.minutes), _yes(each.is_resolved), _known(each.satisfaction),
            "呼出" if each.is_outbound else "呼入", _yes(each.is_answered), each.purpose, *cited(each),
        )
        for each in stage.books.talks
    ]  # fmt: skip
    return _write(folder, "contacts", header, rows)


def write_surveys(stage: Stage, folder: Path) -> list[Written]:
    """`exports/surveys.csv`."""
    header = ("答卷编号", "提交时间", "会员编号", "NPS", "满意度(1-5分)", "轻松程度(1-7分)")
    rows = [
        (each.number, _time(each.at), each.customer, each.nps, each.csat, each.ces or "")
        for each in stage.books.answers
    ]
    return _write(folder, "surveys", header, rows)


def write_study(stage: Stage, folder: Path) -> list[Written]:
    """`exports/study.csv`: a column a question, blank where it was left out."""
    forms = stage.books.studies
    questions = tuple(forms[0].answers) if forms else ()
    rows = [
        (form.number, _time(form.at), form.customer, *("" if each is None else each for each in form.answers.values()))
        for form in forms
    ]
    return _write(folder, "study", ("答卷编号", "提交时间", "会员编号", *questions), rows, source="surveys")


def write_touchpoints(stage: Stage, folder: Path) -> list[Written]:
    """`exports/touchpoints.csv`."""
    header = ("会员编号", "触达时间", "触点类型", "触点渠道", "活动名称", "商品名称", "关联订单号")
    rows = [
        (each.customer, _time(each.at), each.kind, each.channel, each.campaign, each.product, each.order)
        for each in stage.books.touches
    ]
    return _write(folder, "touchpoints", header, rows)


def write_costs(stage: Stage, folder: Path) -> list[Written]:
    """`exports/costs.csv`."""
    header = ("费用编号", "费用日期", "费用类型", "费用金额", "投放渠道", "投放计划", "投放平台", "达人ID")
    rows = [
        (each.number, each.day, each.kind, each.amount, each.channel, each.campaign, each.platform, each.account)
        for each in stage.books.expenses
    ]
    return _write(folder, "costs", header, rows)


def _write(
    folder: Path, name: str, header: Sequence[str], rows: Iterable[Sequence[object]], *, source: str | None = None
) -> list[Written]:
    """A file that is called like its source, unless that is said."""
    kept, at = list(rows), exported_at(8, 56)
    path = folder / "exports" / f"{name}.csv"
    put(path, csv_text(header, kept).encode(), at)
    return [Written(path=path, source=source or name, observed_at=at, rows=len(kept))]


def _yes(value: bool | None) -> str:
    return "" if value is None else "是" if value else "否"


def _known(value: int | None) -> int | str:
    return "" if value is None else value


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"
