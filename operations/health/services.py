"""Checks of the services beside the database: store, index, tasks, cache. Each names the setting to correct."""

from collections.abc import Iterator
from contextlib import suppress

import redis
from django.conf import settings
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError
from operations import installation
from operations.health.checks import Issue, LazyMessage, Level
from repository.models import IndexChange
from repository.store import access_checks, store
from repository.store.errors import StoreFull, StoreUnavailable
from search.backends import current_backend
from search.backends.access_checks import index_host
from search.errors import EngineUnavailable

REDIS_SECONDS = 3
MAX_INDEX_DELAY = 15 * 60  # seconds from a change to its indexing


def store_reachable() -> Iterator[Issue]:
    """Check that the store accepts our key and has our bucket."""
    try:
        access_checks.check_reachable(store())
    except StoreUnavailable:
        yield Issue(
            "store_unreachable",
            Level.ERROR,
            LazyMessage(_("The file store is not responding.")),
            LazyMessage(_("Start it, or set its right address in OBJECT_STORE_URL.")),
            LazyMessage(_("Search, lending and cataloguing continue; pages and uploads wait.")),
        )
    except UserFacingError as error:
        yield _blocking(error)


def store_writable() -> Iterator[Issue]:
    """Write a small object and delete it."""
    try:
        access_checks.check_writable(store())
    except StoreFull:
        yield Issue(
            "store_full",
            Level.ERROR,
            LazyMessage(StoreFull.sentence),
            LazyMessage(_("Free some space, or move the folder to a larger disk.")),
            LazyMessage(_("Stored data is safe; uploads are rejected before the disk is full.")),
        )
    except UserFacingError as error:
        yield _blocking(error)


def store_private() -> Iterator[Issue]:
    """Check that the store refuses requests without a key."""
    try:
        access_checks.check_private(store())
    except UserFacingError as error:
        yield _blocking(error)


def index_reachable() -> Iterator[Issue]:
    """Check that a supported search engine responds."""
    try:
        index_host(settings.SEARCH_URL).check_reachable()
    except EngineUnavailable:
        yield Issue(
            "index_unreachable",
            Level.ERROR,
            LazyMessage(_("The search engine is not responding.")),
            LazyMessage(_("Start it, or set its right address in SEARCH_URL.")),
            LazyMessage(_("Reading, lending and cataloguing continue; changes are indexed when it is back.")),
        )
    except UserFacingError as error:
        yield _blocking(error)


def index_ready() -> Iterator[Issue]:
    """Check that the index has the current format and is up to date."""
    if not current_backend().is_ready():
        yield Issue(
            "index_missing",
            Level.WARNING,
            LazyMessage(_("There is no search index in the current format yet.")),
            LazyMessage(_("It is created with the first change. To create it now: python manage.py rebuild_index")),
            LazyMessage(_("Everything that it is built from is in the database and the file store.")),
        )
    oldest = IndexChange.objects.aggregate(oldest=Min("changed_at"))["oldest"]
    delay = (timezone.now() - oldest).total_seconds() if oldest else 0
    if delay > MAX_INDEX_DELAY:
        yield Issue(
            "index_late",
            Level.WARNING,
            LazyMessage(
                _("%(count)d changes are waiting to be indexed, the oldest for %(minutes)d minutes."),
                count=IndexChange.objects.count(),
                minutes=delay // 60,
            ),
            LazyMessage(_("Check whether the worker of the queue “index” runs and the search engine responds.")),
            LazyMessage(_("Permissions are not affected: each result is checked against the database.")),
        )
    rejected = IndexChange.objects.exclude(last_error="").count()
    if rejected:
        yield Issue(
            "index_refused",
            Level.WARNING,
            LazyMessage(_("The search engine rejected %(count)d changes."), count=rejected),
            LazyMessage(_("The log says why. After fixing the cause: python manage.py rebuild_index")),
        )


def owned_by_this_installation() -> Iterator[Issue]:
    """Check that store and index belong to this installation or to none: two that share one overwrite each other."""
    own = installation.existing_id()
    for setting in installation.OWNED_BACKENDS:
        with suppress(UserFacingError):  # a backend that does not respond is found by its own check
            owner = installation.owner_of(setting)
            if owner is None or owner == own:
                continue
            yield Issue(
                "other_installation",
                Level.ERROR,
                LazyMessage(
                    _("%(setting)s points to the storage of another installation of Tủ Sách."), setting=setting
                ),
                LazyMessage(
                    _(
                        "Set another bucket, folder or index name in %(setting)s. Only if that other installation is "
                        "gone for good and this database is to take its place: python manage.py take_over_storage"
                    ),
                    setting=setting,
                ),
                LazyMessage(_("Nothing there was changed.")),
                blocks_start=True,
            )


def tasks_reachable() -> Iterator[Issue]:
    """Check Redis if TASKS_URL names it; tasks in the database are covered by its own check."""
    yield from _redis("tasks", "TASKS_URL", settings.TASKS_URL)


def cache_reachable() -> Iterator[Issue]:
    """Check Redis if CACHE_URL names it."""
    yield from _redis("cache", "CACHE_URL", settings.CACHE_URL)


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
            LazyMessage(_("Redis denies access for %(setting)s."), setting=setting),
            LazyMessage(_("Set the right password in %(setting)s."), setting=setting),
            blocks_start=True,
        )
    except (redis.RedisError, OSError, ValueError):
        yield Issue(
            f"{part}_unreachable",
            Level.ERROR,
            LazyMessage(_("Redis at %(setting)s is not responding."), setting=setting),
            LazyMessage(_("Start it, or set its right address in %(setting)s."), setting=setting),
            LazyMessage(_("Nothing is lost: the pending tasks are in the database.")),
        )


def _blocking(error: UserFacingError) -> Issue:
    """Return an issue with the sentence of the error, which says both what is wrong and what to do."""
    return Issue(error.code, Level.ERROR, LazyMessage(error), LazyMessage(""), blocks_start=True)
