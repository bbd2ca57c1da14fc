"""The task of acts over many records: a wake-up of the default queue; what there is to do is in the rows."""

from django_tasks import task

from workers import wakeups


@task(queue_name="default", backend=wakeups.TASK_BACKEND)
def advance_change_set(change_set: int) -> None:
    """Continue one act."""
    from changesets.actions import running

    running.run(change_set)
