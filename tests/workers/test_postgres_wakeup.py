"""Every worker of a queue on PostgreSQL wakes when the transaction commits; one that lost its session reconnects."""

import multiprocessing
import time
from contextlib import ExitStack
from multiprocessing.connection import Connection

import pytest
from django.db import OperationalError, connection, connections, transaction

from workers import postgres_wakeup, reconnect
from workers.postgres_wakeup import PostgresListener

pytestmark = [pytest.mark.production_only, pytest.mark.django_db(transaction=True)]
FORK = multiprocessing.get_context("fork")
WORKERS = 4
AT_ONCE = 1.0  # seconds; a poll at the worker's interval would take up to 30
ALIAS = "default"


def listener(*queues: str) -> PostgresListener:
    return PostgresListener(queues, alias=ALIAS)


def test_a_wakeup_reaches_every_worker_of_its_queue_and_no_other() -> None:
    with listener("pages") as one, listener("default", "pages") as two, listener("mail") as other:
        postgres_wakeup.signal("pages", alias=ALIAS)
        assert [one.wait(10), two.wait(10), other.wait(0.2)] == [True, True, False]
        assert not one.wait(0.01), "several count once"


def test_a_wakeup_is_sent_at_the_commit_and_never_after_a_rollback() -> None:
    with listener("pages") as worker:
        with transaction.atomic():
            postgres_wakeup.signal("pages", alias=ALIAS)
            assert not worker.wait(0.2)
        assert worker.wait(10)
        with transaction.atomic():
            postgres_wakeup.signal("pages", alias=ALIAS)
            transaction.set_rollback(True)
        assert not worker.wait(0.2)


@pytest.mark.system
def test_all_workers_wake_at_once() -> None:
    connections.close_all()  # children must not share a session
    with ExitStack() as stack:
        pipes = []
        for _ in range(WORKERS):
            ours, theirs = FORK.Pipe()
            child = FORK.Process(target=_wait_and_tell, args=(theirs,))
            child.start()
            stack.callback(child.join)
            pipes.append(ours)
        assert [pipe.recv() for pipe in pipes] == ["ready"] * WORKERS
        sent = time.monotonic()
        postgres_wakeup.signal("pages", alias=ALIAS)
        woken = [pipe.recv() for pipe in pipes]
    assert all(0 <= moment - sent < AT_ONCE for moment in woken), [moment - sent for moment in woken]


def _wait_and_tell(pipe: Connection) -> None:
    with listener("pages") as worker:
        pipe.send("ready")
        assert worker.wait(60)
        pipe.send(time.monotonic())


def test_a_worker_whose_session_was_killed_listens_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconnect, "RETRY_DELAY", 0.0)
    attempts: list[bool | str] = []

    def work() -> None:
        with listener("pages") as worker:
            if not attempts:
                attempts.append("lost")
                _kill(worker)
                worker.wait(10)
                raise AssertionError("a lost session was not noticed")
            postgres_wakeup.signal("pages", alias=ALIAS)
            attempts.append(worker.wait(10))

    reconnect.retry_on_outage(work)
    assert attempts == ["lost", True]


def test_a_lost_session_is_an_outage() -> None:
    with listener("pages") as worker:
        _kill(worker)
        with pytest.raises(OperationalError):
            worker.wait(10)


def _kill(worker: PostgresListener) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [worker._connection.connection.info.backend_pid])
        assert cursor.fetchone() == (True,)
