"""Bookmarks and history: nothing is recorded unless asked for, all of it can be deleted, and both are bounded."""

from dataclasses import replace
from datetime import timedelta

import pytest

from access.viewer import Viewer
from accounts.models import School
from personal import actions, queries
from personal.actions import places
from personal.actions.expiry import HISTORY_PERIOD
from personal.errors import SignInToSave
from personal.models import HistoryEntry
from repository.models import Page, Resource
from tests.factories import NOW, a_viewer, a_visitor
from tests.personal.conftest import an_open_resource

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
POSITION = {"ms": 1000}


def ask_for_history(viewer: Viewer) -> None:
    actions.save_choices(subjects=[], grades=[], records_reading=True, by=viewer)


def titles(viewer: Viewer) -> list[str]:
    return [entry.resource.title for entry in queries.history_of(viewer)]


def test_nothing_is_recorded_unless_the_person_asks_for_it(teacher: Viewer, book: Resource) -> None:
    for viewer in (teacher, a_visitor()):
        assert not actions.record_position(book, position=POSITION, by=viewer)
    assert not HistoryEntry.objects.exists()
    ask_for_history(teacher)
    assert actions.record_position(book, position=POSITION, by=teacher)
    assert actions.record_position(book, position={"ms": 2000}, by=teacher)
    assert titles(teacher) == [book.title]
    assert queries.position_of(teacher, book) == {"ms": 2000}
    assert queries.position_of(a_viewer(), book) == {}


def test_turning_the_record_off_deletes_it(teacher: Viewer, book: Resource) -> None:
    ask_for_history(teacher)
    actions.record_position(book, position=POSITION, by=teacher)
    actions.save_choices(subjects=["toan"], grades=[6], records_reading=True, by=teacher)
    assert HistoryEntry.objects.exists()
    actions.save_choices(subjects=["toan"], grades=[6], records_reading=False, by=teacher)
    assert not HistoryEntry.objects.exists()
    assert not actions.record_position(book, position=POSITION, by=teacher)


def test_history_is_deleted_one_by_one_or_as_a_whole(teacher: Viewer, school: School) -> None:
    other = a_viewer(school=school)
    books = [an_open_resource(school, title) for title in "ABC"]
    for viewer in (teacher, other):
        ask_for_history(viewer)
        for book in books:
            actions.record_position(book, position=POSITION, by=viewer)
    actions.forget(books[0], by=teacher)
    assert sorted(titles(teacher)) == ["B", "C"]
    assert actions.forget_all(by=teacher) == 2
    assert sorted(titles(other)) == ["A", "B", "C"]


def test_old_history_gives_way(teacher: Viewer, school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MAX_HISTORY", 2)
    ask_for_history(teacher)
    for hours, title in enumerate("ABC"):
        by = replace(teacher, now=NOW + timedelta(hours=hours))
        actions.record_position(an_open_resource(school, title), position=POSITION, by=by)
    assert titles(teacher) == ["C", "B"]
    actions.delete_expired(now=NOW + timedelta(hours=1) + HISTORY_PERIOD)
    assert titles(teacher) == ["C"]


def test_a_page_is_marked_once_by_each_person(teacher: Viewer, book: Resource) -> None:
    first, second = (Page.objects.create(resource=book, order_key=key * Page.ORDER_STEP) for key in (1, 2))
    other = a_viewer()
    for by in (teacher, teacher, other):
        actions.mark_page(first, by=by)
    actions.mark_page(second, by=teacher)
    assert queries.marked_pages(teacher, book) == {first.uuid, second.uuid}
    actions.unmark_page(first, by=teacher)
    assert queries.marked_pages(teacher, book) == {second.uuid}
    assert queries.marked_pages(other, book) == {first.uuid}
    assert queries.marked_pages(a_visitor(), book) == set()
    with pytest.raises(SignInToSave):
        actions.mark_page(first, by=a_visitor())
