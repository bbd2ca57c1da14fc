"""Undoing an import deletes what it created, also published; what was edited or used since stays or is withdrawn."""

from dataclasses import replace

import pytest
from django.test import Client

from access import labels
from access.actions import Action
from access.viewer import Viewer
from accounts.models import Person
from circulation.licences.actions import LicenceTerms, add_licence
from imports.models import ImportBatch
from personal import actions as personal
from repository.actions import Description, add_to_collection, grant, make_collection, publish, update_record
from repository.models import Edition, IndexChange, Resource
from tests.factories import a_viewer
from tests.imports.files import ALICE, TOAN, commit, load, mrc, undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]


def of(title: str) -> Resource:
    return Resource.objects.get(title=title)


def published(librarian: Viewer) -> ImportBatch:
    """Import two records, published to everyone."""
    return commit(load(mrc(ALICE, TOAN), by=librarian), by=librarian, audience=labels.EVERYONE)


def test_published_records_and_their_places_are_deleted(librarian: Viewer) -> None:
    first = commit(load(mrc(replace(ALICE, isbn="", title="Có sẵn")), by=librarian), by=librarian)
    shelf = make_collection(school=first.school, name="Tủ sách lớp", by=librarian)
    file = load(mrc(ALICE, TOAN), by=librarian)
    batch = commit(file, by=librarian, audience=labels.EVERYONE, collection=shelf)
    gone = set(Resource.objects.exclude(title="Có sẵn").values_list("uuid", flat=True))
    IndexChange.objects.all().delete()
    undo(batch, by=librarian)
    assert [one.title for one in Resource.objects.all()] == ["Có sẵn"]
    assert set(IndexChange.objects.values_list("resource", flat=True)) >= gone
    assert not shelf.entries.exists()
    assert Edition.objects.count() == 1
    changes = batch.change_set
    assert (changes.undone, changes.spared, changes.withdrawn, changes.problems) == (2, 0, 0, [])


def test_a_later_import_that_was_undone_itself_is_no_edit(librarian: Viewer) -> None:
    first = commit(load(mrc(replace(ALICE, year=None)), by=librarian), by=librarian)
    second = commit(load(mrc(ALICE), by=librarian), by=librarian)
    assert of(ALICE.title).year == ALICE.year
    undo(second, by=librarian)
    undo(first, by=librarian)
    assert not Resource.objects.exists()


def test_a_later_import_that_stands_is_an_edit(librarian: Viewer) -> None:
    first = commit(load(mrc(replace(ALICE, year=None)), by=librarian), by=librarian)
    commit(load(mrc(ALICE), by=librarian), by=librarian)
    undo(first, by=librarian)
    assert of(ALICE.title).year == ALICE.year
    [[_uuid, _title, _code, details]] = first.change_set.problems
    assert "year" in details["fields"]


def test_what_a_later_record_of_the_file_changed_is_deleted_with_it(librarian: Viewer) -> None:
    batch = load(mrc(ALICE, replace(ALICE, year=2021)), by=librarian)
    batch.records.filter(number=2).update(decision="match")
    commit(batch, by=librarian, on_match="overwrite")
    assert of(ALICE.title).year == 2021
    undo(batch, by=librarian)
    assert not Resource.objects.exists()
    assert batch.change_set.spared == 0


def test_what_is_lent_or_in_a_list_is_withdrawn_with_the_reason(librarian: Viewer, client: Client) -> None:
    batch = published(librarian)
    add_licence(of(TOAN.title), terms=LicenceTerms(seats=1, starts_at=librarian.now), by=librarian)
    pupil = a_viewer("pupil", school=batch.school, now=librarian.now)
    mine = personal.create_list(name="Của em", note="", by=pupil)
    personal.add_to_list(mine, of(ALICE.title), by=pupil)
    undo(batch, by=librarian)
    assert set(Resource.objects.values_list("state", flat=True)) == {"withdrawn"}
    changes = batch.change_set
    assert (changes.undone, changes.spared, changes.withdrawn) == (2, 0, 2)
    client.force_login(Person.objects.get(pk=librarian.person))
    page = client.get(f"/dot-thay-doi/{changes.uuid}/").content.decode()
    assert "đã thu hồi, không xóa: biểu ghi đang có lượt mượn hoặc điều kiện cho mượn" in page
    assert "đã thu hồi, không xóa: biểu ghi nằm trong danh sách của bạn đọc" in page
    assert "2 biểu ghi đang được dùng" in client.get(f"/nhap-bieu-ghi/{batch.uuid}/").content.decode()


def test_what_a_person_published_since_is_withdrawn(librarian: Viewer) -> None:
    batch = commit(load(mrc(TOAN), by=librarian), by=librarian)
    publish(of(TOAN.title), by=librarian)
    undo(batch, by=librarian)
    assert (of(TOAN.title).state, batch.change_set.withdrawn) == ("withdrawn", 1)


def test_access_and_collections_of_later_are_uses(librarian: Viewer) -> None:
    batch = published(librarian)
    grant(of(TOAN.title), action=Action.READ, audience=labels.EVERYONE, by=librarian)
    shelf = make_collection(school=batch.school, name="Sau", by=librarian)
    add_to_collection(shelf, resource=of(ALICE.title), by=librarian)
    undo(batch, by=librarian)
    uses = {title: details["uses"] for _uuid, title, _code, details in batch.change_set.problems}
    assert uses == {TOAN.title: ["access"], ALICE.title: ["collection"]}


def test_what_was_edited_and_is_lent_stays_open(librarian: Viewer) -> None:
    batch = published(librarian)
    book = of(TOAN.title)
    update_record(book, description=replace(Description.of(book), call_number="510"), by=librarian)
    add_licence(book, terms=LicenceTerms(seats=1, starts_at=librarian.now), by=librarian)
    undo(batch, by=librarian)
    [[_uuid, title, _code, details]] = batch.change_set.problems
    assert (title, details) == (TOAN.title, {"fields": ["call_number", "marc"], "uses": ["loans"]})
    assert of(TOAN.title).state == "published"
