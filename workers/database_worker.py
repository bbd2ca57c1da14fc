"""The worker of the queue in the database: it does all that waits, then sleeps until somebody knocks.

To look into the database again and again costs a lock on its file each time. Whoever rings a bell on this machine
knocks as well (workers/local_wakeup.py); what was rung on another is found at the next look.
"""

from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from workers import local_wakeup, wakeups


def run(queues: list[str], *, until_empty: bool, seconds: float) -> None:
    """Until told to end, or until nothing waits; looks at least every so many seconds."""
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
    while worker.running:
        last_seen = local_wakeup.last_signals(queues)
        worker.run()
        if until_empty:
            return
        if worker.running:
            local_wakeup.wait_for_signal(queues, since=last_seen, seconds=seconds)
