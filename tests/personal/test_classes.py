"""Lists for a class stand on its home pages; a class proposes the grade of its members."""

import pytest

from access.viewer import Viewer
from accounts.models import Membership, Role, School
from personal import actions, queries
from roster.actions.years import class_of, enrol, year_of
from roster.models import SchoolClass
from tests.factories import NOW, SchoolFactory, a_viewer

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]


def a_class(school: School, name: str, year: str = "2026-2027") -> SchoolClass:
    return class_of(year_of(school, year), name)


def in_class(school_class: SchoolClass) -> Viewer:
    pupil = a_viewer(Role.PUPIL, school=school_class.year.school)
    enrol(Membership.objects.get(pk=pupil.membership), school_class, today=NOW.date())
    return pupil


def names(viewer: Viewer) -> list[str]:
    return [other.name for other in queries.followed_lists(viewer)]


def test_a_class_sees_the_list_until_it_is_no_longer_shared(teacher: Viewer, school: School) -> None:
    first, second = a_class(school, "6A1"), a_class(school, "6A2")
    mine, other = in_class(first), in_class(second)
    made = actions.create_list(name="Ôn tập", by=teacher)
    actions.share_list(made, school_only=True, classes=[first], by=teacher)
    actions.follow(made, by=mine)
    assert (names(mine), names(other)) == (["Ôn tập"], [])
    actions.share_list(made, school_only=True, classes=[second], by=teacher)
    assert (names(mine), names(other)) == (["Ôn tập"], ["Ôn tập"]), "the first one follows it"
    actions.stop_sharing(made, by=teacher)
    assert (names(mine), names(other)) == ([], [])
    actions.share_list(made, school_only=True, by=teacher)
    assert (names(mine), names(other)) == ([], [])


def test_a_list_is_given_to_classes_of_the_own_school_and_this_year_only(teacher: Viewer, school: School) -> None:
    now, before = a_class(school, "7A10"), a_class(school, "7A1", "2025-2026")
    elsewhere = a_class(SchoolFactory(), "7A1")
    assert list(queries.classes_to_share(teacher)) == [now]
    made = actions.create_list(name="Ôn tập", by=teacher)
    actions.share_list(made, school_only=False, classes=[now, before, elsewhere], by=teacher)
    assert list(made.classes.all()) == [now]


def test_a_pupil_gives_no_list_to_a_class(school: School) -> None:
    own = a_class(school, "6A1")
    pupil = in_class(own)
    made = actions.create_list(name="Của em", by=pupil)
    actions.share_list(made, school_only=True, classes=[own], by=pupil)
    assert names(in_class(own)) == []


@pytest.mark.parametrize(("name", "grades"), [("6A1", [6]), ("12 Toán", [12]), ("Mầm", []), ("99B", [])])
def test_a_class_proposes_its_grade_until_the_person_chooses(school: School, name: str, grades: list[int]) -> None:
    pupil = in_class(a_class(school, name))
    assert queries.choices_of(pupil).grades == grades
    actions.save_choices(subjects=["toan"], grades=[], records_reading=False, by=pupil)
    assert queries.choices_of(pupil).grades == []
    assert queries.choices_of(a_viewer(school=school)).grades == []
