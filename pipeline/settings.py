"""`brands.yml`: what the user tracks and where it comes from, validated here and turned into plain records."""

import glob
import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from records import Brand, BrandEvent, Lexicon, LinkRule, Product, SourceQuery
from records.errors import ConfigError

_VARIABLE = re.compile(r"\$\{(\w+)\}")


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class ProductSection(_Section):
    """A product of a brand."""

    name: str
    id: str = ""
    aliases: list[str] = []
    query: str | None = None

    def to_record(self) -> Product:
        """The record; the name counts as an alias, and as the id where none is given."""
        rule = LinkRule(aliases=_names(self.name, self.aliases), query=self.query)
        return Product(product_id=self.id or self.name, name=self.name, rule=rule)


class EventSection(_Section):
    """A campaign or event to mark on the curve."""

    name: str
    begins_on: date = Field(alias="from")
    ends_on: date | None = Field(default=None, alias="to")
    kind: Literal["event", "campaign"] = "event"

    def to_record(self) -> BrandEvent:
        """The record; an event without an end lasts one day."""
        return BrandEvent(
            name=self.name, begins_on=self.begins_on, ends_on=self.ends_on or self.begins_on, kind=self.kind
        )


class BrandSection(_Section):
    """A tracked brand."""

    name: str
    id: str = ""
    aliases: list[str] = []
    query: str | None = None
    products: list[ProductSection] = []
    competitors: list[str] = []
    events: list[EventSection] = []

    @property
    def brand_id(self) -> str:
        """The id, or the name where none is given."""
        return self.id or self.name

    def to_record(self) -> Brand:
        """The record."""
        return Brand(
            brand_id=self.brand_id,
            name=self.name,
            rule=LinkRule(aliases=_names(self.name, self.aliases), query=self.query),
            products=tuple(product.to_record() for product in self.products),
            competitors=tuple(self.competitors),
            events=tuple(event.to_record() for event in self.events),
        )


class QuerySection(_Section):
    """One thing to ask of a live source."""

    query: str
    params: dict[str, str] = {}
    brand: str | None = None


class SourceSection(_Section):
    """One source with its files or queries."""

    source: str
    files: list[str] = []
    queries: list[QuerySection] = []
    base_url: str | None = None
    brand: str | None = None
    """Brand that every row of the files is about; left out, texts are linked by their words."""

    @model_validator(mode="after")
    def _asks_something(self) -> "SourceSection":
        if not self.files and not self.queries:
            raise ValueError("give `files:` (an export) or `queries:` (a live source)")
        return self


class SentimentSection(_Section):
    """Which sentiment engine to use."""

    engine: str = "linear"
    model: str | None = None
    """Checkpoint directory or hub name of the transformers engine."""


class ReportSection(_Section):
    """Which pages to write."""

    brands: list[str] = []
    """Brand ids or names; empty means all."""
    grain: Literal["day", "week", "month"] = "week"


