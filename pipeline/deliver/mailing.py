"""One e-mail by SMTP; the address (smtps:// or smtp:// with STARTTLS, user and password in it) is a secret."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from pipeline.deliver.transport import TIMEOUT_SECONDS, BadAddress, Unanswered, Unreached, place_of
from reports.messages import Verdict


def submit(url: str, mail: EmailMessage, *, allow_private: bool, timeout: float = TIMEOUT_SECONDS) -> Verdict:
    """Hands the mail over. Raises BadAddress, Unreached or Unanswered."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise BadAddress("the address is not a valid URL") from None
    if parts.scheme not in ("smtp", "smtps") or not host:
        raise BadAddress("the address must be smtps://user:password@host or smtp://user:password@host:587")
    place = place_of(host, port or (465 if parts.scheme == "smtps" else 587), allow_private=allow_private)
    try:
        server = _connected(place.host, place.port, parts.scheme == "smtps", timeout)
    except (OSError, smtplib.SMTPException):
        raise Unreached("the mail server cannot be reached") from None
    try:
        return _handed_over(server, mail, parts.username, parts.password, is_plain_allowed=allow_private)
    finally:
        server.close()


def _connected(host: str, port: int, is_secure: bool, timeout: float) -> smtplib.SMTP:
    if is_secure:
        return smtplib.SMTP_SSL(host, port, timeout=timeout, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=timeout)


def _handed_over(
    server: smtplib.SMTP, mail: EmailMessage, user: str | None, password: str | None, *, is_plain_allowed: bool
) -> Verdict:
    try:
        server.ehlo()
        is_secure = isinstance(server, smtplib.SMTP_SSL)
        if not is_secure and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            is_secure = True
        if not is_secure and not is_plain_allowed:
            return Verdict("refused", "the mail server offers no secure connection")
        if user:
            server.login(unquote(user), unquote(password or ""))
    except smtplib.SMTPAuthenticationError:
        return Verdict("refused", "the mail server refuses user or password")
    except (OSError, smtplib.SMTPException):
        raise Unreached("the mail server broke off before anything was sent") from None
    return _sent(server, mail)


def _sent(server: smtplib.SMTP, mail: EmailMessage) -> Verdict:
    try:
        refused = server.send_message(mail)
    except smtplib.SMTPRecipientsRefused:
        return Verdict("refused", "the mail server refuses every recipient")
    except smtplib.SMTPSenderRefused as error:
        return _by_code(error.smtp_code, "the sender")
    except smtplib.SMTPDataError as error:
        return _by_code(error.smtp_code, "the mail")
    except (OSError, smtplib.SMTPException):
        raise Unanswered("the mail server broke off while it was sent") from None
    return Verdict("ok", f"{len(refused)} recipients were refused" if refused else "")


def _by_code(code: int, what: str) -> Verdict:
    if 400 <= code < 500:
        return Verdict("later", f"SMTP {code}: the mail server is busy")
    if code == 552:
        return Verdict("unfit", f"SMTP {code}: the mail is too long")
    return Verdict("refused", f"SMTP {code}: the mail server refuses {what}")
