"""Brand and product linking: a name is found, the brand query holds, then the brand's products are asked."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.entities.aliases import AliasFinder, AliasHit, Owner
from nlp.entities.query import parse
from nlp.entities.terms import Hit
from nlp.text.fold import fold
from records import Brand, LinkRule, Span
from records.ids import version_of

RULES_VERSION = "1"
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
    """Why: alias, query (name and query hold), product, or assigned (the whole source query is about the brand)."""
    spans: tuple[Span, ...] = ()
    """Where it is named in the text; empty when only the title or the product field names it."""

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
        self.version = version_of(RULES_VERSION, *(part for brand in brands for part in _rule_parts(brand)))

    def link(
        self,
        texts: Sequence[str],
        *,
        titles: Sequence[str | None] = (),
        products: Sequence[str | None] = (),
        assigned: Sequence[str | None] = (),
    ) -> list[list[Link]]:
        """The links of each text, brands in the order of the configuration, each followed by its products.

        Looked at are text, title and the source's product field; `assigned` names the brand that a source's whole
        query is about. Empty sequences stand for all None.
        """
        looked = [text[:_MAX_LENGTH] for text in texts]
        extra = zip(titles or [None] * len(texts), products or [None] * len(texts), strict=True)
        whole = [
            _PART_END.join((text, title or "", item or "")) for text, (title, item) in zip(looked, extra, strict=True)
        ]
        pages, hits = self._scan(whole)
        links: list[list[Link]] = [[] for _ in texts]
        owners = dict(enumerate(assigned))
        for at in sorted(hits.keys() | {at for at, brand_id in owners.items() if brand_id}):
            links[at] = self._links(pages[at], len(looked[at]), hits.get(at, []), owners.get(at))
        return links

    def _scan(self, whole: list[str]) -> tuple[list[str], dict[int, list[AliasHit]]]:
        """The folded texts, and the names in each, from one scan over the joined batch."""
        starts, at = [], 0
        for text in whole:
            starts.append(at)
            at += len(text) + 1
        joined = _ADDRESS.sub(lambda match: " " * len(match.group()), fold(_TEXT_END.join(whole)))
        hits: dict[int, list[AliasHit]] = defaultdict(list)
        for hit in self._finder.find(joined):
            index = bisect_right(starts, hit.start) - 1
            hits[index].append(AliasHit(hit.owner, hit.start - starts[index], hit.end - starts[index]))
        return [joined[start : start + len(text)] for start, text in zip(starts, whole, strict=True)], hits

    def _links(self, folded: str, text_length: int, hits: list[AliasHit], assigned: str | None) -> list[Link]:
        named: dict[Owner, list[Hit]] = defaultdict(list)
        for hit in hits:
            named[hit.owner].append(Hit("", hit.start, hit.end))
        brand_ids = {owner.brand_id for owner in named if owner.product_id is None} | (
            {assigned} if assigned else set()
        )
        links: list[Link] = []
        for brand_id in sorted(brand_ids, key=self._order):
            links += self._brand_links(brand_id, folded, text_length, named, is_assigned=brand_id == assigned)
        return links

    def _order(self, brand_id: str) -> tuple[int, str]:
        order = list(self._brands)
        return (order.index(brand_id) if brand_id in self._brands else len(order), brand_id)

    def _brand_links(
        self, brand_id: str, folded: str, text_length: int, named: dict[Owner, list[Hit]], *, is_assigned: bool
    ) -> list[Link]:
        evidence = list(named.get(Owner(brand_id), []))
        brand = self._brands.get(brand_id)
        if is_assigned:
            label = "assigned"
        elif brand is None or not _holds(brand.rule, folded, evidence):
            return []
        else:
            label = "query" if brand.rule.query else "alias"
        links = [Link(target=brand_id, label=label, spans=_spans(evidence, text_length))]
        for product in brand.products if brand else ():
            places = list(named.get(Owner(brand_id, product.product_id), []))
            if places and _holds(product.rule, folded, places):
                target = f"{brand_id}/{product.product_id}"
                links.append(Link(target=target, label="product", spans=_spans(places, text_length)))
        return links


def _check(rule: LinkRule) -> None:
    if rule.query is not None:
        parse(rule.query)


def _holds(rule: LinkRule, folded: str, evidence: list[Hit]) -> bool:
    return rule.query is None or parse(rule.query).holds(folded, evidence)


def _spans(hits: list[Hit], text_length: int) -> tuple[Span, ...]:
    places = sorted({(hit.start, hit.end) for hit in hits if hit.end <= text_length})
    return tuple(Span(start=start, end=end) for start, end in places[:_MAX_SPANS])


def _rule_parts(brand: Brand) -> list[str]:
    rules = [(brand.brand_id, brand.rule), *((f"{brand.brand_id}/{p.product_id}", p.rule) for p in brand.products)]
    return [repr((target, rule.aliases, rule.query)) for target, rule in rules]


@lru_cache(maxsize=8)
def linker(brands: tuple[Brand, ...]) -> Linker:
    """The compiled linker of some brands, built once."""
    return Linker(brands)