class Settings(_Section):
    """The whole configuration file."""

    brands: list[BrandSection] = Field(min_length=1)
    words: list[str] = []
    """User words for segmentation besides brand and product names."""
    sources: list[SourceSection] = Field(min_length=1)
    sentiment: SentimentSection = SentimentSection()
    report: ReportSection = ReportSection()
    folder: Path = Field(default=Path(), exclude=True)
    """Folder of the file; relative paths start here."""

    @model_validator(mode="after")
    def _names_agree(self) -> "Settings":
        ids = [brand.brand_id for brand in self.brands]
        for repeated in {each for each in ids if ids.count(each) > 1}:
            raise ValueError(f"brand id {repeated!r} is given twice")
        known = set(ids)
        for brand in self.brands:
            _known(brand.competitors, known, f"brands.{brand.name}.competitors")
        for source in self.sources:
            named = [source.brand, *(query.brand for query in source.queries)]
            _known([name for name in named if name], known, f"sources.{source.source}.brand")
        _known(self.report.brands, known | {brand.name for brand in self.brands}, "report.brands")
        return self

    def brand_records(self) -> tuple[Brand, ...]:
        """The tracked brands."""
        return tuple(brand.to_record() for brand in self.brands)

    def lexicon(self) -> Lexicon:
        """User words: everything a brand or product is called, and the file's own words."""
        words = list(self.words)
        for brand in self.brand_records():
            words.extend(brand.rule.aliases)
            for product in brand.products:
                words.extend(product.rule.aliases)
        return Lexicon(words=tuple(sorted(set(words))))

    def queries_of(self, source: str) -> tuple[SourceQuery, ...]:
        """What to ask of a source: one query a file or live query. Raises ConfigError for a pattern without files."""
        found: list[SourceQuery] = []
        for section in self.sources:
            if section.source == source:
                found.extend(_file_queries(section, self.folder))
                found.extend(
                    SourceQuery(
                        source=source,
                        query=_known_value(each.query, f"sources.{source}.queries"),
                        params=each.params,
                        brand_id=each.brand,
                    )
                    for each in section.queries
                )
        return tuple(found)

    def base_url_of(self, source: str) -> str | None:
        """Another server for a live source (the replay site), or None for the platform's own."""
        given = next((section.base_url for section in self.sources if section.source == source), None)
        return given and _known_value(given, f"sources.{source}.base_url")

    def source_names(self) -> tuple[str, ...]:
        """The sources in the order of the file, each once."""
        return tuple(dict.fromkeys(section.source for section in self.sources))

    def assignments(self) -> Mapping[tuple[str, str], str]:
        """(source, query) -> brand id, for queries that are about one brand as a whole."""
        found: dict[tuple[str, str], str] = {}
        for source in self.source_names():
            for query in self.queries_of(source):
                if query.brand_id:
                    name = Path(query.query).name if query.params.get("kind") == "file" else query.query
                    found[source, name] = query.brand_id
        return found

    def brand(self, name: str) -> Brand:
        """The brand of that id, name or alias. Raises ConfigError naming the tracked ones."""
        for brand in self.brand_records():
            if name in (brand.brand_id, *brand.rule.aliases):
                return brand
        tracked = ", ".join(brand.name for brand in self.brands)
        raise ConfigError(f"unknown brand {name!r}; tracked brands are: {tracked}")


def load(path: Path) -> Settings:
    """Reads and validates a configuration file. Raises ConfigError with the key and what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: no such file; `scrm init` writes a commented one") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    try:
        content = yaml.safe_load(_expand(text))
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: not valid YAML: {_one_line(error)}") from error
    return _validated(content, path)


def _validated(content: Any, path: Path) -> Settings:
    if not isinstance(content, dict):
        raise ConfigError(f"{path}: expected the keys `brands:` and `sources:`; `scrm init` writes a commented file")
    try:
        return Settings.model_validate({**content, "folder": path.resolve().parent})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "(file)"
        raise ConfigError(f"{path}: {key}: {first['msg'].removeprefix('Value error, ')}") from error


def _expand(text: str) -> str:
    """Replaces ${NAME} by the environment, so that addresses and secrets stay out of the file.

    A name that is not set stays as it is: only whoever needs the value is told (see `_known_value`).
    """
    return _VARIABLE.sub(lambda match: os.environ.get(match[1], match[0]), text)


def _known_value(value: str, where: str) -> str:
    unset = _VARIABLE.search(value)
    if unset:
        raise ConfigError(f"{where}: {unset[0]} is not set in the environment")
    return value


def _file_queries(section: SourceSection, folder: Path) -> list[SourceQuery]:
    found: list[SourceQuery] = []
    for pattern in section.files:
        matches = sorted(glob.glob(str(folder / pattern)))  # noqa: PTH207 - patterns may be absolute
        if not matches:
            raise ConfigError(f"sources.{section.source}.files: {pattern!r} matches no file under {folder}")
        found.extend(
            SourceQuery(source=section.source, query=match, params={"kind": "file"}, brand_id=section.brand)
            for match in matches
        )
    return found


def _names(name: str, aliases: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([name, *aliases]))


def _known(names: list[str], known: set[str], where: str) -> None:
    for name in names:
        if name not in known:
            raise ValueError(f"{where}: {name!r} is no tracked brand id; known: {', '.join(sorted(known))}")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
