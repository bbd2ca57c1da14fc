"""Bytes that never became an upload are deleted, and nothing else."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone

from ingest.uploads import actions
from ingest.uploads.actions import cleanup
from repository.store import intake, store
from sharing.viewer import system_viewer
from tests.factories import SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_store")]


def arrived(name: str) -> actions.ReceivedFile:
    """Store bytes in the intake."""
    return actions.store_incoming(name, io.BytesIO(b"%PDF-"), 5)


def test_only_bytes_that_no_upload_needs_are_deleted_and_only_after_a_day() -> None:
    school = SchoolFactory.create()
    needed, abandoned = arrived("sách.pdf"), arrived("bỏ quên.pdf")
    actions.create_uploads([needed], school=school, by=system_viewer(school.pk, now=timezone.now()))
    cleanup.delete_abandoned(timezone.now())
    assert store().exists(abandoned.key)
    cleanup.delete_abandoned(timezone.now() + timedelta(days=2))
    assert not store().exists(abandoned.key)
    assert store().exists(needed.key)


def test_parts_that_were_never_joined_are_deleted() -> None:
    upload = intake().start("nửa chừng.pdf", 10)
    intake().part(upload, 1, b"half")
    cleanup.delete_abandoned(timezone.now())
    assert list(intake().unfinished(before=timezone.now() + timedelta(hours=1))) == [upload]
    cleanup.delete_abandoned(timezone.now() + timedelta(days=2))
    assert list(intake().unfinished(before=timezone.now() + timedelta(hours=1))) == []
