"""Apple's customer reviews as Atom (`.../xml`), brought into the shape of the same feed in JSON. No source of its own.

An element becomes `{"label": text, "attributes": {...}, <child>: ...}`; of repeated children the JSON has a list. Read
with expat alone: a document that declares entities is refused, as their expansion has no bound.
"""

from typing import Any
from xml.parsers import expat

from records.errors import SchemaDrift

_ATOM, _APPLE = "http://www.w3.org/2005/Atom ", "http://itunes.apple.com/rss "
_MAX_DEPTH = 30
"""A review feed needs four."""


def is_xml(body: bytes) -> bool:
    """Whether a response is XML rather than JSON, by its first character."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def feed_of(body: bytes, url: str) -> dict[str, Any]:
    """The feed as its JSON would be. Raises SchemaDrift for other XML, damaged XML and declared entities."""
    reader = _Reader(url)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.entity
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter for an encoding that does not exist
        line = getattr(error, "lineno", 1)
        raise SchemaDrift(f"{url}: damaged XML at line {line}; get the feed again") from error
    if reader.root_name != "feed":
        raise SchemaDrift(f"{url}: not an App Store feed; is this a recording of another source?")
    return {"feed": reader.root}


class _Reader:
    """Builds the feed while expat reads it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._open: list[tuple[str, dict[str, Any]]] = []
        self.root: dict[str, Any] = {}
        self.root_name: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if len(self._open) >= _MAX_DEPTH:
            raise SchemaDrift(f"{self._url}: nested without end; not an App Store feed")
        self._open.append((_short(name), {"label": "", "attributes": attributes}))

    def text(self, piece: str) -> None:
        """Characters of the innermost element."""
        if self._open:
            self._open[-1][1]["label"] += piece

    def end(self, _: str) -> None:
        """An element ends and goes into the one around it."""
        name, element = self._open.pop()
        if not self._open:
            self.root_name, self.root = name, element
            return
        outer = self._open[-1][1]
        if name == "entry":
            outer.setdefault("entry", []).append(element)
        elif name not in outer or element["attributes"].get("type") == "text":
            outer[name] = element  # a review has its words twice: as text, and as a table in HTML

    def entity(self, *_: Any) -> None:
        """An entity is declared: refused."""
        raise SchemaDrift(f"{self._url}: declares entities, which no App Store feed does; it is not read")


def _short(name: str) -> str:
    """`im:rating` for Apple's own elements, the bare name for Atom's."""
    return name.replace(_APPLE, "im:").replace(_ATOM, "")
