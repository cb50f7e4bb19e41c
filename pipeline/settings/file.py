"""`brands.yml`: what the user tracks and where it comes from, validated here and turned into plain records."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import Field, ValidationError, model_validator

from pipeline.settings.actions import ActionsSection
from pipeline.settings.alerts import AlertSection
from pipeline.settings.channels import ChannelSection, check_channels
from pipeline.settings.customers import CustomersSection, IdentitySection
from pipeline.settings.exports import file_queries, one_of
from pipeline.settings.journey import JourneySection
from pipeline.settings.loyalty import LoyaltySection
from pipeline.settings.retention import RetentionSection
from pipeline.settings.scorecard import ScorecardSection
from pipeline.settings.section import Section
from pipeline.settings.sections import (
    BrandSection,
    CpmSection,
    OutreachSection,
    ReportSection,
    SentimentSection,
    SourceSection,
)
from records import Brand, Lexicon, SourceQuery
from records.errors import ConfigError
from records.ids import pseudonym

if TYPE_CHECKING:
    from crm.influence.reach import CpmRange

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_PLAIN_ID = re.compile(r"[\w-]+")


class Settings(Section):
    """The whole configuration file."""

    brands: list[BrandSection] = Field(min_length=1)
    words: list[str] = []
    """User words for segmentation besides brand and product names."""
    words_file: Path | None = None
    """Sheet of `scrm words` with a person's decisions, beside this file."""
    sources: list[SourceSection] = []
    inbox: str = ""
    """Where dropped files arrive: a folder or an fsspec address; empty: `inbox/` in the home."""
    lake: str = ""
    """Where the lake is: an fsspec address of an object store; empty: `lake/` in the home."""
    sentiment: SentimentSection = SentimentSection()
    outreach: OutreachSection = OutreachSection()
    alerts: AlertSection = AlertSection()
    channels: list[ChannelSection] = []
    report: ReportSection = ReportSection()
    customers: CustomersSection = CustomersSection()
    identity: IdentitySection = IdentitySection()
    loyalty: LoyaltySection = LoyaltySection()
    scorecard: ScorecardSection = ScorecardSection()
    journey: JourneySection = JourneySection()
    actions: ActionsSection | None = None
    """What may be proposed to be done for customers; left out: nothing is."""
    cpm: list[CpmSection] = []
    """Prices of a thousand views, by platform and day; without them nothing is valued as advertising."""
    retention: RetentionSection = RetentionSection()
    """How long data sets are kept; left out: for good."""
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
        check_channels(self.channels, ids)
        _apart_as_file_names(ids)
        return self

    @model_validator(mode="after")
    def _gathers_something(self) -> "Settings":
        if not self.sources and not self.inbox:
            raise ValueError("sources: give at least one, or an `inbox:` where files are dropped")
        return self

    @model_validator(mode="after")
    def _model_is_beside_the_file(self) -> "Settings":
        """A relative model folder starts at the file, as exports do; anything else is a name in the hub."""
        model = self.sentiment.model
        path, separator, mapping = (model or "").partition("#")
        if path and (self.folder / path).exists():
            self.sentiment.model = f"{self.folder / path}{separator}{mapping}"
        return self

    def check(self, sources: Sequence[str] | None = None) -> None:
        """What can be found out before anything is gathered: brand queries, the engine, files of these sources or all.

        Raises ConfigError for the first mistake.
        """
        from nlp import sentiment
        from nlp.entities import parse

        for brand in self.brands:
            for name, query in ((brand.name, brand.query), *((each.name, each.query) for each in brand.products)):
                if query is None:
                    continue
                try:
                    parse(query)
                except ConfigError as error:
                    where = f"brand {brand.name!r}" if name == brand.name else f"brand {brand.name!r}, product {name!r}"
                    raise ConfigError(f"{where}: {error}") from error
        if self.sentiment.engine not in sentiment.names():
            known = ", ".join(sentiment.names())
            raise ConfigError(f"sentiment.engine: unknown engine {self.sentiment.engine!r}; there are: {known}")
        self.alerts.swarm_rule()
        for source in self.source_names() if sources is None else sources:
            self.queries_of(source)
            self.base_url_of(source)

    def brand_records(self) -> tuple[Brand, ...]:
        """The tracked brands."""
        return tuple(brand.to_record() for brand in self.brands)

    def listed(self, key: bytes) -> tuple[tuple[str, str, str], ...]:
        """Brand id, platform and pseudonym (under the home's key, as gathering makes it) of accounts to watch."""
        return tuple(
            (brand.brand_id, each.platform, pseudonym(key, each.platform, each.author))
            for brand in self.brands
            for each in brand.watch
        )

    def prices(self) -> "tuple[CpmRange, ...]":
        """What a thousand views cost, by platform and day."""
        from crm.influence.reach import CpmRange

        return tuple(
            CpmRange(platform=each.platform, low=each.low, high=each.high, currency=each.currency, source=each.source,
                     valid_from=each.begins_on)
            for each in self.cpm
        )  # fmt: skip

    def lexicon(self) -> Lexicon:
        """User words: everything a brand or product is called, and the file's own words."""
        words = [*self.words, *self._decided_words()]
        for brand in self.brand_records():
            words.extend(brand.rule.aliases)
            for product in brand.products:
                words.extend(product.rule.aliases)
        return Lexicon(words=tuple(sorted(set(words))))

    def _decided_words(self) -> tuple[str, ...]:
        """The words that a person said yes to on the sheet of `scrm words`. Raises UsageError."""
        if self.words_file is None:
            return ()
        from nlp.newwords import accepted
        from pipeline.wordsheet import read_words

        return accepted(read_words(self.folder / self.words_file))

    def queries_of(self, source: str) -> tuple[SourceQuery, ...]:
        """What to ask of a source: one query a file or live query. Raises ConfigError for a pattern without files.

        A file's query is its path relative to the configuration's folder, or its absolute path where it lies
        elsewhere: two files of one name in two folders stay two, and a moved folder keeps its names.
        """
        return self._queries_of(source, is_strict=True)

    def _queries_of(self, source: str, *, is_strict: bool) -> tuple[SourceQuery, ...]:
        files: dict[str, SourceQuery] = {}
        asked: list[SourceQuery] = []
        for section in self.sources:
            if section.source == source:
                for each in file_queries(section, self.folder, is_strict=is_strict):
                    files[each.query] = one_of(files.get(each.query), each)
                asked.extend(
                    SourceQuery(
                        source=source,
                        query=_known_value(each.query, f"sources.{source}.queries"),
                        params=each.params,
                        brand_id=each.brand,
                    )
                    for each in section.queries
                    if is_strict or not _VARIABLE.search(each.query)
                )
        return (*files.values(), *asked)

    def base_url_of(self, source: str) -> str | None:
        """Another server for a live source (the replay site), or None for the platform's own."""
        given = next((section.base_url for section in self.sources if section.source == source), None)
        return given and _known_value(given, f"sources.{source}.base_url")

    def inbox_url(self) -> str | None:
        """The address of the inbox, or None for that of the home; a relative folder starts at the file.

        Raises ConfigError for an unset ${NAME}.
        """
        if not self.inbox:
            return None
        address = _known_value(self.inbox, "inbox")
        return address if "://" in address else str((self.folder / address).resolve())

    def source_names(self) -> tuple[str, ...]:
        """The sources in the order of the file, each once."""
        return tuple(dict.fromkeys(section.source for section in self.sources))

    def assignments(self) -> Mapping[tuple[str, str], str | None]:
        """(source, query) -> brand id for queries that are about one brand as a whole, None for the others.

        Patterns without files and queries with an unset ${NAME} are passed over: what is annotated or loaded now may
        have been gathered long ago.
        """
        return {
            (source, query.query): query.brand_id
            for source in self.source_names()
            for query in self._queries_of(source, is_strict=False)
        }

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
        content = yaml.load(_expand(text), _Loader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: not valid YAML: {_one_line(error)}") from error
    except RecursionError:
        raise ConfigError(f"{path}: brackets are nested too deep; is one not closed?") from None
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


class _Loader(yaml.SafeLoader):
    """YAML in which a key given twice is a mistake, not a silent loss of the first."""

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        node = super().compose_mapping_node(anchor)
        seen: set[tuple[str, str]] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if (key.tag, key.value) in seen:
                    raise yaml.MarkedYAMLError(problem=f"key {key.value!r} is given twice", problem_mark=key.start_mark)
                seen.add((key.tag, key.value))
        return node


def _apart_as_file_names(ids: Sequence[str]) -> None:
    """Raises ValueError when the pages of two brands would overwrite each other."""
    if all(_PLAIN_ID.fullmatch(each) for each in ids):
        return  # each names its own file as it is
    from reports.names import file_stem

    taken: dict[str, str] = {}
    for each in ids:
        other = taken.setdefault(file_stem(each), each)
        if other != each:
            raise ValueError(
                f"brand ids {other!r} and {each!r} would share the page file {file_stem(each)}; change one"
            )


def _known(names: list[str], known: set[str], where: str) -> None:
    for name in names:
        if name not in known:
            raise ValueError(f"{where}: {name!r} is no tracked brand id; known: {', '.join(sorted(known))}")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
