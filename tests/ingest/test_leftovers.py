"""What was sent and never became an upload is thrown away, and nothing else."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone

from ingest import actions, leftovers
from repository.store import intake, store
from sharing.viewer import staff_of
from tests.factories import SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_store")]


def arrived(name: str) -> actions.Sent:
    """Bytes in the intake."""
    return actions.take_in(name, io.BytesIO(b"%PDF-"), 5)


def test_only_what_nobody_waits_for_goes_and_only_after_a_day() -> None:
    school = SchoolFactory.create()
    waited_for, forgotten = arrived("sách.pdf"), arrived("bỏ quên.pdf")
    actions.receive([waited_for], school=school, by=staff_of(school.pk, now=timezone.now()))
    leftovers.remove(timezone.now())
    assert store().exists(forgotten.key)
    leftovers.remove(timezone.now() + timedelta(days=2))
    assert not store().exists(forgotten.key)
    assert store().exists(waited_for.key)


def test_parts_that_were_never_joined_go() -> None:
    upload = intake().start("nửa chừng.pdf", 10)
    intake().part(upload, 1, b"half")
    leftovers.remove(timezone.now())
    assert list(intake().unfinished(before=timezone.now() + timedelta(hours=1))) == [upload]
    leftovers.remove(timezone.now() + timedelta(days=2))
    assert list(intake().unfinished(before=timezone.now() + timedelta(hours=1))) == []
