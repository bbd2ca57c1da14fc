"""Wake-ups: the sweeper sends those that were lost, and no more."""

from collections.abc import Callable
from pathlib import Path

from django.utils import timezone

from ingest.pipeline import scheduling
from tests.factories import SchoolFactory
from tests.ingest import material
from tests.ingest.conftest import received
from workers import wakeups


def test_the_sweeper_sends_one_wakeup_for_each_runnable_unit_and_not_more(
    db: None, tmp_path: Path, django_capture_on_commit_callbacks: Callable
) -> None:
    school = SchoolFactory.create()
    for _ in range(3):
        received(school, material.a_picture(tmp_path / "trang.png"))  # their own wake-ups are lost: nothing commits
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            scheduling.notify_waiting(timezone.now())
        assert wakeups.pending_count("default") == 3
