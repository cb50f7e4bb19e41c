"""What the vault keeps of names is sealed: AES-256-GCM, a fresh nonce a value, bound to the id it belongs to.

The key comes from the environment, else from a file of the vault that its owner alone may read. NIST SP 800-38D; values
are few, so that random nonces of 96 bits do not meet.
"""

import os
import secrets
from pathlib import Path

from lake.files import place_durably
from records.errors import ConfigError, ScrmError

ENVIRONMENT = "SCRM_VAULT_KEY"
"""Hex key of 32 bytes from a secret store; wins over the vault's file."""
BEFORE_ENVIRONMENT = "SCRM_VAULT_OLD_KEY"
"""The key before, while values are sealed anew under a key from the environment."""
FILE = "seal.key"
BEFORE_FILE = "seal.key.before"
"""The key before, while values are sealed anew under the new one."""
_KEY_BYTES, _NONCE_BYTES = 32, 12


class SealBroken(ScrmError):
    """A sealed value was changed, belongs to another id, or was sealed with another key."""


def seal_key(vault: Path) -> bytes:
    """The key, made at first use (mode 600). Raises ConfigError for a key of another form."""
    given = os.environ.get(ENVIRONMENT)
    if given:
        return _parse(given, f"environment variable {ENVIRONMENT}")
    file = vault / FILE
    if not file.exists():
        vault.mkdir(mode=0o700, parents=True, exist_ok=True)
        _place(file, secrets.token_hex(_KEY_BYTES).encode())
    return _parse(file.read_text(), str(file))


def opening_keys(vault: Path) -> tuple[bytes, ...]:
    """Keys that values may be sealed with: the key, then the one before where a change is under way."""
    given = os.environ.get(BEFORE_ENVIRONMENT)
    before = [_parse(given, f"environment variable {BEFORE_ENVIRONMENT}")] if given else []
    if (vault / BEFORE_FILE).exists():
        before.append(_parse((vault / BEFORE_FILE).read_text(), str(vault / BEFORE_FILE)))
    return (seal_key(vault), *before)


def change_key(vault: Path) -> None:
    """Puts a fresh key in the place of the file's, which stays beside it until `forget_key_before`.

    A key from the environment is changed there, by whoever set it; a change under way is left as it is.
    """
    if os.environ.get(ENVIRONMENT) or (vault / BEFORE_FILE).exists():
        return
    seal_key(vault)
    _place(vault / BEFORE_FILE, (vault / FILE).read_bytes())
    _place(vault / FILE, secrets.token_hex(_KEY_BYTES).encode())


def forget_key_before(vault: Path) -> None:
    """Ends a change: nothing is sealed with the key before any more."""
    (vault / BEFORE_FILE).unlink(missing_ok=True)


def _place(file: Path, content: bytes) -> None:
    def write(temporary: Path) -> None:
        temporary.touch(mode=0o600)
        temporary.write_bytes(content)

    place_durably(file, write)


def seal(key: bytes, text: str, whose: str) -> bytes:
    """Nonce and ciphertext; `whose` is not kept in it but needed to open it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), whose.encode())


def unseal(key: bytes, sealed: bytes, whose: str) -> str:
    """The text. Raises SealBroken."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], whose.encode()).decode()
    except InvalidTag as error:
        remedy = f"set {ENVIRONMENT} or restore vault/{FILE} to the key it was sealed with"
        raise SealBroken(f"a value of the vault does not open: changed, or another key; {remedy}") from error


def _parse(text: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError as error:
        raise ConfigError(f"{where}: not a hexadecimal key; give {2 * _KEY_BYTES} hex digits") from error
    if len(key) != _KEY_BYTES:
        raise ConfigError(f"{where}: the key has {len(key)} bytes; give {2 * _KEY_BYTES} hex digits")
    return key
