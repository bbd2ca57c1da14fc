"""What allauth is told about our people."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts import login_throttle
from accounts.errors import TemporaryPasswordExpired
from accounts.models import Person


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by schools, so nobody signs up by herself; wrong passwords are counted by our own guard."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a librarian or the administrator adds people."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """Whose password this is. Raises TooManyTries, FirstPasswordOver."""
        now = timezone.now()
        attempt = login_throttle.start_attempt(request, _name_in(credentials), now=now)
        person: Person | None = super().authenticate(request, **credentials)
        if person is None:
            login_throttle.failed(attempt, now=now)
        else:
            login_throttle.succeeded(attempt)
            if person.temporary_password_expires_at is not None and person.temporary_password_expires_at <= now:
                raise TemporaryPasswordExpired
        return person

    def reauthenticate(self, user: Person, password: str) -> bool:
        """Whether it is she; from then on under a new session key."""
        is_confirmed = bool(super().reauthenticate(user, password))
        if is_confirmed:
            self.request.session.cycle_key()
        return is_confirmed

    def set_password(self, user: Person, password: str) -> None:
        """She chose it herself: from now on all that is hers is open."""
        user.temporary_password_expires_at = None
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """On to the library, in the language that she reads."""
        return reverse("wagtail_serve", args=[""])

    def post_login(self, request: HttpRequest, user: Person, **details: Any) -> HttpResponse:
        """The browser is known to her from now on."""
        answer: HttpResponse = super().post_login(request, user, **details)
        login_throttle.remember_device(request, answer, user)
        return answer


def display(person: Person) -> str:
    """How a person is named on screens."""
    return str(person)


def _name_in(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "")
