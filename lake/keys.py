"""The key that turns native author ids into pseudonyms, and the generation of pseudonyms that the home stands at.

Rotation adds a secret (records.ids.RotatedKey): in the vault's file one a line, in the environment with commas between.
`vault/pseudonyms.json` says how many rotations the home has been through and whether one is under way; while one is,
nobody is given the key.
"""

import hmac
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from lake.files import place_durably
from lake.home import Home
from records.errors import ConfigError, DamagedArtefact, RotationUnfinished
from records.ids import key_of

ENVIRONMENT = "SCRM_AUTHOR_KEY"
"""Hex key from a secret store, or those of all generations with commas between; wins over the vault's file."""

DEVELOPMENT_KEY = b"scrm-development-key-not-secret!"
"""For `scrm read` without a home: fixed, public, so that two people see the same ids."""

FILE = "author.key"
STANDING_FILE = "pseudonyms.json"
_REMEDY = "run `scrm keys rotate --pseudonyms`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a home's pseudonyms stand."""

    generation: int = 0
    """Rotations that were ended."""
    check: str = ""
    """Tells whether the secrets are those the home was made with; empty before the first rotation."""
    begun: str = ""
    """The same of the generation that is under way; empty where none is."""

    def save(self, vault: Path) -> None:
        """Makes it what `standing` gives. Raises OSError."""
        _place(vault / STANDING_FILE, json.dumps(asdict(self)).encode())


def standing(vault: Path) -> Standing:
    """What the vault says. Raises DamagedArtefact."""
    file = vault / STANDING_FILE
    if not file.exists():
        return Standing()
    try:
        return Standing(**json.loads(file.read_bytes()))
    except (ValueError, TypeError) as error:
        raise DamagedArtefact(f"{file}: damaged; restore it from a backup") from error


def author_key(vault: Path) -> bytes:
    """The installation's key: from the environment, else from `vault/author.key`, made at first use (mode 600).

    Raises ConfigError when the key is gone while the lake beside the vault already holds what was made with it, or is
    not the one it was made with; RotationUnfinished while pseudonyms of two generations lie in the home.
    """
    found = author_secrets(vault)
    now = require_settled(vault)
    if len(found) - 1 > now.generation:
        raise RotationUnfinished(
            f"{vault}: secrets of {len(found)} generations are given, the pseudonyms stand at generation "
            f"{now.generation}; {_REMEDY}"
        )
    require_secrets(vault, found, now)
    return key_of(found)


def require_settled(vault: Path) -> Standing:
    """Where the pseudonyms stand. Raises RotationUnfinished while a rotation is under way."""
    now = standing(vault)
    if now.begun:
        raise RotationUnfinished(f"{vault}: a rotation of pseudonyms has begun and not ended; {_REMEDY}")
    return now


def require_secrets(vault: Path, found: Sequence[bytes], now: Standing) -> None:
    """Raises ConfigError for secrets that are not those of the home's pseudonyms, or too few."""
    needed = now.generation + 1
    if len(found) < needed:
        raise ConfigError(
            f"{vault}: pseudonyms of generation {now.generation} need {needed} secrets, {len(found)} are given; "
            f"restore {FILE} from a backup or give all in {ENVIRONMENT}, with commas between"
        )
    if now.check and not hmac.compare_digest(now.check, check_of(found[:needed])):
        raise ConfigError(f"{vault}: not the secrets that the pseudonyms of this home were made with; restore {FILE}")


def author_secrets(vault: Path) -> tuple[bytes, ...]:
    """The secrets of all generations, the first one made at first use. Raises ConfigError."""
    given = os.environ.get(ENVIRONMENT)
    if given:
        return _parse(given.replace(",", "\n"), f"environment variable {ENVIRONMENT}")
    file = vault / FILE
    if not file.exists():
        if Home(vault.parent).holds_rows:
            remedy = f"restore it from a backup or set {ENVIRONMENT}; a new key would count every author twice"
            raise ConfigError(f"{file}: missing, but the lake holds authors under it; {remedy}")
        vault.mkdir(parents=True, exist_ok=True)
        write_secrets(vault, [new_secret()])
    return _parse(file.read_text(), str(file))


def new_secret() -> bytes:
    """A secret of 32 random bytes."""
    return secrets.token_bytes(32)


def write_secrets(vault: Path, found: Sequence[bytes]) -> None:
    """Makes these the secrets of the vault's file (mode 600). Raises OSError."""
    _place(vault / FILE, "\n".join(each.hex() for each in found).encode())


def check_of(found: Sequence[bytes]) -> str:
    """Tells secrets from others and gives none of them away: HMAC through all of them, 24 hex digits."""
    value = b"scrm generation"
    for each in found:
        value = hmac.digest(each, value, "sha256")
    return value.hex()[:24]


def _place(file: Path, content: bytes) -> None:
    def write(temporary: Path) -> None:
        temporary.touch(mode=0o600)
        temporary.write_bytes(content)

    place_durably(file, write)


def _parse(text: str, where: str) -> tuple[bytes, ...]:
    try:
        found = tuple(bytes.fromhex(line.strip()) for line in text.strip().split("\n"))
    except ValueError as error:
        raise ConfigError(f"{where}: not a hexadecimal key; give 64 hex digits") from error
    for key in found:
        if len(key) < 16:
            raise ConfigError(f"{where}: key is too short ({len(key)} bytes); give at least 32 hex digits")
    return found
