"""The card of a persona: what its members have in common, as shares with lift and n; typical, never quoted."""

import json
from typing import Final

import pandas as pd

from crm.authors import KEY
from crm.diversity import is_diverse
from crm.frames import DATE, flags_of, require, shaped
from crm.personas.settings import UNGROUPED_ID
from crm.personas.words import is_sensitive

SECTIONS: Final = {
    "need": "投诉最多的话题", "topic": "关注的话题", "aspect_liked": "满意的方面", "aspect_disliked": "不满的方面",
    "channel": "渠道", "hour": "时段", "complaint": "投诉者占比", "value": "客户价值占比",
}  # fmt: skip
"""Sections of a card, in its order."""
SENSITIVE: Final = ("need", "complaint", "aspect_liked", "aspect_disliked")
"""Sections of what members complained of or judged; the others tell where, when and of what they wrote."""
PER_SECTION: Final = 5
CARD_DTYPES: Final = {
    "persona_id": "string", "period_start": DATE, "period_end": DATE, "section": "string", "rank": "Int64",
    "item": "string", "share": "Float64", "everybody": "Float64", "lift": "Float64", "n": "Int64",
}  # fmt: skip
HOURS: Final = {"深夜": (0, 6), "上午": (6, 12), "午后": (12, 18), "晚间": (18, 24)}


def persona_cards(
    memberships: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    aspects: pd.DataFrame | None = None,
    values: pd.DataFrame | None = None,
    floor: int = 10,
) -> pd.DataFrame:
    """CARD_DTYPES: per persona and section the five items of highest lift that at least `floor` members show.

    memberships: the result of crm.personas.build; mentions: rows of crm.personas.units.own_words (platform, author_id,
    hour, topic, is_complaint); aspects: platform, author_id, aspect, sentiment; values: platform, author_id, value
    (of the linked customer). share: of the persona's members who show the item; everybody: of all grouped authors. In
    the section value, share is the persona's part of all members' value and everybody its part of the valued members,
    n these. Sensitive words, and the remainder of authors, have no card; nor has a complaint or a judgement that all
    members share (crm.diversity). Raises UsageError for missing columns.
    """
    members = require(memberships, ["persona_id", "period_start", "period_end", *KEY], name="membership")
    rows = require(mentions, [*KEY, "hour", "topic", "is_complaint"], name="mention")
    shown = [_items(rows, section) for section in ("need", "topic", "channel", "hour", "complaint")]
    if aspects is not None:
        shown += _aspects(require(aspects, [*KEY, "aspect", "sentiment"], name="aspect"))
    facts = pd.concat(shown).dropna().drop_duplicates()
    table = _counted(members, facts)
    sizes = table["persona_id"].map(members.groupby("persona_id").size()).astype("float64")
    table = table[is_diverse(table["n"], sizes) | ~table["section"].isin(SENSITIVE)]
    if values is not None:
        table = pd.concat([table, _value(members, require(values, [*KEY, "value"], name="value"))])
    table = table[(table["n"] >= floor) & (table["persona_id"] != UNGROUPED_ID)]
    table = table[~table["item"].map(lambda item: is_sensitive(str(item))).astype(bool)]
    table["place"] = table["section"].map({name: i for i, name in enumerate(SECTIONS)})
    table = table.sort_values(["persona_id", "place", "lift", "n", "item"], ascending=[True, True, False, False, True])
    table["rank"] = table.groupby(["persona_id", "section"]).cumcount() + 1
    period = members[["persona_id", "period_start", "period_end"]].drop_duplicates("persona_id")
    return shaped(table[table["rank"] <= PER_SECTION].merge(period, on="persona_id"), CARD_DTYPES)


def card_json(cards: pd.DataFrame) -> pd.Series:
    """One text per persona (index persona_id): {section: [{item, share, lift, n}, ...]}, figures rounded."""
    told: dict[str, dict[str, list[dict[str, object]]]] = {}
    for row in cards.to_dict("records"):
        item = {"item": row["item"], "share": round(float(row["share"]), 4), "lift": round(float(row["lift"]), 3)}
        told.setdefault(row["persona_id"], {}).setdefault(row["section"], []).append({**item, "n": int(row["n"])})
    return pd.Series({name: json.dumps(card, ensure_ascii=False) for name, card in told.items()}, dtype="string")


def _items(rows: pd.DataFrame, section: str) -> pd.DataFrame:
    """platform, author_id, section, item: what each author shows in a section."""
    is_complaint = flags_of(rows, "is_complaint")
    item: dict[str, pd.Series] = {
        "need": rows["topic"].where(is_complaint),
        "topic": rows["topic"],
        "channel": rows["platform"],
        "hour": _hours(rows["hour"]),
        "complaint": pd.Series("投诉", index=rows.index).where(is_complaint),
    }
    return rows[KEY].assign(section=section, item=item[section].astype("string"))


def _hours(hour: pd.Series) -> pd.Series:
    """The band in which each hour lies."""
    names = pd.Series(pd.NA, index=hour.index, dtype="string")
    for name, (begin, end) in HOURS.items():
        names[(hour >= begin) & (hour < end)] = name
    return names


def _aspects(aspects: pd.DataFrame) -> list[pd.DataFrame]:
    tones = {"aspect_liked": "positive", "aspect_disliked": "negative"}
    return [
        aspects[aspects["sentiment"] == tone][KEY].assign(section=section, item=aspects["aspect"].astype("string"))
        for section, tone in tones.items()
    ]


def _counted(members: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Members of each persona who show an item, over its members, against all grouped authors."""
    sizes = members.groupby("persona_id").size()
    shown = members[["persona_id", *KEY]].merge(facts, on=KEY)
    item = ["section", "item"]
    table = shown.groupby(["persona_id", *item]).size().rename("n").reset_index()
    everybody = shown.groupby(item).size().rename("all").reset_index()
    table = table.merge(everybody, on=item)
    table["share"] = table["n"] / table["persona_id"].map(sizes).astype("float64")
    table["everybody"] = table.pop("all") / len(members)
    return table.assign(lift=table["share"] / table["everybody"])


def _value(members: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    known = values.assign(value=pd.to_numeric(values["value"])).dropna().drop_duplicates(KEY)
    rows = members[["persona_id", *KEY]].merge(known, on=KEY)
    table = rows.groupby("persona_id")["value"].agg(n="size", worth="sum").reset_index()
    total = float(rows["value"].sum())
    table = table[(table["worth"] > 0) & (total > 0)]
    table["share"], table["everybody"] = table.pop("worth") / (total or 1.0), table["n"] / max(len(rows), 1)
    return table.assign(section="value", item="CLV", lift=table["share"] / table["everybody"])
