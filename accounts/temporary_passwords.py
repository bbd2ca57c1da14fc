"""The random password that a person types once, from paper or from a screen, and must replace at once."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher
from django.utils.crypto import get_random_string

from accounts.models import Person, Role
from accounts.queries import current_memberships

TEMPORARY_PASSWORD_TTL = timedelta(days=14)  # in which the person must choose another
TEMPORARY_PASSWORD_ROUNDS = 100_000
PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105  no two characters look alike on paper


def set_temporary_password(person: Person, *, now: datetime) -> str:
    """Set a random password of 8 characters for a pupil, who types it from paper, and of 12 for others.

    The throttle lets nobody try more than some ten thousand of them while one is valid (accounts/login_throttle.py).
    It is hashed with fewer rounds than a password that a person made up: a class gets its slips in seconds, and the
    first sign-in hashes it anew.
    """
    roles = set(current_memberships(person, now=now).values_list("role", flat=True))
    parts = 2 if roles == {Role.PUPIL} else 3
    password = "-".join(get_random_string(4, PASSWORD_ALPHABET) for _part in range(parts))
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        person.password = hasher.encode(password, hasher.salt(), iterations=TEMPORARY_PASSWORD_ROUNDS)
    else:
        person.set_password(password)
    person.temporary_password_expires_at = now + TEMPORARY_PASSWORD_TTL
    person.save(update_fields=["password", "temporary_password_expires_at"])
    return password
