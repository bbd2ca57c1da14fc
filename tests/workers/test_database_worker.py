"""A worker of the queue in the database takes a task at once, does not poll for it, and stops while it waits."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import environments
from tests.support.sites import Site

pytestmark = [pytest.mark.system, pytest.mark.django_db]  # on both sets: SQLite and PostgreSQL wake in their own ways
SOON = 15.0  # seconds; without a wake-up the worker looks again after 30


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    environment = environments.create(tmp_path)
    site = Site(tmp_path, {**environment.settings, "TASKS_URL": ""})
    yield site
    site.stop()
    environments.delete(environment.settings)


def test_a_waiting_worker_is_woken_by_another_process_and_stops_at_once(site: Site) -> None:
    site.start("mail")
    site.wait_for(lambda: site.query("SELECT pid FROM workers_worker"), "the worker has started")
    for number in range(2):
        site.manage("sendtestemail", f"co.dao{number}@truong.vn")
        site.wait_for(lambda: not site.query("SELECT id FROM workers_outboxmessage"), "the e-mail is sent", SOON)
    worker = site.processes.pop("mail")
    requested = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(SOON) == 0
    assert time.monotonic() - requested < SOON
    assert site.query("SELECT pid FROM workers_worker") == []
    assert not list((site.var_dir / "wakeups").glob("*.sock"))
