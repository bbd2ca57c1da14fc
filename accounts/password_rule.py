"""What a password must be: long enough for its role, and not what many people choose first.

A pupil of eleven meets the rule with two words and a number: 8 characters. All others need 10. Guessing is slow for
everyone: accounts/login_throttle.py lets nobody try more than some thousands of passwords a day for one account.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Person, Role

PUPILS_LENGTH, OTHERS_LENGTH = 8, 10  # characters
MIN_DIFFERENT = 5  # characters
# Without marks and spaces, and without digits at the end: what pupils in Vietnam choose first.
GUESSED = frozenset(
    {
        "matkhau", "matkhaumoi", "anhyeuem", "emyeuanh", "yeuem", "yeuanh", "toiyeuban", "khongbiet", "khongco",
        "hocsinh", "truonghoc", "giaovien", "xinchao", "thuvien", "tusach", "vietnam", "emyeutruongem", "conyeume",
        "conyeubame", "iloveyou", "mothaiba", "abcdefgh", "abcd", "qwertyui", "password", "quenmatkhau", "lienquan",
        "freefire", "minecraft", "roblox",
    }
)  # fmt: skip


class PasswordRule:
    """A password validator of Django, beside those against common passwords and one's own name."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError with what is wrong and what to do."""
        length = shortest(user)
        if len(password) < length:
            missing = {"length": length, "given": len(password)}
            raise ValidationError(
                _("Too short: it has %(given)s characters and needs %(length)s. Add a word.") % missing,
                code="too_short",
            )
        if password.isdigit():
            raise ValidationError(_("Digits alone are easy to guess. Add a word."), code="only_digits")
        if len(set(password)) < MIN_DIFFERENT:
            raise ValidationError(_("The same few characters are easy to guess. Use other ones, too."), code="repeated")
        if _plain(password) in GUESSED:
            raise ValidationError(_("Many people choose this password. Think of another one."), code="guessed")

    def get_help_text(self) -> str:
        """Return the rule for those of whom the role is not known."""
        return help_text(None)


def shortest(user: Person | None) -> int:
    """Return the least number of characters for this person."""
    if user is None or user.pk is None:
        return OTHERS_LENGTH
    roles = set(user.memberships.filter(until=None).values_list("role", flat=True))
    return PUPILS_LENGTH if roles == {Role.PUPIL} else OTHERS_LENGTH


def help_text(user: Person | None) -> str:
    """Return the rule as one sentence with an example."""
    return _("At least %(length)s characters, for example two words and a number: “xe đạp 27”.") % {
        "length": shortest(user)
    }


def _plain(password: str) -> str:
    """Return the small letters of a password without marks, spaces, and digits or signs at its end."""
    letters = unicodedata.normalize("NFD", password.lower().replace("đ", "d"))
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign) and not sign.isspace())
    return re.sub(r"[\d\W_]{0,99}$", "", plain[:100])
