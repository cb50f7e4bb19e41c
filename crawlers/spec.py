"""What a source's yml says, checked and turned into plain values. Imports nothing but yaml: read at DAG parse time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from records.errors import ConfigError
from records.mention import KINDS

ACCESS_CLASSES = ("open", "key", "export")
"""open: a public machine interface; key: the user's own credentials; export: files that the user brings."""
FORMATS = ("csv", "xlsx", "parquet", "jsonl", "json", "http")
"""xlsx stands for every workbook: .xlsx, .xls and .ods."""
FEED_RECORDS = ("order", "contact", "survey", "referral", "loyalty", "touchpoint", "cost", "consent")
"""Rows of the user's own books."""
RECORDS = ("mention", "author", *FEED_RECORDS)
"""What a row of a file may become."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """Where the value of one record field comes from."""

    columns: tuple[str, ...] = ()
    """Columns (dots reach into nested JSON): the first that is not blank, or all of them with `join`."""
    converter: str | None = None
    """Name in crawlers.convert.registry; None takes the field's default."""
    join: str | None = None
    """Joins all columns with this."""
    template: str | None = None
    """Text with `{}` where the value goes (an address around an id)."""
    values: Mapping[str, str | None] = field(default_factory=dict)
    """The source's words -> ours (a complaint's states); a word not listed is refused."""
    constant: str | None = None
    """The same value for every row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """An expectation and the reason for its number."""

    value: float
    """A share between 0 and 1."""
    because: str
    """Why this number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountBound:
    """How many items a run of one query should give, and the reason for the number."""

    value: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How gently a web source is asked."""

    delay_seconds: float
    """Pause between two requests."""
    max_retry_after_seconds: float
    """Longest pause a server may ask for; beyond it the run ends as rate_limited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Where a key source's credential comes from and goes to; the value itself is never kept."""

    variable: str
    """The environment variable that holds it."""
    parameter: str | None = None
    """The query parameter that carries it (`as: query:key`); None: a bearer token in the header (`as: bearer`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """A budget per day that the platform grants a credential."""

    buckets: Mapping[str, int]
    """Name of a kind of call -> units a day; a Fetch says which it spends."""
    zone: str
    """IANA name of the zone in whose midnight the day begins anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """What a source is called."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpec:
    """One source as its yml describes it."""

    name: str
    title: Title
    platform: str
    access: str
    """One of ACCESS_CLASSES."""
    terms: str
    """What allows the use, in a sentence."""
    formats: tuple[str, ...]
    """What its files may be (csv, xlsx, parquet, jsonl, json; gzip is seen through), or http."""
    kind: str | None = None
    """Kind of its mentions; None for a source of authors."""
    record: str = "mention"
    """One of RECORDS: what a row of its files becomes; `author` where there is no kind."""
    has_columns_by_header: bool = False
    """Whether its columns are found by their headers (crawlers/headers.yml) or named by the user (`columns:`).

    `required` then shows plain names of the columns it cannot do without.
    """
    schedule: str | None = None
    """Cron expression or preset; None: when a file arrives."""
    refresh_schedule: str | None = None
    """The same for the refresh lane; only for sources whose single items can be asked for again."""
    pace: Pace | None = None
    """Only for web sources."""
    credentials: Credentials | None = None
    """Only for sources of access class key."""
    quota: Quota | None = None
    """Only for sources whose calls are counted by the day."""
    is_newest_first: bool = False
    """Whether its lists run from new to old, so that a walk may stop at what it has seen before."""
    has_date_windows: bool = False
    """Whether `first` honours the parameters `since` and `until` (UTC, ISO 8601), so that a window can be split."""
    methods: tuple[str, ...] = ("GET",)
    """HTTP methods whose responses are its content; those of others in a cassette are passed over."""
    encodings: tuple[str, ...] = ("utf-8", "gb18030")
    """Tried in this order."""
    mojibake: str | None = None
    """An encoding that some rows were once wrongly read in, undone where it shows."""
    required: tuple[tuple[str, ...], ...] = ()
    """Columns that a file must have; each a tuple of alternative names."""
    other_widths: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Column names of rows that have another width than the header ('' for columns of no use)."""
    year_from: FieldRule | None = None
    """Gives a Weibo id whose time supplies a missing year."""
    has_years_from_neighbours: bool = False
    """Whether a missing year may be taken from the row before, as rows are in time order."""
    identity: FieldRule | None = None
    """What tells rows without ids apart besides author, time and text."""
    default_texts: tuple[str, ...] = ()
    """Texts that the platform writes where the person wrote none."""
    rating_scale: float | None = None
    mention: Mapping[str, FieldRule] = field(default_factory=dict)
    author: Mapping[str, FieldRule] = field(default_factory=dict)
    extra: Mapping[str, FieldRule] = field(default_factory=dict)
    feed: Mapping[str, FieldRule] = field(default_factory=dict)
    """Fields of a row of the user's own books (FEED_RECORDS).

    `score.<question>` and `answer.<question>` of a survey's row are one question each.
    """
    scales: Mapping[str, float] = field(default_factory=dict)
    """Best possible score of a survey's question, or of a contact's `satisfaction`."""
    max_refused_share: Bound | None = None
    """Above it a file is not what the yml describes, and none of it is landed."""
    min_items: CountBound | None = None
    """Below it a head run of one query is an error."""
    max_items: CountBound | None = None
    """Above it a run is told as unusual."""
    known_fields: tuple[str, ...] = ()
    """Fields of a response's entries; others are counted as unknown. Empty: nothing is counted."""
    min_filled_share: Mapping[str, Bound] = field(default_factory=dict)
    """Mention fields that are rarely unknown."""
    verdict: FieldRule | None = None
    """Sentiment that the file itself states, as words -> negative, neutral or positive."""
    rows_in: str | None = None
    """Name of the list that holds the rows of a JSON object; each row has the object's other members too."""
    platform_word: FieldRule | None = None
    """A row's own platform, where one file covers several; `platform` where the row does not say."""
    is_unverified: bool = False
    """Whether no real file was ever seen: its column names come from documents and common usage."""
    shapes: tuple["SourceSpec", ...] = ()
    """What else its files may hold (comments, creators): the same source with other columns and another mapping.

    Tried before the source's own columns, which may be fewer; a shape without `kind` holds accounts.
    """

    @property
    def is_web(self) -> bool:
        """Whether it is crawled over HTTP rather than brought as files."""
        return "http" in self.formats


