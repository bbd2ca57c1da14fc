"""What was sent and never became an upload is thrown away, and nothing else."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone

from ingest import cleanup
from ingest.uploads import actions
from repository.store import intake, store
from sharing.viewer import system_viewer
from tests.factories import SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_store")]


def arrived(name: str) -> actions.ReceivedFile:
    """Bytes in the intake."""
    return actions.store_incoming(name, io.BytesIO(b"%PDF-"), 5)


def test_only_what_nobody_waits_for_goes_and_only_after_a_day() -> None:
    school = SchoolFactory.create()
    waited_for, forgotten = arrived("sách.pdf"), arrived("bỏ quên.pdf")
    actions.create_uploads([waited_for], school=school, by=system_viewer(school.pk, now=timezone.now()))
    cleanup.delete_abandoned(timezone.now())
    assert store().exists(forgotten.key)
    cleanup.delete_abandoned(timezone.now() + timedelta(days=2))
    assert not store().exists(forgotten.key)
    assert store().exists(waited_for.key)


def test_parts_that_were_never_joined_go() -> None:
    upload = intake().start("nửa chừng.pdf", 10)
    intake().part(upload, 1, b"half")
    cleanup.delete_abandoned(timezone.now())
    assert list(intake().unfinished(before=timezone.now() + timedelta(hours=1))) == [upload]
    cleanup.delete_abandoned(timezone.now() + timedelta(days=2))
    assert list(intake().unfinished(before=timezone.now() + timedelta(hours=1))) == []
