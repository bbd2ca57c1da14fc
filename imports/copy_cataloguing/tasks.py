"""The task of copy cataloguing: a wake-up of a worker of the default queue; what there is to do is in the rows."""

from django_tasks import task

from workers import wakeups


@task(queue_name="default", backend=wakeups.TASK_BACKEND)
def look_up(scan_list: int) -> None:
    """Look up the waiting ISBNs of one list."""
    from imports.copy_cataloguing.actions import looking_up

    looking_up.run(scan_list)
