"""The parts of `brands.yml`, each validated by itself and turned into plain records."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from crawlers import catalog
from crawlers.tables.given import Given, mapping_problem
from pipeline.settings.section import Section
from pipeline.settings.service import ServiceSection
from records import Brand, BrandEvent, LinkRule, Product
from records.errors import UsageError


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty; give a name or leave it out")
    return text


Name = Annotated[str, AfterValidator(_filled)]
"""What something is called; an empty one would be found in every text."""


class ProductSection(Section):
    """A product of a brand."""

    name: Name
    id: str = ""
    aliases: list[Name] = []
    query: str | None = None
    category: Name | None = None

    @model_validator(mode="after")
    def _id_is_usable(self) -> "ProductSection":
        _usable_id("product", self.id, self.name)
        return self

    @property
    def product_id(self) -> str:
        """The id, or the name where none is given."""
        return self.id or self.name

    def to_record(self) -> Product:
        """The record; the name counts as an alias, and as the id where none is given."""
        rule = LinkRule(aliases=_names(self.name, self.aliases), query=self.query)
        return Product(product_id=self.product_id, name=self.name, rule=rule, category=self.category)


class EventSection(Section):
    """A campaign or event to mark on the curve."""

    name: Name
    begins_on: date = Field(alias="from")
    ends_on: date | None = Field(default=None, alias="to")
    kind: Literal["event", "campaign"] = "event"

    @model_validator(mode="after")
    def _is_the_right_way_round(self) -> "EventSection":
        if self.ends_on and self.ends_on < self.begins_on:
            raise ValueError(f"event {self.name!r}: from {self.begins_on} is after to {self.ends_on}; swap them")
        return self

    def to_record(self) -> BrandEvent:
        """The record; an event without an end lasts one day."""
        return BrandEvent(
            name=self.name, begins_on=self.begins_on, ends_on=self.ends_on or self.begins_on, kind=self.kind
        )


class WatchSection(Section):
    """An account to keep an eye on, whether it speaks or not."""

    platform: Name
    author: Name
    """The platform's own id of the account; it leaves this file only as a pseudonym."""


class CpmSection(Section):
    """What a thousand views cost on a platform, as the brand pays or is offered."""

    platform: Name
    low: float = Field(ge=0)
    high: float = Field(ge=0)
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "CNY"
    source: Name
    """Rate card, order or report the prices are from."""
    begins_on: date = Field(alias="from")

    @model_validator(mode="after")
    def _is_a_range(self) -> "CpmSection":
        if self.low > self.high:
            raise ValueError(f"cpm of {self.platform}: low {self.low:g} is above high {self.high:g}; swap them")
        return self


class ContextSection(Section):
    """Words around a name that is an ordinary word, too: those for the brand, those for the other meaning."""

    words_for: list[Name] = Field(default=[], alias="for")
    words_against: list[Name] = Field(default=[], alias="against")


class BrandSection(Section):
    """A tracked brand."""

    name: Name
    id: str = ""
    aliases: list[Name] = []
    query: str | None = None
    homonyms: list[Name] | None = None
    context: ContextSection = ContextSection()
    industry: Literal["automobile", "restaurant", "phone", "app", "ecommerce"] | None = None
    products: list[ProductSection] = []
    competitors: list[str] = []
    events: list[EventSection] = []
    service: ServiceSection = ServiceSection()
    watch: list[WatchSection] = []

    @model_validator(mode="after")
    def _ids_are_usable(self) -> "BrandSection":
        _usable_id("brand", self.id, self.name)
        ids = [product.product_id for product in self.products]
        for repeated in sorted({each for each in ids if ids.count(each) > 1}):
            raise ValueError(f"brand {self.name!r}: product id {repeated!r} is given twice")
        return self

    @property
    def brand_id(self) -> str:
        """The id, or the name where none is given."""
        return self.id or self.name

    def to_record(self) -> Brand:
        """The record."""
        return Brand(
            brand_id=self.brand_id,
            name=self.name,
            rule=LinkRule(
                aliases=_names(self.name, self.aliases),
                query=self.query,
                homonyms=None if self.homonyms is None else tuple(self.homonyms),
                context_for=tuple(self.context.words_for),
                context_against=tuple(self.context.words_against),
            ),
            products=tuple(product.to_record() for product in self.products),
            industry=self.industry,
            competitors=tuple(self.competitors),
            events=tuple(event.to_record() for event in self.events),
            opening_hours=tuple(entry.to_record() for entry in self.service.hours),
            service_terms=tuple(entry.to_record() for entry in self.service.terms),
        )


