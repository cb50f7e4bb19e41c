"""Brand and product linking: a name is found, the brand query holds, then the brand's products are asked."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.entities.aliases import AliasFinder, AliasHit, Owner
from nlp.entities.contexts import Contexts
from nlp.entities.folding import fold_batch
from nlp.entities.homonyms import homonyms_version
from nlp.entities.prominence import FULL, Page, prominence
from nlp.entities.query import parse
from nlp.entities.terms import Hit
from nlp.text.edges import EDGES_VERSION
from records import Brand, LinkRule, Span
from records.ids import version_of

RULES_VERSION = "3"
"""Raised when the way of linking changes; changed names and queries change the version by themselves."""

_TEXT_END, _PART_END = "\ue001", "\ue002"
"""Private-use separators: no white space, so that no name reaches across them."""
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\u3000-\u303f\u4e00-\u9fff\ue000-\uf8ff\uff00-\uffef<>\"']+")
_MAX_LENGTH = 20_000
_MAX_SPANS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One brand or product a text is about."""

    target: str
    """`brand_id`, or `brand_id/product_id`."""
    label: str
    """Why: alias, context (the name is an ordinary word, too, and the words around it say that it is the brand), query
    (name and query hold), product, or assigned (the whole source query is about the brand)."""
    spans: tuple[Span, ...] = ()
    """Where it is named in the text, and the words that decided; empty when only the title or the product field names
    it."""
    names: tuple[Span, ...] = ()
    """Of the spans those of the names alone, in the order of the text."""
    prominence: float
    """How much the text is about it, from 0 to 1 (nlp.entities.prominence); 1 for what the source assigned."""

    @property
    def brand_id(self) -> str:
        """The brand, of a product its brand."""
        return self.target.partition("/")[0]


