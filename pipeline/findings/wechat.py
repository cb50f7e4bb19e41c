"""The index of WeChat accounts, of months that are over."""

from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.findings.result import Result, table_of_frame
from records.time import SHANGHAI

if TYPE_CHECKING:
    import pandas as pd


def wechat_months(articles: "pd.DataFrame", *, seen_until: datetime) -> Result:
    """Rows of `fact_wechat_month`. articles: warehouse.accountframes.article_frame; a month under way has no row."""
    import pandas as pd

    from crm.influence.wechat import wechat_months as told_months
    from crm.value.evidence import NotEnoughEvidence

    begun = pd.Timestamp(seen_until.astimezone(SHANGHAI).date()).replace(day=1)
    found = told_months(articles[pd.to_datetime(articles["day"]) < begun])
    if isinstance(found, NotEnoughEvidence):
        return Result("wechat_months", reason=found.reason)
    return Result("wechat_months", {"all": table_of_frame(found)})
