"""Guards accounts against guessing: counts wrong passwords, strictly for one account, generously for one address.

A thousand pupils sign in from one address in the first minutes of a lesson, and some mistype; so an address is only
stopped by a thousand wrong tries. Who guesses at an account from a strange browser stops strange browsers, for some
minutes; a browser in which its owner signed in before carries a token of her (a "device cookie") and counts apart.
"""

from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from accounts import rate_counter
from accounts.errors import TooManyLoginAttempts
from accounts.models import Person
from accounts.rate_counter import Rate

KNOWN_BROWSER = Rate("wrong password, known browser", 20, 300)
PER_ADDRESS_AND_ACCOUNT = Rate("wrong password, from one address", 10, 300)
PER_ACCOUNT = Rate("wrong password, from anywhere", 50, 900)
PER_ADDRESS = Rate("wrong passwords of an address", 1000, 600)

COOKIE_SECONDS = 365 * 86400
ACCOUNTS_IN_A_COOKIE = 30  # a computer of a classroom knows a class


@dataclass(frozen=True)
class LoginAttempt:
    """One attempt to sign in: at which account, from where; `browser` is empty where she never signed in before."""

    account: str
    address: str
    browser: str

    def counts(self) -> list[tuple[Rate, str]]:
        """The counts that a wrong password adds to."""
        if self.browser:
            return [(KNOWN_BROWSER, f"{self.account} {self.browser}")]
        return [(PER_ADDRESS_AND_ACCOUNT, f"{self.account} {self.address}"), (PER_ACCOUNT, self.account)]


def start_attempt(request: HttpRequest, name: str, *, now: datetime) -> LoginAttempt:
    """Count the attempt beforehand, so that many at once are not all let through. Raises TooManyTries."""
    account = account_of(name)
    attempt = LoginAttempt(account, client_network(request), _browser(request, account))
    if (
        attempt.address
        and (there := rate_counter.peek(PER_ADDRESS, attempt.address, now=now)).number >= PER_ADDRESS.number
    ):
        raise TooManyLoginAttempts(seconds=there.seconds_left)
    for rate, who in attempt.counts():
        count = rate_counter.hit(rate, who, now=now)
        if count.is_over(rate):
            raise TooManyLoginAttempts(seconds=count.seconds_left)
    return attempt


def succeeded(attempt: LoginAttempt) -> None:
    """The password was right: the attempt does not count. Earlier wrong ones do, or guessing could hide between."""
    for rate, who in attempt.counts():
        rate_counter.undo_hit(rate, who)


def failed(attempt: LoginAttempt, *, now: datetime) -> None:
    """The password was wrong: the address has one more, too."""
    if attempt.address:
        rate_counter.hit(PER_ADDRESS, attempt.address, now=now)


def remember_device(request: HttpRequest, answer: HttpResponse, person: Person) -> None:
    """From now on this browser is known to the account."""
    account = str(person.pk)
    if _browser(request, account):
        return
    mark = get_random_string(12)
    tokens = [f"{mark}{_seal(account, mark)}", *_tokens(request)]
    answer.set_cookie(
        cookie_name(),
        ".".join(tokens[:ACCOUNTS_IN_A_COOKIE]),
        max_age=COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def account_of(name: str) -> str:
    """The account that is meant, by user name or e-mail alike; a name that nobody has counts as itself."""
    wanted = normalize("NFC", name.strip())
    found = Person.objects.filter(Q(username__iexact=wanted) | Q(email__iexact=wanted)).values_list("pk", flat=True)
    return str(found[0]) if found else wanted.lower()


def client_network(request: HttpRequest) -> str:
    """The address that asks, of IPv6 its network; empty where a front server hides it (see TRUSTED_PROXY_COUNT)."""
    try:
        address: str = get_adapter().get_client_ip(request)
    except PermissionDenied:
        return ""
    return ":".join(address.split(":")[:4]) if ":" in address else address


def cookie_name() -> str:
    """With TLS a name that browsers let only this very host set."""
    return "__Host-known" if settings.SESSION_COOKIE_SECURE else "known"


def _browser(request: HttpRequest, account: str) -> str:
    """The mark under which this browser is known to the account."""
    for token in _tokens(request):
        mark, seal = token[:12], token[12:]
        if constant_time_compare(seal, _seal(account, mark)):
            return mark
    return ""


def _tokens(request: HttpRequest) -> list[str]:
    return [token for token in request.COOKIES.get(cookie_name(), "").split(".") if token][:ACCOUNTS_IN_A_COOKIE]


def _seal(account: str, mark: str) -> str:
    return salted_hmac("accounts.login_throttle", f"{account} {mark}", algorithm="sha256").hexdigest()[:32]
