"""What exported Weibo texts have in common, whichever tool wrote them. No source of its own: it has no yml."""

import re

_CUT = re.compile(r"(?:\.{2,}|…+)\s*(?:展开)?(?:全文|展开c?)\s*$")
"""The caption of the link to the whole text, which lists and searches show in place of the rest."""


def is_truncated(text: object) -> bool:
    """Whether a text stops where the platform offers the whole one (`…全文`)."""
    return bool(_CUT.search(str(text or "")))
