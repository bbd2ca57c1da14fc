"""Settings of the task queue for a TASKS_URL: in the database, or in Redis for many machines.

The queue carries wake-ups only; the work is in our own rows (workers/wakeups.py).
"""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

WORKERS = "workers"  # as workers/wakeups.py calls it
QUEUES = ["default", "pages", "media", "index", "mail"]
TIMEOUTS = {"socket_connect_timeout": 2, "socket_timeout": 5}  # seconds
NO_LIMIT = -1  # transcoding a lesson takes as long as it takes; our leases find dead workers


def tasks(url: str) -> dict[str, Any]:
    """Return TASKS: a backend for our workers, and the default, which runs Wagtail's tasks at once.

    Wagtail enqueues its tasks before the page is committed: a quick worker would find no page. They are short.
    """
    backend = "django_tasks_rq.RQBackend" if url else "django_tasks_db.DatabaseBackend"
    return {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
        WORKERS: {"BACKEND": backend, "QUEUES": QUEUES, "OPTIONS": {}},
    }


def rq_queues(url: str) -> dict[str, Any]:
    """Return RQ_QUEUES. A Redis that does not respond delays a request by TIMEOUTS; RQ's workers set longer ones."""
    if not url:
        return {}
    parts = urlsplit(url)
    limited = parts._replace(query=urlencode({**TIMEOUTS, **dict(parse_qsl(parts.query))})).geturl()
    return {name: {"URL": limited, "DEFAULT_TIMEOUT": NO_LIMIT} for name in QUEUES}


def apps(url: str) -> list[str]:
    """Return the apps of the queue. The tables of the database queue always exist: moving needs no migration."""
    return ["django_tasks_db", *(["django_rq"] if url else [])]
