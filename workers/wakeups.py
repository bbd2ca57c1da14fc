"""Wake-ups for workers: a task in the queue (database or Redis), and a signal that wakes a waiting worker.

A task is only a wake-up: the work itself is in the rows of each app, and the sweeper notifies again of work undone.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connections, router, transaction
from django_tasks.base import Task
from redis.exceptions import RedisError

from workers import local_wakeup, postgres_wakeup

logger = logging.getLogger("workers")
TASK_BACKEND = "workers"  # the entry of TASKS (config/queues.py) for the product's tasks
RETENTION = timedelta(days=2)  # of finished tasks, for those who look for the cause of a failure


def notify(task: Task, *args: Any) -> bool:
    """Enqueue the task and wake the workers of its queue; return whether the task was enqueued.

    An unavailable queue is logged and raises no error: the sweeper notifies again.
    """
    try:
        task.enqueue(*args)
    except (RedisError, DatabaseError, OSError) as error:
        logger.warning("the queue %s did not take a wake-up: %s", task.queue_name, error)
        return False
    if not _is_in_redis():  # workers of Redis block on their queue
        transaction.on_commit(partial(_signal, task.queue_name), using=_database())
    return True


def notify_once(task: Task, name: str, *, seconds: int) -> bool:
    """Notify, unless this was done under the same name within `seconds`; return whether the task was enqueued.

    While the cache does not respond, notify (config/caches.py).
    """
    return cache.add(name, value=True, timeout=seconds) and notify(task)


def reset_debounce(name: str) -> None:
    """Let the next `notify_once` of this name notify again."""
    cache.delete(name)


def listener(queues: Sequence[str]) -> local_wakeup.LocalListener | postgres_wakeup.PostgresListener:
    """Return what a worker of the queue in the database waits with; wake-ups count from the moment of its `with`."""
    if _is_postgresql():
        return postgres_wakeup.PostgresListener(queues, alias=_database())
    return local_wakeup.LocalListener(queues)


def pending_count(queue: str) -> int:
    """Return the number of tasks of a queue that no worker has taken."""
    if _is_in_redis():
        import django_rq

        return int(django_rq.get_queue(queue).count)
    from django_tasks_db.models import DBTaskResult

    return int(DBTaskResult.objects.ready().filter(queue_name=queue).count())


def delete_finished(now: datetime) -> None:
    """Delete tasks of the queue in the database that finished long ago; Redis expires its own."""
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.finished().filter(finished_at__lt=now - RETENTION).delete()


def _signal(queue: str) -> None:
    try:
        if _is_postgresql():
            postgres_wakeup.signal(queue, alias=_database())
        else:
            local_wakeup.signal(queue)
    except (DatabaseError, OSError) as error:  # workers look at the queue again when their interval ends
        logger.warning("the workers of the queue %s were not woken: %s", queue, error)


def _is_in_redis() -> bool:
    return bool(settings.TASKS[TASK_BACKEND]["BACKEND"].startswith("django_tasks_rq."))


def _is_postgresql() -> bool:
    return connections[_database()].vendor == "postgresql"


def _database() -> str:
    from django_tasks_db.models import DBTaskResult

    return router.db_for_write(DBTaskResult)
