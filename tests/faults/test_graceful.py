"""A worker that is asked to end in the middle of its work releases it at once and leaves no process running."""

import json
import signal
from pathlib import Path

import pytest

from devtools.servers.processes import wait_until
from tests.faults.harness import OfflineSite, Snapshots, copy_site, driver, group_is_running
from tests.faults.suspended import suspended_at, worker_log

GRACE_SECONDS = 30.0


def assert_ends_in_time(site: OfflineSite, point: str, queues: str) -> None:
    """Ask the worker to end at this point; check that it and its children are gone within GRACE_SECONDS."""
    with suspended_at(site, point, queues) as worker:
        worker.send_signal(signal.SIGTERM)
        worker.send_signal(signal.SIGCONT)
        worker.wait(GRACE_SECONDS)
        all_ended = wait_until(lambda: not group_is_running(worker.pid), seconds=5, while_true=lambda: True)
        assert all_ended, f"a process outlived the worker: {worker_log(site)}"
    assert "Traceback" not in worker_log(site)


@pytest.mark.fault
@pytest.mark.parametrize(
    ("point", "material"),
    [
        ("batch.page-stored:2", "book"),
        pytest.param("searchable.made", "book", marks=pytest.mark.slow),
        pytest.param("media.made", "lesson", marks=pytest.mark.backend_independent),
    ],
)
def test_a_worker_that_must_end_releases_its_work_for_others(
    snapshots: Snapshots, tmp_path: Path, point: str, material: str
) -> None:
    site = OfflineSite(copy_site(snapshots.before("work", material), tmp_path / "var"))
    assert_ends_in_time(site, point, "default,pages,media")
    left = json.loads(site.run(*driver("work_in_progress")))
    assert left["running"] == [], "the next worker need not wait until a lease expires"
    assert left["workers"] == [], "a worker that has ended has no heartbeat"
    assert left["wakeups"] > 0, "the wake-up that was used up is sent again"
    assert site.run(*driver("finish", *snapshots.sources(material))) == snapshots.expected(material)
