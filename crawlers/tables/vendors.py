"""What listening vendors' rows say besides the content: the platform each is of, and the vendor's own verdict."""

from collections.abc import Callable

from crawlers.spec import SourceSpec
from crawlers.tables.faults import Row
from crawlers.tables.fields import compile_getter
from records import Annotation, Mention


def compile_platform(spec: SourceSpec) -> Callable[[Row], str]:
    """Row -> platform: the source's, unless the row's own word is known (or, without `values`, is a platform)."""
    rule = spec.platform_word
    if rule is None:
        return lambda row: spec.platform
    get, known = compile_getter(rule), rule.values

    def platform_of(row: Row) -> str:
        word = str(get(row) or "").strip()
        return (known.get(word) if known else word) or spec.platform

    return platform_of


def compile_verdict(spec: SourceSpec) -> Callable[[Row, Mention], Annotation | None] | None:
    """(row, mention) -> the tone that the file states, under an engine of its own; None without a `verdict` rule.

    A word that the yml does not translate gives no verdict: it is no reason to refuse what was said.
    """
    rule = spec.verdict
    if rule is None:
        return None
    get, known, engine = compile_getter(rule), rule.values, f"vendor:{spec.name}"

    def verdict_of(row: Row, mention: Mention) -> Annotation | None:
        label = known.get(str(get(row) or "").strip())
        if label is None:
            return None
        return Annotation(mention_id=mention.mention_id, task="sentiment", engine=engine, version="export", label=label)

    return verdict_of
