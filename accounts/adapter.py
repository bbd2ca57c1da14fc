"""The adapter between allauth and our accounts."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import translate_url
from django.utils import timezone, translation

from accounts import login_throttle
from accounts.errors import TemporaryPasswordExpired
from accounts.language import choose_language, language_for
from accounts.models import Person
from accounts.queries import person_by_login_name
from accounts.site_address import home_url, is_on_this_site

LINKS_OF_MAILS = ("activate_url", "password_reset_url")


class AccountAdapter(DefaultAccountAdapter):
    """Allow no sign-up, since schools create accounts; count wrong passwords in accounts/login_throttle.py.

    django-axes was looked at: it has no device cookie, so it would lock out the owner of an account under attack.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: librarians and administrators add people."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """Return the person with this password, or None. Raises TooManyLoginAttempts, TemporaryPasswordExpired.

        The password is checked for the account that the attempt counts for, and for no other with the same address.
        """
        now, name = timezone.now(), _identifier(credentials)
        attempt = login_throttle.start_attempt(request, name, now=now)
        meant = person_by_login_name(name)
        checked = {"password": credentials.get("password"), **({"username": meant.username} if meant else {})}
        person: Person | None = super().authenticate(request, **checked)
        if meant is None or person != meant:
            person = None
        if person is None:
            login_throttle.failed(attempt, now=now)
        else:
            login_throttle.succeeded(attempt)
            if person.temporary_password_expires_at is not None and person.temporary_password_expires_at <= now:
                raise TemporaryPasswordExpired
        return person

    def reauthenticate(self, user: Person, password: str) -> bool:
        """Return whether the password is right; the session gets a new key then."""
        is_right = bool(super().reauthenticate(user, password))
        if is_right:
            self.request.session.cycle_key()
        return is_right

    def is_safe_url(self, url: str) -> bool:
        """Return whether a form may redirect to this address."""
        return is_on_this_site(url)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send an e-mail in the language of the person; it names the site by SITE_URL, not by the host requested."""
        code = language_for(context.get("user"))
        site = SimpleNamespace(name=settings.WAGTAIL_SITE_NAME, domain=urlsplit(settings.SITE_URL).netloc)
        links = {name: translate_url(context[name], code) for name in LINKS_OF_MAILS if name in context}
        with translation.override(code):
            super().send_mail(template_prefix, email, {**context, **links, "current_site": site})

    def set_password(self, user: Person, password: str) -> None:
        """Set a password that the person chose; it replaces a temporary one."""
        user.temporary_password_expires_at = None
        super().set_password(user, password)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the home page in the language of the request; an address in the form goes before it."""
        return home_url()

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return the home page in the language of the request."""
        return home_url()

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the home page in the language of the request."""
        return home_url()

    def post_login(self, request: HttpRequest, user: Person, **details: Any) -> HttpResponse:
        """Remember this browser as one of the account, and at the first sign-in its language."""
        answer: HttpResponse = super().post_login(request, user, **details)
        login_throttle.remember_device(request, answer, user)
        if not user.language:
            choose_language(user, translation.get_language() or "")
        return answer


def display(person: Person) -> str:
    """Return the name of a person on screens."""
    return str(person)


def _identifier(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "")
