"""A worker that is stopped past its lease and wakes up late writes nothing: no row, no object, no document.

Meanwhile another has finished. What is left then, and still when the late one has ended, is what an undisturbed run
leaves. It is stopped outside transactions: one that is stopped inside a write of SQLite holds the file until it ends.
"""

from pathlib import Path

import pytest

from tests.faults.harness import Harness, Site, act, copied
from tests.faults.suspended import goes_on, log_of, stopped_at
from tests.faults.test_kill import harness_text

WRITERS = "default,pages,media"
POINTS = [
    ("batch.page-stored:2", "book"),  # in the middle of a batch
    ("media.made", "lesson"),
]
MORE = [
    ("blob.stored:2", "book"),  # the object is there, its row is not
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
    """A few always, the others in the long run."""
    return [*POINTS, *(pytest.param(*more, marks=pytest.mark.slow) for more in MORE)]


@pytest.mark.fault
@pytest.mark.backend_independent
@pytest.mark.parametrize(("point", "material"), points())
def test_a_worker_that_wakes_up_late_writes_nothing(
    harness: Harness, tmp_path: Path, point: str, material: str
) -> None:
    site = Site(copied(harness.before("work", material), tmp_path / "var"))
    with stopped_at(site, point, WRITERS) as late:
        finished = site.run(*act("finish", *harness.paths(material)))
        assert finished == harness_text(harness, material)
        assert goes_on(late) == 0, log_of(site)
    assert site.run(*act("show")) == finished


@pytest.mark.embedded_only
@pytest.mark.fault
def test_a_stopped_writer_of_the_index_holds_it_up_and_loses_nothing(harness: Harness, tmp_path: Path) -> None:
    site = Site(copied(harness.before("work", "book"), tmp_path / "var"))
    site.run("manage.py", "worker", "--queue", WRITERS, "--until-empty")
    with stopped_at(site, "index.sent", "index") as late:
        site.run(*act("ring"))
        site.run("manage.py", "worker", "--queue", "index", "--until-empty")  # is refused, and says so
        assert '"not indexed": []' not in site.run(*act("show"))
        assert goes_on(late) == 0, log_of(site)
    assert site.run(*act("finish", *harness.paths("book"))) == harness_text(harness, "book")
