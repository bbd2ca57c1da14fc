"""Throttle password guessing: few wrong passwords for one account, many for one network address.

A thousand pupils sign in from one address in the first minutes of a lesson, and some mistype: only a thousand wrong
passwords block an address. An attack on one account blocks unknown browsers for some minutes, never its owner: a
browser in which the owner signed in before has a device cookie and a counter of its own (OWASP, "Device Cookies").
"""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from accounts import rate_counter
from accounts.errors import TooManyLoginAttempts
from accounts.models import Person
from accounts.queries import MAX_NAME_LENGTH, person_by_login_name
from accounts.rate_counter import Rate
from accounts.text import nfc

KNOWN_BROWSER = Rate("wrong password, known browser", 20, 300)
PER_ADDRESS_AND_ACCOUNT = Rate("wrong password, from one address", 10, 300)
PER_ACCOUNT = Rate("wrong password, from anywhere", 50, 900)
PER_ADDRESS = Rate("wrong passwords of an address", 1000, 600)

COOKIE_SECONDS = 365 * 86400
MAX_ACCOUNTS = 30  # on a computer in a classroom


@dataclass(frozen=True)
class LoginAttempt:
    """One attempt to sign in; `browser` is the id of a browser that the account knows, or empty."""

    account: str
    address: str
    browser: str

    def counters(self) -> list[tuple[Rate, str]]:
        """Return the counters that a wrong password increments."""
        if self.browser:
            return [(KNOWN_BROWSER, f"{self.account} {self.browser}")]
        return [(PER_ADDRESS_AND_ACCOUNT, f"{self.account} {self.address}"), (PER_ACCOUNT, self.account)]


def start_attempt(request: HttpRequest, name: str, *, now: datetime) -> LoginAttempt:
    """Count the attempt before the password is checked, so that concurrent attempts count.

    Raises TooManyLoginAttempts.
    """
    account = account_of(name)
    attempt = LoginAttempt(account, client_network(request), _browser(request, account))
    if attempt.address:
        state = rate_counter.peek(PER_ADDRESS, attempt.address, now=now)
        if state.number >= PER_ADDRESS.number:
            raise TooManyLoginAttempts(seconds=state.seconds_left)
    for rate, identifier in attempt.counters():
        state = rate_counter.hit(rate, identifier, now=now)
        if state.is_over(rate):
            raise TooManyLoginAttempts(seconds=state.seconds_left)
    return attempt


def succeeded(attempt: LoginAttempt) -> None:
    """Take back the attempt, whose password was right. Earlier wrong ones still count."""
    for rate, identifier in attempt.counters():
        rate_counter.undo_hit(rate, identifier)


def failed(attempt: LoginAttempt, *, now: datetime) -> None:
    """Count the wrong password for the address, too."""
    if attempt.address:
        rate_counter.hit(PER_ADDRESS, attempt.address, now=now)


def remember_device(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Set the device cookie of this account."""
    account = str(person.pk)
    if _browser(request, account):
        return
    device = get_random_string(12)
    tokens = [f"{device}{_signature(account, device)}", *_tokens(request)]
    response.set_cookie(
        cookie_name(),
        ".".join(tokens[:MAX_ACCOUNTS]),
        max_age=COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def account_of(name: str) -> str:
    """Return an identifier of the account with this user name or e-mail address; unknown names count as themselves."""
    person = person_by_login_name(name)
    return str(person.pk) if person else nfc(name[:MAX_NAME_LENGTH].strip()).lower()


def client_network(request: HttpRequest) -> str:
    """Return the address of the client, for IPv6 its /64 network; empty if a proxy hides it (TRUSTED_PROXY_COUNT)."""
    try:
        address: str = get_adapter().get_client_ip(request)
    except PermissionDenied:
        return ""
    return ":".join(address.split(":")[:4]) if ":" in address else address


def cookie_name() -> str:
    """Return the name of the device cookie; browsers let only this host set a `__Host-` cookie, which needs TLS."""
    return "__Host-known" if settings.SESSION_COOKIE_SECURE else "known"


def _browser(request: HttpRequest, account: str) -> str:
    """Return the random id of this browser for the account, or an empty string for an unknown browser."""
    for token in _tokens(request):
        device, signature = token[:12], token[12:]
        if constant_time_compare(signature, _signature(account, device)):
            return device
    return ""


def _tokens(request: HttpRequest) -> list[str]:
    return [token for token in request.COOKIES.get(cookie_name(), "").split(".") if token][:MAX_ACCOUNTS]


def _signature(account: str, device: str) -> str:
    return salted_hmac("accounts.login_throttle", f"{account} {device}", algorithm="sha256").hexdigest()[:32]
