"""What a response without content means for the run, and what to do about it."""

from crawlers.spec import Credentials
from records import Outcome

_BY_STATUS = {
    401: (Outcome.AUTH_REQUIRED, "credentials are asked for; this source needs none, so the address may be wrong"),
    403: (Outcome.BLOCKED, "the server refuses us; stop, and ask its operator before trying again"),
    404: (Outcome.ERROR, "no such page; check the query in brands.yml"),
    410: (Outcome.ERROR, "the page is gone; remove the query from brands.yml"),
    418: (Outcome.BLOCKED, "the server refuses us; stop, and ask its operator before trying again"),
    429: (Outcome.RATE_LIMITED, "asked too often; run again later, it goes on from the last page kept"),
    432: (Outcome.BLOCKED, "the server refuses us; stop, and ask its operator before trying again"),
    451: (Outcome.BLOCKED, "withheld for legal reasons"),
}


def meaning_of_status(status: int, credentials: Credentials | None = None) -> tuple[Outcome, str]:
    """What a response without content means, and what to do."""
    if status == 401 and credentials:
        return Outcome.AUTH_REQUIRED, f"HTTP 401: the credential in {credentials.variable} is refused; renew it"
    outcome, advice = _BY_STATUS.get(status, (Outcome.ERROR, "the server is failing; run again later"))
    return outcome, f"HTTP {status}: {advice}"
