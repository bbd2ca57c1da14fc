"""Bells, whichever queue rings them: that in the database, or that in Redis.

They only ring: what waits to be done stands in the rows of each app, and the sweeper rings for it again.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django_tasks.base import Task
from redis.exceptions import RedisError

from workers import local_wakeup

logger = logging.getLogger("workers")
TASK_BACKEND = "workers"  # of TASKS (config/queues.py): where our tasks go
RETENTION = timedelta(days=2)  # answered bells, for whoever looks for what went wrong


def notify(task: Task, *words: Any) -> bool:
    """Ring; tells whether it was heard. A queue that does not answer fails nobody's work, which is written down."""
    try:
        task.enqueue(*words)
        local_wakeup.signal(task.queue_name)
    except (RedisError, DatabaseError, OSError) as trouble:
        logger.warning("a bell of %s was not heard: %s", task.queue_name, trouble)
        return False
    return True


def notify_once(task: Task, name: str, *, seconds: int) -> bool:
    """The same, unless one of this name was rung within `seconds`; where the cache does not answer, ring."""
    try:
        first = cache.add(name, value=True, timeout=seconds)
    except (RedisError, OSError) as trouble:
        logger.warning("the cache does not answer: %s", trouble)
        first = True
    return first and notify(task)


def reset_debounce(name: str) -> None:
    """From now on a bell of this name rings again."""
    try:
        cache.delete(name)
    except (RedisError, OSError) as trouble:
        logger.warning("the cache does not answer: %s", trouble)


def pending_count(queue: str) -> int:
    """Bells that no worker has taken."""
    if settings.TASKS[TASK_BACKEND]["BACKEND"].startswith("django_tasks_rq."):
        import django_rq

        return int(django_rq.get_queue(queue).count)
    from django_tasks_db.models import DBTaskResult

    return int(DBTaskResult.objects.ready().filter(queue_name=queue).count())


def delete_finished(now: datetime) -> None:
    """Bells of the database that were answered long ago; Redis forgets by itself."""
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.finished().filter(finished_at__lt=now - RETENTION).delete()
