"""How many bells of a queue nobody has answered yet, whichever queue rings: that in the database, or that in Redis."""

from django.conf import settings


def waiting(queue: str) -> int:
    """Bells that no worker has taken. They only ring: what waits to be done stands in the rows of each app."""
    if settings.TASKS["default"]["BACKEND"].startswith("django_tasks_rq."):
        import django_rq

        return int(django_rq.get_queue(queue).count)
    from django_tasks_db.models import DBTaskResult

    return int(DBTaskResult.objects.ready().filter(queue_name=queue).count())
