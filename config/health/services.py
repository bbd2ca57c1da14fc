"""The services beside the database: store, index, tasks, cache, mail. Each says which setting to mend."""

from collections.abc import Iterator

import redis
from django.conf import settings
from django.core.mail import get_connection
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refusal
from config.health.finding import Finding, Level, Sentence
from repository.models import Dirty
from repository.store import premises, store
from repository.store.errors import StoreFull, StoreUnavailable
from search.backends.premises import premises_at
from search.errors import EngineUnavailable
from search.queries import backend

REDIS_SECONDS = 3
DIRTY_LATE = 15 * 60  # seconds after which a change should long have been indexed


def store_reachable() -> Iterator[Finding]:
    """The store takes our key and has our bucket."""
    try:
        premises.reach(store())
    except StoreUnavailable:
        yield Finding(
            "store_unreachable",
            Level.ERROR,
            Sentence(_("The file store is not responding.")),
            Sentence(_("Start it, or set its right address in OBJECT_STORE_URL.")),
            Sentence(_("Search, lending and cataloguing continue; pages and uploads wait.")),
        )
    except Refusal as refusal:
        yield _stops(refusal)


def store_writable() -> Iterator[Finding]:
    """A small object can be written and removed."""
    try:
        premises.try_writing(store())
    except StoreFull:
        yield Finding(
            "store_full",
            Level.ERROR,
            Sentence(StoreFull.sentence),
            Sentence(_("Free some space, or move the folder to a larger disk.")),
            Sentence(_("Stored data is safe; uploads are rejected before the disk is full.")),
        )
    except Refusal as refusal:
        yield _stops(refusal)


def store_private() -> Iterator[Finding]:
    """Strangers are given nothing."""
    try:
        premises.ask_as_stranger(store())
    except Refusal as refusal:
        yield _stops(refusal)


def index_reachable() -> Iterator[Finding]:
    """What answers is an engine that we know."""
    try:
        premises_at(settings.SEARCH_URL).reach()
    except EngineUnavailable:
        yield Finding(
            "index_unreachable",
            Level.ERROR,
            Sentence(_("The search engine is not responding.")),
            Sentence(_("Start it, or set its right address in SEARCH_URL.")),
            Sentence(_("Reading, lending and cataloguing continue; changes are indexed when it is back.")),
        )
    except Refusal as refusal:
        yield _stops(refusal)


def index_ready() -> Iterator[Finding]:
    """There is an index of the present format, and it keeps up."""
    if not backend().is_ready():
        yield Finding(
            "index_missing",
            Level.WARNING,
            Sentence(_("There is no search index in the current format yet.")),
            Sentence(_("It is created with the first change. To create it now: python manage.py rebuild_index")),
            Sentence(_("Everything that it is built from is in the database and the file store.")),
        )
    oldest = Dirty.objects.aggregate(since=Min("since"))["since"]
    late = (timezone.now() - oldest).total_seconds() if oldest else 0
    if late > DIRTY_LATE:
        yield Finding(
            "index_late",
            Level.WARNING,
            Sentence(
                _("%(count)d changes are waiting to be indexed, the oldest for %(minutes)d minutes."),
                count=Dirty.objects.count(),
                minutes=late // 60,
            ),
            Sentence(_("Check whether the worker of the queue “index” runs and the search engine responds.")),
            Sentence(_("Permissions are not affected: each result is checked against the database.")),
        )
    refused = Dirty.objects.exclude(problem="").count()
    if refused:
        yield Finding(
            "index_refused",
            Level.WARNING,
            Sentence(_("The search engine rejected %(count)d changes."), count=refused),
            Sentence(_("The log says why. After fixing the cause: python manage.py rebuild_index")),
        )


def tasks_reachable() -> Iterator[Finding]:
    """Redis, where the tasks are kept there; in the database they are as well as it is."""
    yield from _redis("tasks", "TASKS_URL", settings.TASKS_URL)


def cache_reachable() -> Iterator[Finding]:
    """Redis, where the cache is kept there."""
    yield from _redis("cache", "CACHE_URL", settings.CACHE_URL)


def mail_reachable() -> Iterator[Finding]:
    """The mail server takes a connection, where one is set."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
            yield Finding(
                "mail_nowhere",
                Level.NOTE,
                Sentence(_("E-mails (such as for a forgotten password) are only printed, not sent.")),
                Sentence(_("Set EMAIL_URL=smtp+tls://user:password@host:587 to send them.")),
            )
        return
    try:
        get_connection(timeout=5).open()
    except Exception:  # smtplib has a dozen ways to fail, and all mean the same here
        yield Finding(
            "mail_unreachable",
            Level.WARNING,
            Sentence(_("The mail server does not accept the system's e-mails.")),
            Sentence(_("Set its right address, user and password in EMAIL_URL.")),
            Sentence(_("Everything except e-mail works.")),
        )


def _redis(part: str, setting: str, url: str) -> Iterator[Finding]:
    if not url.startswith(("redis://", "rediss://", "unix://")):
        return
    try:
        client = redis.Redis.from_url(url, socket_connect_timeout=REDIS_SECONDS, socket_timeout=REDIS_SECONDS)
        client.ping()
    except (redis.AuthenticationError, redis.ResponseError):
        yield Finding(
            f"{part}_refused",
            Level.ERROR,
            Sentence(_("Redis denies access for %(setting)s."), setting=setting),
            Sentence(_("Set the right password in %(setting)s."), setting=setting),
            stops=True,
        )
    except (redis.RedisError, OSError, ValueError):
        yield Finding(
            f"{part}_unreachable",
            Level.ERROR,
            Sentence(_("Redis at %(setting)s is not responding."), setting=setting),
            Sentence(_("Start it, or set its right address in %(setting)s."), setting=setting),
            Sentence(_("Nothing is lost: the pending tasks are in the database.")),
        )


def _stops(refusal: Refusal) -> Finding:
    """What a named refusal says is what is wrong and what to do in one sentence."""
    return Finding(refusal.code, Level.ERROR, Sentence(refusal), Sentence(""), stops=True)
