"""Converters by the names that the yml files use, and the default of each record field."""

from crawlers.convert import counts, times, words
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
}
"""Converter of a field whose rule names none; counts are `count`, everything else `text`."""


def default_for(field: str) -> str:
    """The name of the converter a field takes by default."""
    return DEFAULTS.get(field, "count" if field.endswith("_count") else "text")
