"""A worker that is suspended past its lease writes nothing when it resumes: no row, no object, no document.

Meanwhile another worker has finished. What is left then, and after the late worker has ended, is what an undisturbed
run leaves. The worker is suspended outside transactions, because inside a write it would keep SQLite's file locked.
"""

from pathlib import Path

import pytest

from tests.faults.harness import OfflineSite, Snapshots, copy_site, driver
from tests.faults.suspended import resume, suspended_at, worker_log

QUEUES = "default,pages,media"
POINTS = [
    ("batch.page-stored:2", "book"),  # in the middle of a batch
    ("media.made", "lesson"),
]
MORE = [
    ("blob.stored:2", "book"),  # the object is stored, its row is not
    ("step.taken:4", "book"),  # pages: about to make the batches
    ("searchable.made", "book"),
    ("hash.known", "book"),
    ("store.copied", "book"),
    ("step.ran:2", "book"),
    ("step.finished:3", "book"),
    ("batch.finished:1", "book"),
    ("file.stored", "lesson"),
]


def points() -> list[object]:
    """Return a few points for `make test`, the others as slow tests."""
    return [*POINTS, *(pytest.param(*more, marks=pytest.mark.slow) for more in MORE)]


@pytest.mark.fault
@pytest.mark.backend_independent
@pytest.mark.parametrize(("point", "material"), points())
def test_a_worker_suspended_past_its_lease_writes_nothing(
    snapshots: Snapshots, tmp_path: Path, point: str, material: str
) -> None:
    site = OfflineSite(copy_site(snapshots.before("work", material), tmp_path / "var"))
    with suspended_at(site, point, QUEUES) as late:
        finished = site.run(*driver("finish", *snapshots.sources(material)))
        assert finished == snapshots.expected(material)
        assert resume(late) == 0, worker_log(site)
    assert site.run(*driver("show")) == finished


@pytest.mark.embedded_only
@pytest.mark.fault
def test_a_suspended_writer_delays_the_index_and_loses_nothing(snapshots: Snapshots, tmp_path: Path) -> None:
    site = OfflineSite(copy_site(snapshots.before("work", "book"), tmp_path / "var"))
    site.run("manage.py", "worker", "--queue", QUEUES, "--until-empty")
    with suspended_at(site, "index.sent", "index") as late:
        site.run(*driver("sweep"))
        site.run("manage.py", "worker", "--queue", "index", "--until-empty")  # is refused: the index is locked
        assert '"not indexed": []' not in site.run(*driver("show"))
        assert resume(late) == 0, worker_log(site)
    assert site.run(*driver("finish", *snapshots.sources("book"))) == snapshots.expected("book")
