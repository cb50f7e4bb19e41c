"""No request leads into a private network, whoever named the address: a query, a page's next link, a redirect."""

from typing import Any, Self, cast
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.utils.defer import maybe_deferred_to_future

from records.network import is_public


class PrivateAddress(IgnoreRequest):  # type: ignore[misc]
    """The address leads into a private network, or is none of the web; nothing was asked."""


class AddressesMiddleware:
    """Looks each host up before it is asked. Scrapy keeps what it looked up, so that what was checked is what is asked.

    The server that the user names as `base_url` is meant, wherever it lies. A name that nobody knows here goes on: it
    fails by itself, or a proxy knows it.
    """

    def __init__(self, base_url: str | None) -> None:
        self._meant = urlsplit(base_url).netloc if base_url else None

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Called by Scrapy."""
        return cls(crawler.settings.get("BASE_URL"))

    async def process_request(self, request: Any) -> None:
        """Called by Scrapy. Raises PrivateAddress."""
        parts = urlsplit(request.url)
        if parts.scheme not in ("http", "https"):
            raise PrivateAddress("only addresses of the web are asked")
        if parts.netloc == self._meant or not parts.hostname:
            return
        address = await _address(parts.hostname)
        if address is not None and not is_public(address):
            raise PrivateAddress("it leads into a private network; if that is meant, name its server as base_url")


async def _address(host: str) -> str | None:
    """The IP address that a request to a host goes to; None where nobody knows it."""
    from twisted.internet import reactor
    from twisted.internet.error import DNSLookupError

    if ":" in host:
        return host
    try:
        return str(await maybe_deferred_to_future(cast(Any, reactor).resolve(host)))
    except (DNSLookupError, OSError, UnicodeError):
        return None
