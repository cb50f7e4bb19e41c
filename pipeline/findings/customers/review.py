"""Pairs of accounts and customers that a person decides: out as XLSX, decisions back into the bridge."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lake.home import Home
from lake.lock import exclusive
from lake.store import find, read_partition, replace
from pipeline.findings.people import LINKS, PERIOD, REVIEW, kept_bridge
from pipeline.findings.result import table_of_frame
from pipeline.settled import settled
from records.errors import UnreadableFile, UsageError

if TYPE_CHECKING:
    import pandas as pd

SHEET, YES, NO = "核对", "是", "否"
COLUMNS = {
    "customer_id": "客户假名", "customer_region": "客户地区", "platform": "平台", "author_id": "账号假名",
    "account_name": "账号名(已遮盖)", "account_region": "账号地区", "match_probability": "匹配概率",
    "agreement": "相符之处", "why": "待定原因",
}  # fmt: skip
ANSWER = "是同一人"
_DECLINED = "review"
"""Reason of a pair that a person refused."""
_WIDTH = 22


@dataclass(frozen=True)
class Decided:
    """What came of a sheet."""

    linked_count: int
    refused_count: int
    open_count: int
    """Pairs left blank."""


def pairs_to_review(home: Home) -> "pd.DataFrame":
    """Undecided pairs of the latest `scrm profile`. Raises UsageError without any."""
    kept = find(home.store, REVIEW, PERIOD)
    if kept is None or not kept.row_count:
        raise UsageError(
            f"{home.root}: no pairs to review; they come from `scrm profile` where `identity:` has a basis"
        )
    pairs: pd.DataFrame = read_partition(home.store, kept).to_pandas()
    return pairs


def write_review(file: Path, pairs: "pd.DataFrame") -> None:
    """The pairs, likeliest first, with a column for the person's answer. Readable by its owner alone."""
    import xlsxwriter

    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as sink:
        book = xlsxwriter.Workbook(sink, {"in_memory": True, "strings_to_urls": False})
        page, head = book.add_worksheet(SHEET), book.add_format({"bold": True})
        page.write_row(0, 0, [*COLUMNS.values(), ANSWER], head)
        for number, row in enumerate(pairs[list(COLUMNS)].itertuples(index=False), start=1):
            for place, cell in enumerate(row):
                page.write(number, place, _shown(cell))
        page.data_validation(1, len(COLUMNS), len(pairs), len(COLUMNS), {"validate": "list", "source": [YES, NO]})
        page.set_column(0, len(COLUMNS), _WIDTH)
        page.freeze_panes(1, 0)
        book.close()


def read_review(file: Path) -> "pd.DataFrame":
    """customer_id, platform, author_id, is_same (NULL: left blank). Raises UnreadableFile for another file."""
    import pandas as pd

    try:
        rows = pd.read_excel(file, sheet_name=SHEET, dtype="string", engine="openpyxl")
    except OSError as error:
        raise UnreadableFile(f"{file}: cannot be read ({error.strerror}); check the path") from error
    except Exception as error:  # openpyxl raises many kinds for a file that is no workbook, or not ours
        raise UnreadableFile(f"{file}: not a sheet of `scrm identity review`; fill in the XLSX it wrote") from error
    wanted = [COLUMNS["customer_id"], COLUMNS["platform"], COLUMNS["author_id"], ANSWER]
    if not {*wanted} <= {*rows.columns}:
        raise UnreadableFile(f"{file}: its header is not that of `scrm identity review`; keep all columns")
    answers = rows[ANSWER].str.strip()
    strange = [answer for answer in answers.dropna() if answer not in (YES, NO)]
    if strange:
        raise UnreadableFile(f"{file}: {len(strange)} answers are neither {YES} nor {NO}; leave blank what is open")
    told = rows[wanted[:3]].set_axis(["customer_id", "platform", "author_id"], axis="columns")
    return told.assign(is_same=answers.map({YES: True, NO: False}).astype("boolean"))


def decide(home: Home, decisions: "pd.DataFrame", *, at: datetime) -> Decided:
    """Puts decisions into the bridge of the lake; the star shows them after the next profile.

    A yes is a link from `at` on; a no is kept as a link that ended at once, so that no run ever makes it. Decisions
    about pairs that were not asked are left out. Raises UsageError for an account confirmed for two customers.
    """
    from crm.identity.bridge import renewed
    from crm.identity.links import reviewed

    asked = pairs_to_review(home)
    with settled(home), exclusive(home.root / "warehouse.lock", "the warehouse"):
        links = reviewed(asked, decisions)
        bridge, refused = renewed(kept_bridge(home), links, at=at)
        said_no = decisions[decisions["is_same"].eq(False).fillna(False)]
        bridge, no_count = _with_refusals(bridge, asked, said_no, at)
        replace(home.store, LINKS, PERIOD, table_of_frame(bridge))
    return Decided(
        linked_count=len(links) - len(refused),
        refused_count=no_count,
        open_count=int(decisions["is_same"].isna().sum()),
    )


def _with_refusals(
    bridge: "pd.DataFrame", asked: "pd.DataFrame", said_no: "pd.DataFrame", at: datetime
) -> "tuple[pd.DataFrame, int]":
    import pandas as pd

    from crm.frames import shaped
    from crm.identity.bridge import BRIDGE_DTYPES, PAIR

    rows = asked.merge(said_no[PAIR].drop_duplicates(), on=PAIR)
    is_new = ~pd.MultiIndex.from_frame(rows[PAIR]).isin(pd.MultiIndex.from_frame(bridge[PAIR]))
    moment = pd.Timestamp(at).tz_convert("UTC")
    ended = rows[is_new].assign(valid_from=moment, valid_to=moment, is_active=False, method="review", reason=_DECLINED)
    return shaped(pd.concat([bridge, shaped(ended, BRIDGE_DTYPES)]), BRIDGE_DTYPES), len(ended)


def _shown(cell: Any) -> Any:
    import pandas as pd

    return "" if pd.isna(cell) else cell
