"""Passwords: argon2id hashes, never the words themselves."""

from __future__ import annotations

import secrets
import string
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from qa.people.errors import WeakPassword

MINIMUM = 12
"""Characters."""
_RANDOM_LENGTH = 16
_CLEAR = "".join(c for c in string.ascii_letters + string.digits if c not in "0O1lI")


def hashed(password: str, *, where: str = "password") -> str:
    """The argon2id hash of a password.

    Raises:
        WeakPassword: it is too short.
    """
    if len(password) < MINIMUM:
        raise WeakPassword(where, minimum=MINIMUM)
    return _hasher().hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether a password is the one of a stored hash. As slow for an account that does not exist (None)."""
    try:
        return _hasher().verify(stored or _decoy(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def random_password() -> str:
    """A password that nobody can guess and everybody can type: 16 letters and digits, none that looks like another."""
    return "".join(secrets.choice(_CLEAR) for _ in range(_RANDOM_LENGTH))


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _decoy() -> str:
    return _hasher().hash(random_password())
