"""The task of import batches: a wake-up of a worker of the default queue; what there is to do is in the rows."""

from django_tasks import task

from workers import wakeups


@task(queue_name="default", backend=wakeups.TASK_BACKEND)
def load_batch(batch: int) -> None:
    """Continue to load one batch."""
    from imports.actions import loading

    loading.run(batch)
