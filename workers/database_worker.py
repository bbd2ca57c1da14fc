"""Take tasks from the queue in the database; wait for a wake-up when it is empty.

The worker of django_tasks_db polls: each look takes a lock on the file of SQLite. Here it runs in its batch mode,
which ends when the queue is empty, and waits in between (workers/local_wakeup.py, workers/postgres_wakeup.py).
"""

from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from workers import wakeups


def run(queues: list[str], *, until_empty: bool, interval: float) -> None:
    """Work until a signal ends the process, or until the queues are empty.

    Without a wake-up, look at the queues again after `interval` seconds. A wake-up that comes while a queue is read is
    not lost: the listener is open before the first look.
    """
    worker = Worker(
        queue_names=queues,
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name=wakeups.TASK_BACKEND,
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
    worker.configure_signals()
    if until_empty:
        worker.run()
        return
    with wakeups.listener(queues) as listener:
        while worker.running:
            worker.run()
            if worker.running:
                listener.wait(interval)
