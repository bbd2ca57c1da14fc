"""Lists: own ones alone, one of a name, removed and restored; favourites are one and stay private."""

from dataclasses import replace

import pytest

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import AuditEntry, School
from personal import actions, queries
from personal.actions.lists import MAX_LISTS
from personal.errors import FavouritesArePrivate, ListNameTaken, SignInToSave, TooManyLists
from personal.models import ReadingList
from tests.factories import NOW, a_viewer, a_visitor

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]


def names(viewer: Viewer) -> list[str]:
    return [str(own) for own in queries.lists_of(viewer)]


def test_a_list_belongs_to_its_owner_alone(teacher: Viewer, school: School) -> None:
    made = actions.create_list(name="Ôn tập học kì 1", by=teacher)
    other = a_viewer(school=school)
    assert queries.list_for(teacher, made.uuid) == made
    with pytest.raises(NotFound):
        queries.list_for(other, made.uuid)
    with pytest.raises(NotFound):
        queries.list_for(a_visitor(), made.uuid)
    assert names(other) == []


def test_a_name_in_another_normal_form_is_the_same_list(teacher: Viewer) -> None:
    first = actions.create_list(name="Địa lí", by=teacher)
    assert actions.create_list(name="  Địa  lí ", by=teacher) == first
    assert names(teacher) == ["Địa lí"]


def test_favourites_are_created_once_and_are_private_and_first(teacher: Viewer) -> None:
    actions.create_list(name="A", by=teacher)
    favourites = actions.favourites(by=teacher)
    assert actions.favourites(by=teacher) == favourites
    assert names(teacher) == ["Mục yêu thích", "A"]
    for forbidden in (
        lambda: actions.share_list(favourites, school_only=False, by=teacher),
        lambda: actions.remove_list(favourites, by=teacher),
        lambda: actions.edit_list(favourites, name="Khác", note="", by=teacher),
    ):
        with pytest.raises(FavouritesArePrivate):
            forbidden()


def test_a_removed_list_is_gone_until_it_is_restored(teacher: Viewer) -> None:
    made = actions.create_list(name="Ôn tập", by=teacher)
    actions.remove_list(made, by=teacher)
    assert names(teacher) == []
    assert queries.removed_list(teacher) == made
    with pytest.raises(NotFound):
        queries.list_for(teacher, made.uuid)
    actions.restore_list(queries.list_for(teacher, made.uuid, removed=True), by=teacher)
    assert names(teacher) == ["Ôn tập"]
    assert queries.removed_list(teacher) is None


def test_a_removal_is_offered_for_undo_for_a_while_only(teacher: Viewer) -> None:
    made = actions.create_list(name="Ôn tập", by=teacher)
    actions.remove_list(made, by=teacher)
    later = replace(teacher, now=NOW + queries.UNDO_PERIOD)
    assert queries.removed_list(later) is None
    actions.delete_expired(now=NOW)
    assert ReadingList.objects.count() == 1
    actions.delete_expired(now=later.now)
    assert ReadingList.objects.count() == 0


def test_two_lists_never_have_one_name(teacher: Viewer) -> None:
    first = actions.create_list(name="Ôn tập", by=teacher)
    second = actions.create_list(name="Đọc hè", by=teacher)
    with pytest.raises(ListNameTaken, match="Ôn tập"):
        actions.edit_list(second, name="Ôn tập", note="", by=teacher)
    actions.remove_list(first, by=teacher)
    actions.create_list(name="Ôn tập", by=teacher)
    with pytest.raises(ListNameTaken):
        actions.restore_list(first, by=teacher)


def test_a_person_has_a_bounded_number_of_lists(teacher: Viewer) -> None:
    for number in range(MAX_LISTS):
        actions.create_list(name=str(number), by=teacher)
    with pytest.raises(TooManyLists):
        actions.create_list(name="một nữa", by=teacher)


def test_a_visitor_saves_nothing_and_no_private_write_is_logged(teacher: Viewer) -> None:
    with pytest.raises(SignInToSave):
        actions.favourites(by=a_visitor())
    actions.create_list(name="Riêng tư", by=teacher)
    assert not AuditEntry.objects.exists()
