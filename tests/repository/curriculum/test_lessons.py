"""Lessons: who sees and enters them, a list entered twice, links to resources, series that correspond, terms."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils.timezone import localdate

from access.actions import Action
from access.viewer import Viewer
from accounts.errors import NotAllowed, NotFound
from accounts.models import Role, School, SchoolLink
from repository import curriculum
from repository.curriculum import current, queries
from repository.curriculum.actions import (
    LessonList,
    delete_lesson,
    link_resource,
    match_lessons,
    part_lessons,
    save_lessons,
    unlink_resource,
    update_lesson,
)
from repository.curriculum.lesson_lists import LessonLine, lessons_in, rows_of
from repository.curriculum.terms import TermValues, save_term, terms_for
from repository.errors import CodeTaken
from repository.models import IndexChange, Lesson, LessonResource
from search.document_builder import resource_document, with_record
from tests.factories import LONG_AGO, NOW, SchoolFactory, a_resource, a_viewer, a_visitor

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
MATHS = LessonList("toan", 6, "kntt")
TEXT = "Chương I. Số\nBài 1. Tập hợp\nLuyện tập chung\nBài 2. Phân số bằng nhau (2 tiết)\nLuyện tập chung"


@pytest.fixture
def department() -> School:
    return SchoolFactory(kind=School.Kind.PROVINCE)


@pytest.fixture
def school(department: School) -> School:
    made = SchoolFactory()
    SchoolLink.objects.create(child=made, parent=department, since=LONG_AGO)
    return made


def entered(by: Viewer, text: str = TEXT, target: LessonList = MATHS) -> list[Lesson]:
    save_lessons(target, lessons_in(rows_of(text)), by=by)
    return list(Lesson.objects.filter(owner=by.school, series=target.series))


def test_a_departments_lessons_are_seen_by_its_schools_alone(department: School, school: School) -> None:
    entered(a_viewer(Role.OFFICER, school=department))
    entered(a_viewer(Role.LIBRARIAN, school=school), "Bài 1. Của trường")
    pupil = a_viewer(Role.PUPIL, school=school)
    assert queries.lessons_for(pupil).count() == 5
    assert queries.lessons_for(a_viewer(Role.HEAD, school=department)).count() == 4
    for stranger in (a_viewer(Role.LIBRARIAN), a_visitor()):
        assert not queries.lessons_for(stranger).exists()


def test_librarians_and_officers_enter_lessons_and_others_do_not(school: School) -> None:
    for role in (Role.PUPIL, Role.TEACHER, Role.HEAD):
        with pytest.raises(NotAllowed):
            entered(a_viewer(role, school=school))
    with pytest.raises(NotFound):
        entered(a_viewer(Role.LIBRARIAN, school=school), target=LessonList("xyz", 6))
    assert not Lesson.objects.exists()


def test_a_list_entered_again_changes_what_changed_and_doubles_nothing(school: School) -> None:
    librarian = a_viewer(Role.LIBRARIAN, school=school)
    before = entered(librarian)
    saved = save_lessons(MATHS, lessons_in(rows_of(TEXT.replace("(2 tiết)", "(3 tiết)"))), by=librarian)
    assert (saved.created, saved.changed, saved.same) == (0, 1, 3)
    after = list(Lesson.objects.order_by("position"))
    assert [lesson.pk for lesson in after] == [lesson.pk for lesson in before]
    assert [lesson.periods for lesson in after] == [None, None, 3, None]


def test_a_lesson_is_listed_only_while_it_is_valid(school: School) -> None:
    librarian, today = a_viewer(Role.LIBRARIAN, school=school), localdate(NOW)
    first, *_others = entered(librarian)
    line, day = LessonLine("Tập hợp số", "Bài 1"), timedelta(days=1)
    for since, until, listed in ((None, today, 3), (today + day, None, 3), (today, today + day, 4)):
        update_lesson(first, line, position=1, since=since, until=until, by=librarian)
        assert queries.current_lessons_for(librarian).count() == listed
    with pytest.raises(NotFound):
        update_lesson(first, line, position=1, since=None, until=None, by=a_viewer(Role.LIBRARIAN))


def test_what_a_librarian_links_is_found_at_the_lesson_and_by_its_title(school: School) -> None:
    librarian = a_viewer(Role.LIBRARIAN, school=school)
    lesson = entered(librarian)[2]
    book = a_resource(school, title="Sách", opened={Action.DISCOVER: f"school:{school.pk}"})
    IndexChange.objects.all().delete()
    link_resource(lesson, book, by=librarian)
    assert IndexChange.objects.filter(resource=book.uuid).exists()
    pupil = a_viewer(Role.PUPIL, school=school)
    assert list(queries.resources_of(pupil, [lesson])) == [book]
    assert queries.resource_counts(pupil, queries.lessons_for(pupil)) == {lesson.pk: 1}
    assert "Phân số bằng nhau" in resource_document(with_record(type(book).objects.all()).get()).texts
    delete_lesson(lesson, by=librarian)
    assert "Phân số bằng nhau" not in resource_document(with_record(type(book).objects.all()).get()).texts


def test_a_link_shows_nobody_a_resource_that_they_may_not_discover(department: School, school: School) -> None:
    lesson = entered(a_viewer(Role.OFFICER, school=department))[0]
    secret = a_resource(school, title="Riêng")
    link_resource(lesson, secret, by=a_viewer(Role.LIBRARIAN, school=school))
    other = SchoolFactory()
    SchoolLink.objects.create(child=other, parent=department, since=LONG_AGO)
    assert not queries.resources_of(a_viewer(Role.TEACHER, school=other), [lesson]).exists()
    with pytest.raises(NotFound):
        link_resource(lesson, secret, by=a_viewer(Role.LIBRARIAN, school=other))


def test_a_teacher_proposes_and_a_librarian_decides(school: School) -> None:
    librarian, teacher = (a_viewer(role, school=school) for role in (Role.LIBRARIAN, Role.TEACHER))
    lesson = entered(librarian)[0]
    book = a_resource(school, opened={Action.DISCOVER: "everyone"})
    link = link_resource(lesson, book, by=teacher)
    pupil = a_viewer(Role.PUPIL, school=school)
    assert link.is_proposed
    assert not queries.resources_of(pupil, [lesson]).exists()
    assert (queries.links_of(pupil, book).count(), queries.links_of(teacher, book).count()) == (0, 1)
    assert list(queries.proposals_for(librarian, lesson)) == [link]
    assert not queries.proposals_for(teacher, lesson).exists()
    with pytest.raises(NotAllowed):
        link_resource(lesson, book, by=pupil)
    assert not link_resource(lesson, book, by=librarian).is_proposed
    assert link_resource(lesson, book, by=teacher).state == LessonResource.State.LINKED
    link.refresh_from_db()
    with pytest.raises(NotFound):
        unlink_resource(link, by=teacher)
    unlink_resource(link, by=librarian)
    assert not LessonResource.objects.exists()


def test_resources_of_one_series_are_found_from_the_other(school: School) -> None:
    librarian = a_viewer(Role.LIBRARIAN, school=school)
    ours = entered(librarian)[2]
    (theirs,) = entered(librarian, "Bài 2. Phân số bằng nhau. Tính chất", LessonList("toan", 6, "ctst"))
    assert queries.suggested_counterparts(librarian, ours) == [theirs]
    match_lessons(theirs, [ours], by=librarian)
    match_lessons(ours, [theirs, ours], by=librarian)
    assert list(queries.counterparts(librarian, ours)) == [theirs]
    assert list(queries.counterparts(librarian, theirs)) == [ours]
    assert queries.suggested_counterparts(librarian, ours) == []
    part_lessons(theirs, ours, by=librarian)
    assert not queries.counterparts(librarian, ours).exists()


def test_lessons_with_a_similar_title_are_suggested(school: School) -> None:
    librarian = a_viewer(Role.LIBRARIAN, school=school)
    lesson = entered(librarian)[2]
    book = a_resource(school, title="Video: PHÂN SỐ BẰNG NHAU", subjects=["toan"], grades=[6])
    assert queries.suggested_for(librarian, book) == [lesson]
    assert queries.suggested_for(librarian, a_resource(school, title="Rùa và Thỏ", subjects=["toan"])) == []


def test_an_administrator_adds_a_subject_that_every_form_then_offers(school: School) -> None:
    admin, librarian = (a_viewer(role, school=school) for role in (Role.NODE_ADMIN, Role.LIBRARIAN))
    values = TermValues("subject", "Lịch sử Hà Nội", words=("sử Hà Nội",), grades=(7, 6), until=localdate(NOW))
    with pytest.raises(NotAllowed):
        save_term(None, code="lich-su-ha-noi", values=values, by=librarian)
    for code in ("toan", "kntt"):
        with pytest.raises(CodeTaken):
            save_term(None, code=code, values=values, by=admin)
    term = save_term(None, code="lich-su-ha-noi", values=values, by=admin)
    with pytest.raises(CodeTaken), transaction.atomic():
        save_term(None, code="lich-su-ha-noi", values=values, by=admin)
    current.forget()
    assert curriculum.programme().subjects["lich-su-ha-noi"].grades == (6, 7)
    assert dict(curriculum.subject_choices())["lich-su-ha-noi"].startswith("Lịch sử Hà Nội (")
    assert a_resource(school, subjects=["lich-su-ha-noi"]).subjects == ["lich-su-ha-noi"]
    assert (terms_for(admin).count(), terms_for(librarian).count()) == (1, 0)
    save_term(term, code="khac", values=TermValues("series", "Sử Hà Nội"), by=admin)
    term.refresh_from_db()
    assert (term.code, term.kind, term.name_vi) == ("lich-su-ha-noi", "subject", "Sử Hà Nội")


def test_the_table_is_read_at_most_once_in_a_while(django_assert_num_queries) -> None:
    current.forget()
    with django_assert_num_queries(2):
        curriculum.programme()
        curriculum.subject_choices()
    with django_assert_num_queries(0):
        curriculum.subject_name("toan")


def test_another_process_sees_a_change_when_it_looks_again(monkeypatch, school: School) -> None:
    current.forget()
    assert "thu" not in curriculum.programme().series
    admin = a_viewer(Role.NODE_ADMIN, school=school)
    save_term(None, code="thu", values=TermValues("series", "Bộ thử"), by=admin)
    assert "thu" not in curriculum.programme().series
    later = current.time.monotonic() + current.CHECK_SECONDS + 1
    monkeypatch.setattr(current.time, "monotonic", lambda: later)
    assert curriculum.series_name("thu") == "Bộ thử"
