"""The two ends of the dictionary's lineage that only other rooms know: the sources' fields and the page's panels.

Both are read from what is there: the mappings of the sources' yml files, and the code of the panels, followed through
the answers they ask for down to the metrics and views these name.
"""

import ast
import inspect
from collections.abc import Iterator, Mapping
from textwrap import dedent
from types import FunctionType, ModuleType
from typing import Any

from crawlers import catalog
from crawlers.spec import FieldRule, SourceSpec
from records import COUNT_FIELDS
from reports import panels
from reports.scope import Scope
from warehouse.dictionary import PanelUse, SourceField
from warehouse.metrics import DEFINITIONS

_OBSERVED = (*COUNT_FIELDS, "count_precision")
"""Fields of a mention's mapping that become an observation."""
_FEEDS = {
    "order": "Order", "contact": "Contact", "survey": "SurveyResponse", "referral": "Referral",
    "loyalty": "LoyaltyTransaction", "touchpoint": "Touchpoint", "cost": "Cost", "consent": "Consent",
}  # fmt: skip
"""`record` of a source of the user's own books -> the record's class."""


def source_fields() -> list[SourceField]:
    """Every field of a source's files that its yml maps, and the record field it becomes."""
    return [field for name in catalog.names() for field in _fields(catalog.spec(name))]


def panel_uses() -> list[PanelUse]:
    """Every panel of the brand page with the metrics it shows and the views it reads, in page order."""
    return [_use(module) for module in panels.modules()]


def _fields(spec: SourceSpec) -> Iterator[SourceField]:
    for name, rule in spec.mention.items():
        yield from _named(spec, "Observation" if name in _OBSERVED else "Mention", name, rule)
    for name, rule in spec.author.items():
        yield from _named(spec, "Author", {"id": "author_id"}.get(name, name), rule)
    for name, rule in spec.feed.items():
        if spec.record in _FEEDS:
            yield from _named(spec, _FEEDS[spec.record], name, rule)
    for shape in spec.shapes:
        yield from _fields(shape)


def _named(spec: SourceSpec, record: str, name: str, rule: FieldRule) -> Iterator[SourceField]:
    if rule.columns:
        yield SourceField(source=spec.name, field=" / ".join(rule.columns), record_field=f"{record}.{name}")


def _use(module: ModuleType) -> PanelUse:
    found: set[str] = set()
    _follow(module, vars(module), found, set())
    zh, en = _title(module)
    return PanelUse(
        panel=module.__name__.rpartition(".")[2],
        zh=zh,
        en=en,
        metrics=tuple(one.name for one in DEFINITIONS if one.name in found),
        views=tuple(sorted(name for name in found if name.startswith("v_"))),
    )


def _title(module: ModuleType) -> tuple[str, str]:
    """The title that the panel is built with, in Chinese and English."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.keyword) and node.arg == "title":
            zh, en = ast.literal_eval(node.value)
            return zh, en
    raise LookupError(f"{module.__name__}: its panel has no title")


def _follow(thing: Any, names: Mapping[str, Any], found: set[str], seen: set[int]) -> None:
    """Collects text constants and names of views in the source of a module or function, and of what it calls."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    for node in ast.walk(ast.parse(dedent(inspect.getsource(thing)))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
        elif isinstance(node, ast.Name):
            _reach(names.get(node.id), found, seen)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = Scope if node.value.id == "scope" else names.get(node.value.id)
            if owner is Scope or isinstance(owner, ModuleType):
                _reach(getattr(owner, node.attr, None), found, seen)


def _reach(value: Any, found: set[str], seen: set[int]) -> None:
    value = getattr(value, "func", getattr(value, "fget", None)) or value  # a cached or plain property's function
    if isinstance(value, FunctionType):
        if value.__module__.startswith(("warehouse.answers", "reports.")):
            _follow(value, value.__globals__, found, seen)
    elif isinstance(value, tuple | frozenset | Mapping):
        found.update(text for text in value if isinstance(text, str))
    elif str(getattr(value, "name", "")).startswith("v_"):
        found.add(str(value.name))