def parse_spec(file: Path) -> SourceSpec:
    """Reads one yml. Raises ConfigError naming the file and the key that is wrong."""
    try:
        content = yaml.safe_load(file.read_text("utf-8"))
        return _spec(file.stem, dict(content))
    except yaml.YAMLError as error:
        raise ConfigError(f"{file}: not YAML: {str(error).splitlines()[0]}") from error
    except KeyError as error:
        raise ConfigError(f"{file}: key {error} is missing") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise ConfigError(f"{file}: {error}") from error


def _spec(name: str, content: dict[str, Any]) -> SourceSpec:
    title, expectations = content.pop("title"), content.pop("expectations", {})
    pace, year_from = content.pop("pace", None), content.pop("year_from", None)
    identity, credentials = content.pop("identity", None), content.pop("credentials", None)
    quota = content.pop("quota", None)
    shapes = _shapes(name, title, expectations, content)
    spec = SourceSpec(
        name=name,
        title=Title(**title),
        platform=content.pop("platform"),
        access=_one_of(content.pop("access"), ACCESS_CLASSES, "access"),
        terms=content.pop("terms"),
        formats=tuple(_one_of(each, FORMATS, "formats") for each in content.pop("formats")),
        record=_one_of(content.pop("record", "mention" if content.get("kind") else "author"), RECORDS, "record"),
        kind=_one_of(content.pop("kind", None), (*KINDS, None), "kind"),
        has_columns_by_header=content.pop("has_columns_by_header", False),
        schedule=content.pop("schedule", None),
        refresh_schedule=content.pop("refresh_schedule", None),
        pace=Pace(**pace) if pace else None,
        credentials=_credentials(credentials) if credentials else None,
        quota=Quota(**quota) if quota else None,
        is_newest_first=content.pop("is_newest_first", False),
        has_date_windows=content.pop("has_date_windows", False),
        methods=tuple(content.pop("methods", ("GET",))),
        encodings=tuple(content.pop("encodings", ("utf-8", "gb18030"))),
        mojibake=content.pop("mojibake", None),
        required=tuple(_names(each) for each in content.pop("required", ())),
        other_widths={int(k): tuple(v) for k, v in content.pop("other_widths", {}).items()},
        year_from=_rule(year_from) if year_from else None,
        has_years_from_neighbours=content.pop("has_years_from_neighbours", False),
        identity=_rule(identity) if identity else None,
        default_texts=tuple(content.pop("default_texts", ())),
        rating_scale=_number(content.pop("rating_scale", None)),
        mention={key: _rule(value) for key, value in content.pop("mention", {}).items()},
        author={key: _rule(value) for key, value in content.pop("author", {}).items()},
        extra={key: _rule(value) for key, value in content.pop("extra", {}).items()},
        feed={key: _rule(value) for key, value in content.pop("feed", {}).items()},
        scales={key: float(value) for key, value in content.pop("scales", {}).items()},
        max_refused_share=_bound(expectations.get("max_refused_share")),
        min_items=_count_bound(expectations.get("min_items")),
        max_items=_count_bound(expectations.get("max_items")),
        known_fields=tuple(expectations.get("known_fields", ())),
        min_filled_share={key: Bound(**value) for key, value in expectations.get("min_filled_share", {}).items()},
        verdict=_optional_rule(content.pop("verdict", None)),
        rows_in=content.pop("rows_in", None),
        platform_word=_optional_rule(content.pop("platform_word", None)),
        is_unverified=content.pop("is_unverified", False),
        shapes=shapes,
    )
    if content:
        raise ValueError(f"unknown key {', '.join(sorted(content))}")
    return spec


