"""What allauth is told about our people."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from accounts.models import Person


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by schools, so nobody signs up by herself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a librarian or the administrator adds people."""
        return False


def display(person: Person) -> str:
    """How a person is named on screens."""
    return str(person)
