"""What TASKS_URL becomes: the queue in the database, or in Redis for many machines. The queue is only a doorbell."""

from typing import Any

WORKERS = "workers"  # as workers/wakeups.py calls it
QUEUES = ["default", "pages", "media", "index", "mail"]
NO_LIMIT = -1  # a lesson is made into a stream for as long as that takes: our own leases tell who lives


def tasks(url: str) -> dict[str, Any]:
    """TASKS: that of our workers, and the default, which is Wagtail's.

    Wagtail puts what it wants done into the queue before the page is committed, where a quick worker finds no page; it
    is little, and done at once.
    """
    backend = "django_tasks_rq.RQBackend" if url else "django_tasks_db.DatabaseBackend"
    return {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
        WORKERS: {"BACKEND": backend, "QUEUES": QUEUES, "OPTIONS": {}},
    }


def rq_queues(url: str) -> dict[str, Any]:
    """RQ_QUEUES."""
    return {name: {"URL": url, "DEFAULT_TIMEOUT": NO_LIMIT} for name in QUEUES} if url else {}


def apps(url: str) -> list[str]:
    """Return the apps that the queue needs. The database's stays installed, so that a change needs no migration."""
    return ["django_tasks_db", *(["django_rq"] if url else [])]
