"""Which brand and product a text is about: names, boolean queries, homonyms."""

from nlp.entities.linker import Link, Linker, linker
from nlp.entities.preview import Match, match
from nlp.entities.query import parse

__all__ = ["Link", "Linker", "Match", "linker", "match", "parse"]
