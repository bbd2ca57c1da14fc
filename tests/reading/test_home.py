"""The beginning of a person's home page: what they read, their lists, their subjects and grades."""

import pytest

from access.actions import Action
from access.labels import EVERYONE
from access.viewer import Viewer
from accounts.models import Membership, Role
from personal import actions
from reading.home import my_home
from repository.models import Resource
from roster.actions.years import class_of, enrol, year_of
from search import indexing
from tests.factories import NOW, a_resource, a_viewer, a_visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index")]


@pytest.fixture
def teacher() -> Viewer:
    return a_viewer()


def an_open_one(title: str, **description: object) -> Resource:
    return a_resource(title=title, opened={Action.READ: EVERYONE}, **description)


def test_new_resources_are_those_of_the_chosen_subjects_and_grades(teacher: Viewer) -> None:
    an_open_one("Phân số", subjects=["toan"], grades=[6])
    an_open_one("Căn bậc hai", subjects=["toan"], grades=[9])
    an_open_one("Nước", subjects=["khtn"], grades=[6])
    indexing.rebuild(now=NOW)
    assert my_home(teacher).new is None, "nothing is chosen"

    actions.save_choices(subjects=["toan"], grades=[6], records_reading=False, by=teacher)

    new = my_home(teacher).new
    assert new is not None
    assert [card.title for card in new.cards] == ["Phân số"]
    assert new.title == "Mới cho bạn: Toán · Lớp 6"
    assert "subject=toan" in new.url


def test_home_says_that_a_grade_is_that_of_a_class_until_something_is_chosen() -> None:
    an_open_one("Phân số", subjects=["toan"], grades=[6])
    indexing.rebuild(now=NOW)
    pupil = a_viewer(Role.PUPIL)
    membership = Membership.objects.get(pk=pupil.membership)
    enrol(membership, class_of(year_of(membership.school, "2026-2027"), "6A1"), today=NOW.date())
    new = my_home(pupil).new
    assert new is not None
    assert new.reason == "Khối lớp lấy theo lớp 6A1 của bạn."
    actions.save_choices(subjects=[], grades=[6], records_reading=False, by=pupil)
    chosen = my_home(pupil).new
    assert chosen is not None
    assert (chosen.title, chosen.reason) == (new.title, "")


def test_lists_that_hold_something_are_shown_favourites_and_shared_ones_first(teacher: Viewer) -> None:
    book, other = an_open_one("Sách"), a_viewer()
    followed = actions.create_list(name="Của lớp", by=other)
    actions.follow(actions.share_list(followed, school_only=False, by=other), by=teacher)
    for name in ("Một", "Trống"):
        actions.create_list(name=name, by=teacher)
    actions.put_into_lists(book, lists=[actions.create_list(name="Một", by=teacher)], by=teacher)
    actions.add_to_list(actions.favourites(by=teacher), book, by=teacher)
    assert [card.name for card in my_home(teacher).lists] == ["Mục yêu thích", "Của lớp", "Một"]


def test_history_is_shown_to_those_who_asked_for_it(teacher: Viewer) -> None:
    book = an_open_one("Sách")
    actions.record_position(book, position={"ms": 61_000}, by=teacher)
    assert my_home(teacher).history == []
    actions.save_choices(subjects=[], grades=[], records_reading=True, by=teacher)
    actions.record_position(book, position={"ms": 61_000}, by=teacher)
    (place,) = my_home(teacher).history
    assert (place.resource.title, place.place) == ("Sách", "phút 01:01")
    assert my_home(a_visitor()).history == []
