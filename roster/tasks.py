"""The task of imported lists: a wake-up of a worker of the default queue; what there is to do is in the rows."""

from django_tasks import task

from workers import wakeups


@task(queue_name="default", backend=wakeups.TASK_BACKEND)
def advance_list(list_import: int) -> None:
    """Continue one import."""
    from roster.actions import running

    running.run(list_import)
