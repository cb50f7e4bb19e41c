"""The raw zone holds no credentials: cookies and keys are dropped from what is kept."""

import dataclasses
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawlers.received import Received
from records import RawPage

_SECRET = re.compile(r"key|token|secret|password|signature|session|auth", re.IGNORECASE)
SECRET_HEADERS = frozenset({"set-cookie", "cookie", "authorization", "www-authenticate"})


class WithoutSecrets:
    """Strips secret query parameters, request fields and headers."""

    def process_item(self, item: Received) -> Received:
        """Called by Scrapy with each page."""
        return dataclasses.replace(item, page=without_secrets(item.page))


def without_secrets(page: RawPage) -> RawPage:
    """The page as it may be kept."""
    return dataclasses.replace(
        page,
        url=without_secret_parameters(page.url),
        headers={name: value for name, value in page.headers.items() if name not in SECRET_HEADERS},
        request={name: value for name, value in page.request.items() if not _SECRET.search(name)},
    )


def without_secret_parameters(url: str) -> str:
    """An address whose secret parameters have lost their values; one that is no address loses all of them."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("?")[0]
    if not _SECRET.search(parts.query):
        return url
    pairs = [
        (name, "" if _SECRET.search(name) else value) for name, value in parse_qsl(parts.query, keep_blank_values=True)
    ]
    return urlunsplit(parts._replace(query=urlencode(pairs)))
