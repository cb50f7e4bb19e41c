"""Converters by the names that the yml files use, and the default of each record field."""

from crawlers.convert import counts, figures, times, words
from crawlers.convert.context import Converter

CONVERTERS: dict[str, Converter] = {
    "text": words.text,
    "count": counts.count,
    "time": times.time,
    "epoch": times.epoch,
    "objectid_time": times.objectid_time,
    "gender": words.gender,
    "rating": words.rating,
    "flag": words.flag,
    "id": words.whole_number_id,
    "word": words.known_word,
    "region": words.region,
    "present": words.present,
    "id_in_name": words.id_in_name,
    "weibo_post_in_url": words.weibo_post_in_url,
    "weibo_account_in_url": words.weibo_account_in_url,
    "weibo_verified_type": words.weibo_verified_type,
    "url_without_query": words.url_without_query,
    "count_in_wan": counts.count_in_wan,
    "money": figures.money,
    "money_in_wan": figures.money_in_wan,
    "quantity": figures.quantity,
    "currency": figures.currency,
    "share": figures.share,
    "resolved": figures.resolved,
    "minutes": figures.minutes,
    "minutes_of_seconds": figures.minutes_of_seconds,
    "minutes_of_minutes": figures.minutes_of_minutes,
    "minutes_of_hours": figures.minutes_of_hours,
}

DEFAULTS: dict[str, str] = {
    "published_at": "time",
    "observed_at": "time",
    "rating": "rating",
    "gender": "gender",
    "region": "region",
    "is_verified": "flag",
    "native_id": "id",
    "id": "id",
    "order_id": "id",
    "contact_id": "id",
    "response_id": "id",
    "customer_id": "id",
    "agent_id": "id",
    "ordered_at": "time",
    "contacted_at": "time",
    "answered_at": "time",
    "amount": "money",
    "quantity": "quantity",
    "currency": "currency",
    "line_number": "count",
    "satisfaction": "rating",
    "score": "rating",
    "is_resolved": "resolved",
    "reply_share": "share",
    "first_response_minutes": "minutes",
    "handling_minutes": "minutes",
}
"""Converter of a field whose rule names none; counts are `count`, everything else `text`."""


def default_for(field: str) -> str:
    """The name of the converter a field takes by default."""
    plain = "score" if field.startswith("score.") else field
    return DEFAULTS.get(plain, "count" if plain.endswith("_count") else "text")
