"""The key that turns native author ids into pseudonyms."""

import os
import secrets
from pathlib import Path

from lake.files import write_durably
from lake.home import Home
from records.errors import ConfigError

ENVIRONMENT = "SCRM_AUTHOR_KEY"
"""Hex key from a secret store; wins over the vault's file."""

DEVELOPMENT_KEY = b"scrm-development-key-not-secret!"
"""For `scrm read` without a home: fixed, public, so that two people see the same ids."""


def author_key(vault: Path) -> bytes:
    """The installation's key: from the environment, else from `vault/author.key`, made at first use (mode 600).

    Raises ConfigError when the key is gone while the lake beside the vault already holds what was made with it.
    """
    given = os.environ.get(ENVIRONMENT)
    if given:
        return _parse(given, f"environment variable {ENVIRONMENT}")
    file = vault / "author.key"
    if not file.exists():
        if next(Home(vault.parent).lake.rglob("*.parquet"), None):
            remedy = f"restore it from a backup or set {ENVIRONMENT}; a new key would count every author twice"
            raise ConfigError(f"{file}: missing, but the lake holds authors under it; {remedy}")
        vault.mkdir(parents=True, exist_ok=True)
        write_durably(file, secrets.token_hex(32).encode())
        file.chmod(0o600)
    return _parse(file.read_text(), str(file))


def _parse(text: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError as error:
        raise ConfigError(f"{where}: not a hexadecimal key; give 64 hex digits") from error
    if len(key) < 16:
        raise ConfigError(f"{where}: key is too short ({len(key)} bytes); give at least 32 hex digits")
    return key
