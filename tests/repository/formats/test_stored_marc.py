"""A resource with a MARC record: what is changed in the one form is changed in the other."""

from dataclasses import replace

import pytest
from django.utils import timezone

from repository import actions
from repository.actions import Description
from repository.formats import marc
from repository.models import MarcRecord
from sharing.viewer import system_viewer
from tests.factories import SchoolFactory
from tests.support.marc_records import iso2709

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]

RAW = iso2709([
    ("245", "10", [("a", "Tắt đèn :"), ("b", "tiểu thuyết /"), ("c", "Ngô Tất Tố")]),
    ("260", "  ", [("a", "H. :"), ("b", "Văn học,"), ("c", "1939")]),
    ("952", "  ", [("p", "SH000001")]),
])  # fmt: skip


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def by(school):
    return system_viewer(school.pk, now=timezone.now())


@pytest.fixture
def resource(school, by):
    return actions.create_draft(owner=school, description=marc.description_of(RAW), by=by, marc=RAW)


def stored(resource):
    return bytes(MarcRecord.objects.get(resource=resource).raw)


def test_a_change_of_the_description_is_written_into_the_marc_record(resource, by):
    before = Description.of(resource)
    actions.update_record(resource, description=replace(before, publisher="Kim Đồng"), by=by)
    assert marc.description_of(stored(resource)).publisher == "Kim Đồng"
    assert marc.parse(stored(resource)).slices[2] == marc.parse(RAW).slices[2]
    assert set(resource.changes.last().difference) == {"publisher", "marc"}


def test_what_marc_does_not_know_leaves_its_bytes(resource, by):
    before = Description.of(resource)
    actions.update_record(resource, description=replace(before, learning_minutes=45), by=by)
    assert stored(resource) == RAW


def test_a_change_taken_back_is_taken_back_in_the_marc_record(resource, by):
    before = Description.of(resource)
    actions.update_record(resource, description=replace(before, publisher="Kim Đồng"), by=by)
    change = resource.changes.last()
    actions.update_record(resource, description=replace(Description.of(resource), year=1940), by=by)
    actions.undo_change(change, by=by)
    resource.refresh_from_db()
    read = marc.description_of(stored(resource))
    assert (read.publisher, read.year) == (resource.publisher, resource.year) == ("Văn học", 1940)


def test_a_record_that_would_be_too_long_changes_nothing(resource, by):
    long = "\n".join(f"{number} {'ế' * 600}" for number in range(30))
    actions.update_record(resource, description=replace(Description.of(resource), notes=long), by=by)
    with pytest.raises(marc.TooLongForMarc):
        actions.update_record(resource, description=replace(Description.of(resource), contents=long), by=by)
    resource.refresh_from_db()
    assert (resource.notes, resource.contents) == (long, "")
    assert marc.description_of(stored(resource)).notes == long
