"""A process that is killed at any moment loses nothing and duplicates nothing.

SIGKILL ends a real process at each fault point of the product, and everything starts again. What is left must be what
an undisturbed run leaves: rows, objects, index. `make test` kills one run again and again, at half of its points each;
`make test-slow` kills one run at each point, and at later passes of points that are passed often.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.faults.harness import WORKER, OfflineSite, Snapshots, copy_site, driver, fault_points
from tests.support.backends import PRODUCTION

# Points that are passed often: at which passes to kill. The others kill at the first.
PASSES = {
    "step.taken": (1, 5),
    "step.ran": (1, 2, 3, 5, 8, 9),
    "step.finished": (1, 3, 4, 8),
    "wakeup.before": (1, 3),
    "wakeup.sent": (1, 3),
    "blob.stored": (1, 4),
    "batch.page-stored": (1, 3),
    "batch.pages-written": (1, 2),
    "batch.finished": (1, 2),
    "image.written": (1, 3),
    "text.written": (1, 3),
    "index_change.before": (1, 3),
    "index_change.written": (1, 3),
    "index.half-committed": (1, 2),  # of a new generation, of a batch of changes
}
TANTIVY = ("index.half-committed",)  # between the commits of its two indexes, which other engines do not have
# The points of a book in the order of an undisturbed run (those of the index as they come after publishing), and
# those of a recording.
BOOK = (
    *("receive.part-stored", "receive.bytes-stored", "receive.rows-written", "wakeup.before", "wakeup.sent"),
    *("step.taken", "hash.known", "store.copied", "store.row-written", "step.ran", "step.finished"),
    *("index_change.before", "index_change.written", "draft.made", "batches.made", "blob.stored", "cover.attached"),
    *("batch.page-stored", "image.written", "text.written", "batch.pages-written", "batch.finished"),
    *("searchable.made", "file.stored", "proposals.written", "cleanup.removed"),
    *("publish.moved", "publish.described", "publish.written"),
    *("index.before", "index.half-committed", "index.sent", "index.change-deleted"),
)
LESSON = ("media.made", "media.attached", "captions.attached", "captions.written")
# Points of chunked uploads (tests/ingest/uploads/test_chunked_uploads_killed.py), lending and sharing
# (test_kill_sharing.py), imports and change sets (test_kill_imports.py); the desk is killed at any moment
# (tests/circulation/test_desk_race.py).
ELSEWHERE = ("import.", "changes.", "upload.", "loan.", "agreement.", "clause.", "group.", "copy.", "desk.", "scan.")


def kills() -> list[Any]:
    """Return `name:pass` for every point of uploads."""
    return [
        pytest.param(f"{name}:{number}", marks=[pytest.mark.embedded_only] * (name in TANTIVY))
        for name in [*BOOK, *LESSON]
        for number in PASSES.get(name, (1,))
    ]


def phase_of(point: str) -> str:
    """Return the phase in which the point is passed first."""
    return {"receive": "upload", "publish": "publish"}.get(point.partition(".")[0], "work")


def test_fault_points_have_unique_names_and_each_is_tested() -> None:
    names = fault_points()
    assert len(set(names)) == len(names)
    assert len(names) >= 50
    assert {name for name in names if not name.startswith(ELSEWHERE)} == {*BOOK, *LESSON}


@pytest.mark.backend_independent
@pytest.mark.fault
@pytest.mark.parametrize(
    ("material", "points"),
    [("book", BOOK[::2]), ("book", BOOK[1::2]), ("lesson", LESSON)],
    ids=["even", "odd", "lesson"],
)
def test_a_run_that_is_killed_again_and_again_ends_like_an_undisturbed_one(
    snapshots: Snapshots, tmp_path: Path, material: str, points: tuple[str, ...]
) -> None:
    site = OfflineSite(copy_site(snapshots.before("upload", material), tmp_path / "var"))
    command = driver("finish", *snapshots.sources(material))
    for point in points:
        if not (PRODUCTION and point in TANTIVY):
            site.kill(point, *command)
    assert site.run(*command) == snapshots.expected(material)


@pytest.mark.slow
@pytest.mark.backend_independent
@pytest.mark.fault
@pytest.mark.parametrize("point", kills())
def test_a_killed_process_loses_nothing_and_duplicates_nothing(
    snapshots: Snapshots, tmp_path: Path, point: str
) -> None:
    material = "lesson" if point.partition(":")[0] in LESSON else "book"
    phase = phase_of(point)
    site = OfflineSite(copy_site(snapshots.before(phase, material), tmp_path / "var"))
    upload = driver("upload", *snapshots.sources(material))
    command = {"upload": upload, "work": WORKER, "publish": driver("publish")}[phase]
    site.kill(point, *command)
    left = site.run(*driver("finish", *snapshots.sources(material)))
    assert left == snapshots.expected(material)