_OF_SHAPE = ("kind", "required", "identity", "mention", "author", "extra", "verdict")
"""Keys that each shape states for itself; all others are the source's."""


def _shapes(name: str, title: Any, expectations: Mapping[str, Any], content: dict[str, Any]) -> tuple[SourceSpec, ...]:
    """Takes the key `shapes` out of a source's content; each entry may state its own expectations."""
    entries = content.pop("shapes", ())
    shared = {key: value for key, value in content.items() if key not in _OF_SHAPE} | {"title": title}
    bound = {key: value for key, value in expectations.items() if key == "max_refused_share"}
    return tuple(
        _spec(name, {**shared, **entry, "expectations": {**bound, **entry.get("expectations", {})}})
        for entry in entries
    )


def _credentials(value: Mapping[str, str]) -> Credentials:
    if set(value) != {"variable", "as"}:
        raise ValueError("credentials: give `variable` and `as`")
    place, _, parameter = value["as"].partition(":")
    if (place, bool(parameter)) not in (("query", True), ("bearer", False)):
        raise ValueError(f"credentials: as: {value['as']!r} is neither bearer nor query:NAME")
    return Credentials(variable=value["variable"], parameter=parameter or None)


def _rule(value: Any) -> FieldRule:
    """A column name, a list of alternatives, or a mapping with the details."""
    if not isinstance(value, dict):
        return FieldRule(columns=_names(value))
    known = {"column", "as", "join", "template", "values", "constant"}
    if set(value) - known:
        raise ValueError(f"unknown key {', '.join(sorted(set(value) - known))} in a field")
    return FieldRule(
        columns=_names(value.get("column", ())),
        converter=value.get("as"),
        join=value.get("join"),
        template=value.get("template"),
        values=value.get("values", {}),
        constant=value.get("constant"),
    )


def _optional_rule(value: Any) -> FieldRule | None:
    return _rule(value) if value else None


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(each) for each in value)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _bound(value: Any) -> Bound | None:
    return Bound(**value) if value else None


def _count_bound(value: Any) -> CountBound | None:
    return CountBound(**value) if value else None


def _one_of(value: Any, allowed: tuple[Any, ...], key: str) -> Any:
    if value not in allowed:
        raise ValueError(f"{key}: {value!r} is none of {', '.join(str(each) for each in allowed)}")
    return value


def rule_of(value: Any) -> FieldRule:
    """A field's rule as a yml or a user's `columns:` writes it. Raises ValueError for an unknown key in it."""
    return _rule(value)
