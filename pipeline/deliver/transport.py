"""One HTTP request to an address that is a secret and comes from a setting: nothing of it is ever shown."""

import http.client
import socket
import ssl
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from records.errors import ScrmError
from records.network import is_public
from reports.messages import Envelope

TIMEOUT_SECONDS = 10.0
ANSWER_SECONDS = 20.0
"""For the whole answer, however slowly it drips."""
ANSWER_BYTES = 64 * 1024


class BadAddress(ScrmError):
    """An address that must not or cannot be asked; the message does not hold it."""


class Unreached(ScrmError):
    """Nothing was sent: it is safe to try again."""


class Unanswered(ScrmError):
    """It was sent, but no whole answer came: it may have arrived."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer."""

    status: int
    content: bytes = field(repr=False)
    retry_after: float | None
    """Seconds that the other side asks to wait; None where it says nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads, looked up once, so that what was checked is what is asked."""

    host: str
    port: int
    address: str
    """IP address."""


def place_of(host: str | None, port: int, *, allow_private: bool) -> Place:
    """Looks the host up. Raises BadAddress when it leads into a private network, Unreached when it leads nowhere."""
    if not host:
        raise BadAddress("the address names no host")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreached("the host's name is not known here") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not allow_private and not all(is_public(each) for each in addresses):
        raise BadAddress("the address leads into a private network; set `allow_private: true` if that is meant")
    return Place(host, port, addresses[0])


def post(envelope: Envelope, *, allow_private: bool = False, timeout: float = TIMEOUT_SECONDS) -> Reply:
    """Posts once; redirects are answers like others. Raises BadAddress, Unreached or Unanswered."""
    connection, path = _connection(envelope.url, allow_private, timeout)
    try:
        try:
            connection.connect()
        except OSError as error:
            raise Unreached(_reason(error)) from None
        try:
            connection.request("POST", path, body=envelope.content, headers=dict(envelope.headers))
            return _reply(connection.getresponse())
        except (OSError, http.client.HTTPException) as error:
            raise Unanswered(f"no answer came ({_reason(error)})") from None
    finally:
        connection.close()


def _connection(url: str, allow_private: bool, timeout: float) -> tuple[http.client.HTTPConnection, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise BadAddress("the address is not a valid URL") from None
    is_clean = url.isascii() and url.isprintable() and " " not in url
    if not is_clean or parts.username is not None or parts.scheme not in ("https", "http"):
        raise BadAddress("the address must be a plain https:// URL")
    if parts.scheme == "http" and not allow_private:
        raise BadAddress("the address must begin with https://, or its key can be read on the way")
    secure = parts.scheme == "https"
    place = place_of(host, port or (443 if secure else 80), allow_private=allow_private)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return (_Secure(place, timeout) if secure else _Plain(place, timeout)), path


class _Plain(http.client.HTTPConnection):
    """Connects to the address that was checked, whatever the name leads to by now."""

    def __init__(self, place: Place, timeout: float) -> None:
        super().__init__(place.host, place.port, timeout=timeout)
        self._place = place

    def connect(self) -> None:
        """Opens the connection."""
        self.sock = socket.create_connection((self._place.address, self._place.port), self.timeout)


class _Secure(_Plain):
    """The same with TLS; the certificate must be the name's."""

    def connect(self) -> None:
        """Opens the connection."""
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self._place.host)


def _reply(response: http.client.HTTPResponse) -> Reply:
    until, content = time.monotonic() + ANSWER_SECONDS, b""
    while len(content) < ANSWER_BYTES and (more := response.read1(ANSWER_BYTES - len(content))):
        content += more
        if time.monotonic() > until:
            raise TimeoutError
    asked = response.getheader("Retry-After") or ""
    return Reply(response.status, content, float(asked) if asked.isdecimal() and len(asked) < 6 else None)


def _reason(error: Exception) -> str:
    """What went wrong in words of ours: an exception's own may hold the address."""
    if isinstance(error, TimeoutError):
        return "the host did not answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "the host's certificate is not valid"
    if isinstance(error, ssl.SSLError):
        return "no secure connection could be made"
    if isinstance(error, ConnectionRefusedError):
        return "the host refuses connections"
    if isinstance(error, http.client.HTTPException | ConnectionError):
        return "the host closed the connection"
    return "the host cannot be reached"
