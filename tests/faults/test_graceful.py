"""A worker that is asked to end in the middle of a page hands its work back at once; nothing of it is left running."""

import json
import signal
from pathlib import Path

import pytest

from devtools.servers.processes import wait_until
from tests.faults.harness import OfflineSite, Snapshots, copy_site, driver, group_is_running
from tests.faults.suspended import suspended_at, worker_log

IN_TIME = 30.0


def ended_in_time(site: OfflineSite, point: str, queues: str) -> None:
    """Asked to end at this very point, the worker is gone in 30 seconds, and so are those whom it started."""
    with suspended_at(site, point, queues) as worker:
        worker.send_signal(signal.SIGTERM)
        worker.send_signal(signal.SIGCONT)
        worker.wait(IN_TIME)
        alone = wait_until(lambda: not group_is_running(worker.pid), seconds=5, while_true=lambda: True)
        assert alone, f"somebody outlived the worker: {worker_log(site)}"
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
    ended_in_time(site, point, "default,pages,media")
    left = json.loads(site.run(*driver("work_in_progress")))
    assert left["running"] == [], "the next worker need not wait for a lease to run out"
    assert left["workers"] == [], "who ended is on no board"
    assert left["wakeups"] > 0, "the bell that was answered is rung again"
    assert site.run(*driver("finish", *snapshots.sources(material))) == snapshots.expected(material)
