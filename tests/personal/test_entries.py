"""Entries: order, notes, undo, limits; only what the person may discover is added."""

import pytest

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import School
from personal import actions, queries
from personal.actions import Move
from personal.actions import entries as entries_module
from personal.errors import ListIsFull
from personal.models import ReadingList
from repository.models import Resource
from tests.factories import a_draft, a_viewer
from tests.personal.conftest import an_open_resource

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]


@pytest.fixture
def reading_list(teacher: Viewer) -> ReadingList:
    return actions.create_list(name="Truyện lớp 6", by=teacher)


def titles(reading_list: ReadingList) -> list[str]:
    return [entry.resource.title for entry in queries.entries_of(reading_list)]


def fill(reading_list: ReadingList, school: School, by: Viewer, names: str = "ABC") -> None:
    for name in names:
        actions.add_to_list(reading_list, an_open_resource(school, name), by=by)


@pytest.mark.parametrize(
    ("moved", "to", "order"),
    [
        ("A", Move.DOWN, "BAC"), ("C", Move.UP, "ACB"), ("C", Move.TOP, "CAB"),
        ("A", Move.UP, "ABC"), ("C", Move.DOWN, "ABC"),
    ],
)  # fmt: skip
def test_an_entry_is_moved_within_its_list(
    reading_list: ReadingList, school: School, teacher: Viewer, moved: str, to: Move, order: str
) -> None:
    fill(reading_list, school, teacher)
    entry = queries.entries_of(reading_list).get(resource__title=moved)
    actions.move_entry(entry, to=to, by=teacher)
    assert "".join(titles(reading_list)) == order


def test_a_removed_entry_comes_back_at_its_place_with_its_note(
    reading_list: ReadingList, school: School, teacher: Viewer
) -> None:
    fill(reading_list, school, teacher)
    entry = queries.entries_of(reading_list).get(resource__title="B")
    actions.note_entry(entry, note="Đọc trước  chương 2", by=teacher)
    actions.remove_from_list(entry, by=teacher)
    assert titles(reading_list) == ["A", "C"]
    assert queries.removed_entry(teacher, reading_list) == entry
    removed = queries.entry_for(teacher, reading_list.uuid, entry.resource.uuid, removed=True)
    actions.restore_entry(removed, by=teacher)
    assert titles(reading_list) == ["A", "B", "C"]
    assert queries.entries_of(reading_list)[1].note == "Đọc trước chương 2"
    assert queries.removed_entry(teacher, reading_list) is None


def test_what_is_added_again_stands_at_the_end_without_its_old_note(
    reading_list: ReadingList, school: School, teacher: Viewer
) -> None:
    fill(reading_list, school, teacher)
    entry = queries.entries_of(reading_list)[0]
    actions.note_entry(entry, note="cũ", by=teacher)
    actions.remove_from_list(entry, by=teacher)
    again = actions.add_to_list(reading_list, entry.resource, by=teacher)
    assert actions.add_to_list(reading_list, entry.resource, by=teacher) == again
    assert (titles(reading_list), again.note) == (["B", "C", "A"], "")


def test_only_what_the_person_may_discover_is_added(reading_list: ReadingList, teacher: Viewer) -> None:
    with pytest.raises(NotFound):
        actions.add_to_list(reading_list, a_draft(), by=teacher)
    assert titles(reading_list) == []


def test_a_full_list_says_so(
    reading_list: ReadingList, school: School, teacher: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries_module, "MAX_ENTRIES", 3)
    fill(reading_list, school, teacher)
    with pytest.raises(ListIsFull, match="Truyện lớp 6"):
        fill(reading_list, school, teacher, "D")
    actions.remove_from_list(queries.entries_of(reading_list)[0], by=teacher)
    fill(reading_list, school, teacher, "D")
    assert titles(reading_list) == ["B", "C", "D"]


def test_the_ticked_lists_hold_the_resource_and_the_favourites_stay(
    reading_list: ReadingList, teacher: Viewer, book: Resource
) -> None:
    favourites, other = actions.favourites(by=teacher), actions.create_list(name="Khác", by=teacher)
    actions.add_to_list(favourites, book, by=teacher)
    actions.put_into_lists(book, lists=[reading_list, other], by=teacher)
    assert queries.lists_with(teacher, book) == {favourites.pk, reading_list.pk, other.pk}
    actions.put_into_lists(book, lists=[other], by=teacher)
    assert queries.lists_with(teacher, book) == {favourites.pk, other.pk}


def test_the_entry_of_another_person_is_not_found(reading_list: ReadingList, school: School, teacher: Viewer) -> None:
    fill(reading_list, school, teacher, "A")
    (entry,) = queries.entries_of(reading_list)
    with pytest.raises(NotFound):
        queries.entry_for(a_viewer(school=school), reading_list.uuid, entry.resource.uuid)
