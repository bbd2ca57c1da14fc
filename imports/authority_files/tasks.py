"""The task of files of authorities: a wake-up of a worker of the default queue; what there is to do is in the rows."""

from django_tasks import task

from workers import wakeups


@task(queue_name="default", backend=wakeups.TASK_BACKEND)
def read_file(file: int) -> None:
    """Continue to read one file."""
    from imports.authority_files.actions import loading

    loading.run(file)
