"""客户认同, how far customers make the brand their own: they say we, they recommend it, they defend it.

There is no published scale for texts, so these are our own proxies: of the mentions that customers wrote themselves,
the share with each sign, and with any of them. Which mention bears a sign, words or a person say; recommending is by
far the commonest, so that the whole is read beside its parts.
"""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from crm.frames import flags_of
from crm.satisfaction.intervals import Floats, wilson
from crm.satisfaction.rows import Measure, keyed, satisfaction_rows, stacked, summed
from crm.value.evidence import NotEnoughEvidence

WRITTEN: Final = "UGC"
"""Class of content that counts: what people wrote, unpaid."""


def _proxy(name: str, zh: str, en: str) -> Measure:
    return Measure(name=name, zh=zh, en=en, counted="mentions in customers' own words", grade="own", is_proxy=True)


IDENTIFICATION: Final = {
    _proxy("identification_proxy", "客户认同度(文本代理)", "Mentions that make the brand their own, any sign (proxy)"):
        ("is_self_brand", "is_advocacy", "is_defence"),
    _proxy("self_brand_share_proxy", "自我关联占比(文本代理)", "Mentions that say we belong together (proxy)"):
        ("is_self_brand",),
    _proxy("defence_share_proxy", "辩护占比(文本代理)", "Mentions that defend the brand (proxy)"): ("is_defence",),
}  # fmt: skip
"""Measure -> the signs of which one is enough. Recommending alone is advocacy_share_proxy of crm.decisions.social."""


def identification(mentions: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES of the measures of IDENTIFICATION.

    `mentions`: one row per mention of the brand: brand_id, month (any day of it), content_class, is_self_brand,
    is_advocacy, is_defence (unknown counts as no sign), and the columns of `by`. Leave water armies out first. Raises
    UsageError for missing columns.
    """
    frame = keyed(mentions, ["content_class", *_signs()], by, name="mention")
    written = frame[frame["content_class"].eq(WRITTEN)]
    return stacked(_share(written, by, measure, signs) for measure, signs in IDENTIFICATION.items())


def _signs() -> list[str]:
    return sorted({sign for signs in IDENTIFICATION.values() for sign in signs})


def _share(
    written: pd.DataFrame, by: Sequence[str], measure: Measure, signs: Sequence[str]
) -> pd.DataFrame | NotEnoughEvidence:
    has_sign = pd.DataFrame({sign: flags_of(written, sign) for sign in signs}, index=written.index).any(axis="columns")
    rows = written.assign(numerator=has_sign.astype("float64"), denominator=1.0)
    sums = summed(rows, by, ["numerator", "denominator"])
    return satisfaction_rows(sums.assign(evidence_count=sums["denominator"]), measure, _interval)


def _interval(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return wilson(rows["numerator"], rows["denominator"])
