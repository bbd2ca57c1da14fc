"""The services beside the database: store, index, tasks, cache, mail. Each says which setting to mend."""

from collections.abc import Iterator

import redis
from django.conf import settings
from django.core.mail import get_connection
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError
from operations.health.types import Issue, LazyMessage, Level
from repository.models import IndexChange
from repository.store import access_checks, store
from repository.store.errors import StoreFull, StoreUnavailable
from search.backends.access_checks import index_host
from search.errors import EngineUnavailable
from search.queries import backend

REDIS_SECONDS = 3
MAX_INDEX_DELAY = 15 * 60  # seconds after which a change should long have been indexed


def store_reachable() -> Iterator[Issue]:
    """The store takes our key and has our bucket."""
    try:
        access_checks.check_reachable(store())
    except StoreUnavailable:
        yield Issue(
            "store_unreachable",
            Level.ERROR,
            LazyMessage(_("The file store does not answer.")),
            LazyMessage(_("Start it, or set its right address in OBJECT_STORE_URL.")),
            LazyMessage(_("Searching, lending and the catalogue go on; pages and uploads wait.")),
        )
    except UserFacingError as refusal:
        yield _stops(refusal)


def store_writable() -> Iterator[Issue]:
    """A small object can be written and removed."""
    try:
        access_checks.check_writable(store())
    except StoreFull:
        yield Issue(
            "store_full",
            Level.ERROR,
            LazyMessage(StoreFull.sentence),
            LazyMessage(_("Make room or move the folder to a larger disk.")),
            LazyMessage(_("What is stored is safe; uploads are refused before the disk is full.")),
        )
    except UserFacingError as refusal:
        yield _stops(refusal)


def store_private() -> Iterator[Issue]:
    """Strangers are given nothing."""
    try:
        access_checks.check_private(store())
    except UserFacingError as refusal:
        yield _stops(refusal)


def index_reachable() -> Iterator[Issue]:
    """What answers is an engine that we know."""
    try:
        index_host(settings.SEARCH_URL).check_reachable()
    except EngineUnavailable:
        yield Issue(
            "index_unreachable",
            Level.ERROR,
            LazyMessage(_("The search engine does not answer.")),
            LazyMessage(_("Start it, or set its right address in SEARCH_URL.")),
            LazyMessage(_("Reading, lending and cataloguing go on; what changes now is indexed when it is back.")),
        )
    except UserFacingError as refusal:
        yield _stops(refusal)


def index_ready() -> Iterator[Issue]:
    """There is an index of the present format, and it keeps up."""
    if not backend().is_ready():
        yield Issue(
            "index_missing",
            Level.WARNING,
            LazyMessage(_("There is no search index of the present format yet.")),
            LazyMessage(_("It is made with the first change. To make it at once: python manage.py rebuild_index")),
            LazyMessage(_("Everything that it is made of stands in the database and the store.")),
        )
    oldest = IndexChange.objects.aggregate(oldest=Min("changed_at"))["oldest"]
    late = (timezone.now() - oldest).total_seconds() if oldest else 0
    if late > MAX_INDEX_DELAY:
        yield Issue(
            "index_late",
            Level.WARNING,
            LazyMessage(
                _("%(count)d changes wait for the index, the oldest for %(minutes)d minutes."),
                count=IndexChange.objects.count(),
                minutes=late // 60,
            ),
            LazyMessage(_("See whether the worker of the queue “index” runs and whether the search engine answers.")),
            LazyMessage(_("No right is affected: each hit is checked against the database.")),
        )
    refused = IndexChange.objects.exclude(last_error="").count()
    if refused:
        yield Issue(
            "index_refused",
            Level.WARNING,
            LazyMessage(_("%(count)d changes were refused by the search engine."), count=refused),
            LazyMessage(_("The log says why. After mending: python manage.py rebuild_index")),
        )


def tasks_reachable() -> Iterator[Issue]:
    """Redis, where the tasks are kept there; in the database they are as well as it is."""
    yield from _redis("tasks", "TASKS_URL", settings.TASKS_URL)


def cache_reachable() -> Iterator[Issue]:
    """Redis, where the cache is kept there."""
    yield from _redis("cache", "CACHE_URL", settings.CACHE_URL)


def mail_reachable() -> Iterator[Issue]:
    """The mail server takes a connection, where one is set."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
            yield Issue(
                "mail_nowhere",
                Level.NOTE,
                LazyMessage(_("Letters (a forgotten password) are only printed, not sent.")),
                LazyMessage(_("Set EMAIL_URL=smtp+tls://user:password@host:587 to send them.")),
            )
        return
    try:
        get_connection(timeout=5).open()
    except Exception:  # smtplib has a dozen ways to fail, and all mean the same here
        yield Issue(
            "mail_unreachable",
            Level.WARNING,
            LazyMessage(_("The mail server does not take our letters.")),
            LazyMessage(_("Set its right address, user and password in EMAIL_URL.")),
            LazyMessage(_("Everything but letters works.")),
        )


def _redis(part: str, setting: str, url: str) -> Iterator[Issue]:
    if not url.startswith(("redis://", "rediss://", "unix://")):
        return
    try:
        client = redis.Redis.from_url(url, socket_connect_timeout=REDIS_SECONDS, socket_timeout=REDIS_SECONDS)
        client.ping()
    except (redis.AuthenticationError, redis.ResponseError):
        yield Issue(
            f"{part}_refused",
            Level.ERROR,
            LazyMessage(_("Redis refuses the access of %(setting)s."), setting=setting),
            LazyMessage(_("Set the right password in %(setting)s."), setting=setting),
            blocks_start=True,
        )
    except (redis.RedisError, OSError, ValueError):
        yield Issue(
            f"{part}_unreachable",
            Level.ERROR,
            LazyMessage(_("Redis does not answer at %(setting)s."), setting=setting),
            LazyMessage(_("Start it, or set its right address in %(setting)s."), setting=setting),
            LazyMessage(_("Nothing is lost: what is to be done stands in the database.")),
        )


def _stops(refusal: UserFacingError) -> Issue:
    """What a named refusal says is what is wrong and what to do in one sentence."""
    return Issue(refusal.code, Level.ERROR, LazyMessage(refusal), LazyMessage(""), blocks_start=True)
