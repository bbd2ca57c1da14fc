"""A queue is unattended when a job has waited for long and no worker has a heartbeat."""

from datetime import timedelta

from django.utils import timezone

from operations.health.queues import is_unattended
from workers.queue_stats import QueueStats

NOW = timezone.now()
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def a_queue(waiting: int, oldest) -> QueueStats:
    return QueueStats("pages", waiting=waiting, running=0, failed=0, oldest=oldest)


def test_a_long_queue_is_busy_and_one_without_a_worker_is_unattended() -> None:
    assert not is_unattended(a_queue(900, NOW - HOUR), NOW - SECOND, NOW)
    assert is_unattended(a_queue(900, NOW - HOUR), NOW - HOUR, NOW)
    assert is_unattended(a_queue(1, NOW - HOUR), None, NOW)
    assert not is_unattended(a_queue(1, NOW - SECOND), None, NOW)
    assert not is_unattended(a_queue(0, None), None, NOW)


def test_the_age_is_that_of_the_first_job() -> None:
    assert a_queue(2, NOW - HOUR).age(NOW) == 3600
    assert a_queue(0, NOW - HOUR).age(NOW) == 0, "a running job does not wait"
    assert a_queue(1, NOW + SECOND).age(NOW) == 0, "clocks differ"
