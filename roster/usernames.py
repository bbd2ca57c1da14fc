"""User names for people of a list: given name and initials, mau.lt for Lê Thị Mẫu; a number where one is taken."""

import re

from accounts.models import Person
from repository.spelling import fold


def base_of(name: str) -> str:
    """Return the user name that a name gives: letters a–z and a full stop."""
    words = [word for word in re.findall(r"[a-z0-9]+", fold(name).lower()) if word]
    if not words:
        return "nguoi"
    initials = "".join(word[0] for word in words[:-1])
    return f"{words[-1][:30]}.{initials[:10]}" if initials else words[-1][:30]


def free_username(name: str) -> str:
    """Return a user name that no account has yet."""
    base = base_of(name)
    pattern = re.compile(rf"{re.escape(base)}(\d{{0,9}})")
    taken = Person.objects.filter(username__startswith=base).values_list("username", flat=True)
    numbers = {int(match[1] or 1) for match in map(pattern.fullmatch, taken) if match}
    number = next(number for number in range(1, len(numbers) + 2) if number not in numbers)
    return base if number == 1 else f"{base}{number}"
