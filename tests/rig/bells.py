"""The bells that wait in a queue, wherever this set keeps it."""

import django_rq
from django_tasks_db.models import DBTaskResult

from tests.rig import places


def waiting(queue: str) -> int:
    """How many tasks wait in this queue."""
    if places.IN_PRODUCTION:
        return int(django_rq.get_queue(queue).count)
    return DBTaskResult.objects.filter(queue_name=queue).count()