class QuerySection(Section):
    """One thing to ask of a live source."""

    query: str
    params: dict[str, str] = {}
    brand: str | None = None


ColumnRule = str | list[str] | dict[str, Any] | None
"""A column, columns of which the first filled one counts, or the details of a yml's rule; None leaves a field out."""


class SourceSection(Section):
    """One source with its files or queries."""

    source: str
    files: list[str] = []
    queries: list[QuerySection] = []
    base_url: str | None = None
    brand: str | None = None
    """Brand that every row of the files is about; left out, texts are linked by their words."""
    columns: dict[str, ColumnRule] = {}
    """Field -> column, for the sources table, orders, contacts and surveys."""
    platform: Name | None = None
    """Where the authors or customers of a table live."""
    kind: str | None = None
    """What the rows of `table` are: a kind of mention, or author."""
    rating_scale: float | None = Field(default=None, gt=0)
    """Best possible rating."""
    scales: dict[str, Annotated[float, Field(gt=0)]] = {}
    """Best possible score of each question of a survey (csat, ...), or of a contact's satisfaction."""

    @model_validator(mode="after")
    def _asks_something(self) -> "SourceSection":
        if not self.files and not self.queries:
            raise ValueError("give `files:` (an export) or `queries:` (a live source)")
        try:
            is_web = catalog.spec(self.source).is_web
        except UsageError as error:
            raise ValueError(str(error)) from error
        if is_web and self.files:
            raise ValueError(f"{self.source} is asked over the network: give `queries:`, not `files:`")
        if self.queries and not is_web:
            raise ValueError(f"{self.source} reads files that you bring: give `files:`, not `queries:`")
        return self

    @model_validator(mode="after")
    def _mapping_is_possible(self) -> "SourceSection":
        spec = catalog.spec(self.source)
        if self.mapping != Given() and not spec.has_columns_by_header:
            raise ValueError(f"{self.source} has columns of its own; `columns:` and the like are for table and feeds")
        problem = mapping_problem(spec, self.mapping)
        if problem:
            raise ValueError(f"{self.source}: {problem}")
        return self

    @property
    def mapping(self) -> Given:
        """What is said of the file's columns."""
        return Given(
            columns=self.columns,
            platform=self.platform,
            kind=self.kind,
            rating_scale=self.rating_scale,
            scales=self.scales,
        )


class SentimentSection(Section):
    """Which sentiment engine to use."""

    engine: str = "linear"
    model: str | None = None
    """Checkpoint directory or hub name of the transformers engine."""


class OutreachSection(Section):
    """Whether handles of public accounts are kept for those who may write to them."""

    min_followers: int | None = Field(default=None, ge=1_000)
    """Accounts with so many followers leave their handle in the vault; left out: none does."""


class ReportSection(Section):
    """Which pages to write."""

    brands: list[str] = []
    """Brand ids or names; empty means all."""
    grain: Literal["day", "week", "month"] = "week"
    url: str = ""
    """Address under which the folder `reports/` is served, for links in messages; empty: it is not."""


def _usable_id(what: str, given: str, name: str) -> None:
    """Raises ValueError for an id that is blank or holds a slash, which separates brand and product in annotations."""
    if "/" in (given or name):
        remedy = "choose another" if given else "the name stands for the id, so give an `id:` without one"
        raise ValueError(f"{what} {name!r}: its id {given or name!r} holds a '/'; {remedy}")
    if given and not given.strip():
        raise ValueError(f"{what} {name!r}: its id is blank; leave it out or give one")


def _names(name: str, aliases: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([name, *aliases]))