class Linker:
    """The compiled rules of some brands."""

    def __init__(self, brands: Sequence[Brand]) -> None:
        """Compiles names and queries. Raises ConfigError for a query that cannot be read."""
        self._brands = {brand.brand_id: brand for brand in brands}
        aliases = {Owner(brand.brand_id): brand.rule.aliases for brand in brands}
        for brand in brands:
            for product in brand.products:
                aliases[Owner(brand.brand_id, product.product_id)] = product.rule.aliases
                _check(product.rule)
            _check(brand.rule)
        self._finder = AliasFinder(aliases)
        self._contexts = {brand.brand_id: Contexts(brand.rule) for brand in brands}
        parts = (part for brand in brands for part in _rule_parts(brand))
        self.version = version_of(RULES_VERSION, EDGES_VERSION, homonyms_version(), *parts)

    def link(
        self,
        texts: Sequence[str],
        *,
        titles: Sequence[str | None] = (),
        products: Sequence[str | None] = (),
        assigned: Sequence[str | None] = (),
        own_ends: Sequence[int] = (),
    ) -> list[list[Link]]:
        """The links of each text, brands in the order of the configuration, each followed by its products.

        Looked at are text, title and the source's product field; `assigned` names the brand that a source's whole
        query is about, `own_ends` where each author's own words end (CleanText.own_end). Empty sequences stand for all
        None, and for texts that are all their authors' own.
        """
        looked = [text[:_MAX_LENGTH] for text in texts]
        extra = zip(titles or [None] * len(texts), products or [None] * len(texts), strict=True)
        whole = [
            _PART_END.join((text, title or "", item or "")) for text, (title, item) in zip(looked, extra, strict=True)
        ]
        folded, hits = self._scan(whole)
        links: list[list[Link]] = [[] for _ in texts]
        owners = dict(enumerate(assigned))
        for at in sorted(hits.keys() | {at for at, brand_id in owners.items() if brand_id}):
            page = Page(folded[at], len(looked[at]), own_ends[at] if own_ends else len(looked[at]))
            links[at] = self._links(page, hits.get(at, []), owners.get(at))
        return links

    def _scan(self, whole: list[str]) -> tuple[list[str], dict[int, list[AliasHit]]]:
        """The folded texts, and the names in each, from one scan over the joined batch."""
        starts, at = [], 0
        for text in whole:
            starts.append(at)
            at += len(text) + 1
        joined = _ADDRESS.sub(lambda match: " " * len(match.group()), fold_batch(_TEXT_END.join(whole)))
        hits: dict[int, list[AliasHit]] = defaultdict(list)
        for hit in self._finder.find(joined):
            index = bisect_right(starts, hit.start) - 1
            hits[index].append(AliasHit(hit.owner, hit.start - starts[index], hit.end - starts[index]))
        return [joined[start : start + len(text)] for start, text in zip(starts, whole, strict=True)], hits

    def _links(self, page: Page, hits: list[AliasHit], assigned: str | None) -> list[Link]:
        named: dict[Owner, list[Hit]] = defaultdict(list)
        for hit in hits:
            named[hit.owner].append(Hit("", hit.start, hit.end))
        brand_ids = {owner.brand_id for owner in named if owner.product_id is None} | (
            {assigned} if assigned else set()
        )
        links: list[Link] = []
        for brand_id in sorted(brand_ids, key=self._order):
            links += self._brand_links(brand_id, page, named, is_assigned=brand_id == assigned)
        return links

    def _order(self, brand_id: str) -> tuple[int, str]:
        order = list(self._brands)
        return (order.index(brand_id) if brand_id in self._brands else len(order), brand_id)

    def _brand_links(
        self, brand_id: str, page: Page, named: dict[Owner, list[Hit]], *, is_assigned: bool
    ) -> list[Link]:
        brand, names = self._brands.get(brand_id), named.get(Owner(brand_id), [])
        if is_assigned:
            spans = _spans(names, page)
            links = [Link(target=brand_id, label="assigned", spans=spans, names=spans, prominence=FULL)]
        elif brand is None or (link := self._brand_link(brand, page, names)) is None:
            return []
        else:
            links = [link]
        for product in brand.products if brand else ():
            names = named.get(Owner(brand_id, product.product_id), [])
            if names and (evidence := _evidence(product.rule, page, names)) is not None:
                links.append(_named(f"{brand_id}/{product.product_id}", "product", evidence, page, names))
        return links

    def _brand_link(self, brand: Brand, page: Page, names: list[Hit]) -> Link | None:
        """The link to a brand whose names occur; None where they mean something else, or its query does not hold."""
        about = self._contexts[brand.brand_id].about(page.folded, names)
        if not about.names or (evidence := _evidence(brand.rule, page, about.names)) is None:
            return None
        label = "query" if brand.rule.query else "context" if about.is_judged else "alias"
        return _named(brand.brand_id, label, [*evidence, *about.words], page, about.names)


def _named(target: str, label: str, evidence: list[Hit], page: Page, names: list[Hit]) -> Link:
    return Link(
        target=target,
        label=label,
        spans=_spans(evidence, page),
        names=_spans(names, page),
        prominence=prominence(page, names),
    )


def _check(rule: LinkRule) -> None:
    if rule.query is not None:
        parse(rule.query)


def _evidence(rule: LinkRule, page: Page, names: list[Hit]) -> list[Hit] | None:
    """The names and the words of the query that decided; None when the query does not hold."""
    evidence = list(names)
    return evidence if rule.query is None or parse(rule.query).holds(page.folded, evidence) else None


def _spans(hits: list[Hit], page: Page) -> tuple[Span, ...]:
    places = sorted({(hit.start, hit.end) for hit in hits if hit.end <= page.text_length})
    return tuple(Span(start=start, end=end) for start, end in places[:_MAX_SPANS])


def _rule_parts(brand: Brand) -> list[str]:
    rules = [(brand.brand_id, brand.rule), *((f"{brand.brand_id}/{p.product_id}", p.rule) for p in brand.products)]
    return [repr((target, rule)) for target, rule in rules]


@lru_cache(maxsize=8)
def linker(brands: tuple[Brand, ...]) -> Linker:
    """The compiled linker of some brands, built once."""
    return Linker(brands)
