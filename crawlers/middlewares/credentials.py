"""A credential is on the wire only: added as a request leaves, gone before anybody sees the response."""

import os
from typing import Any, Self
from urllib.parse import quote, urlsplit

from crawlers.spec import Credentials

_HIDDEN = b"***"
_MIN_SECRET_BYTES = 8
"""A shorter one would be found in ordinary words."""


class CredentialsMiddleware:
    """Stands nearest to the network, so that retries, logs and kept pages know the bare address alone.

    Only requests of a walk to the server it asks get the credential: not robots.txt, and not where a redirect leads.
    """

    def __init__(self, credentials: Credentials | None) -> None:
        self._credentials = credentials
        self._secret = os.environ.get(credentials.variable, "") if credentials else ""

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Called by Scrapy."""
        return cls(crawler.settings.get("CREDENTIALS"))

    async def process_request(self, request: Any) -> None:
        """Adds the credential."""
        fetch = request.meta.get("fetch")
        if not self._secret or fetch is None or urlsplit(fetch.url).netloc != urlsplit(request.url).netloc:
            return
        if self._credentials and self._credentials.parameter:
            request.meta["bare_url"] = request.url
            joint = "&" if "?" in request.url else "?"
            request._set_url(f"{request.url}{joint}{self._credentials.parameter}={quote(self._secret, safe='')}")
        else:
            request.headers["Authorization"] = f"Bearer {self._secret}"

    async def process_response(self, request: Any, response: Any) -> Any:
        """Takes it away again, also where the server repeats it."""
        self._forget(request)
        secret = self._secret.encode()
        if len(secret) < _MIN_SECRET_BYTES:
            return response.replace(url=request.url) if secret else response
        for name, values in list(response.headers.items()):
            response.headers[name] = [value.replace(secret, _HIDDEN) for value in values]
        return response.replace(url=request.url, body=response.body.replace(secret, _HIDDEN))

    async def process_exception(self, request: Any, exception: Exception) -> None:
        """Takes it away again."""
        self._forget(request)

    def _forget(self, request: Any) -> None:
        bare_url = request.meta.pop("bare_url", None)
        if bare_url:
            request._set_url(bare_url)
        if self._secret:
            request.headers.pop("Authorization", None)
