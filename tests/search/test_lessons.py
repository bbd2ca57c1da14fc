"""Lessons that a question names: which one is meant, what comes first, what the filter finds, and who sees it."""

import pytest

from access.actions import Action
from accounts.models import Role
from repository.curriculum.actions import LessonList, link_resource, save_lessons
from repository.curriculum.lesson_lists import lessons_in, rows_of
from repository.models import Lesson
from search.plain_questions.lessons import NamedLesson, with_lesson
from search.plain_questions.recognition import understand
from search.queries import find
from search.query import Query
from search.title_fallback import find_titles
from search.understanding import without_term
from tests.factories import SchoolFactory, a_resource, a_viewer, a_visitor
from tests.search.questions import SCHOOLS, shipped

KNTT, CTST = ("ket", "noi", "tri", "thuc"), ("chan", "troi", "sang", "tao")
MATHS = [
    NamedLesson("a", "Bài 5. Phép nhân", "Bài 5", "Phép nhân", (KNTT,)),
    NamedLesson("b", "Bài 6. Phép chia", "Bài 6", "Phép chia", (KNTT,)),
    NamedLesson("c", "Bài 6. Phép chia hết", "Bài 6", "Phép chia hết", (CTST,)),
    NamedLesson("d", "Bài 15. Lịch sử của số 0", "Bài 15", "Lịch sử của số 0", (KNTT,)),
]
BIOLOGY = [NamedLesson("e", "Bài 22. Quang hợp ở thực vật", "Bài 22", "Quang hợp ở thực vật")]


def meaning(text):
    def lessons_of(subjects, grades):
        return {"toan": MATHS, "sinh-hoc": BIOLOGY}.get(next(iter(subjects), ""), MATHS + BIOLOGY)

    return with_lesson(text, lambda part: understand(part, shipped(), lambda: SCHOOLS), lessons_of)


@pytest.mark.backend_independent
@pytest.mark.parametrize(
    ("text", "lesson"),
    [
        ("bài 5 toán 6", "a"), ("bai 5 toan 6", "a"), ("toán 6 bài 5", "a"), ("toán lớp 6, bài 5. phép nhân", "a"),
        ("giáo án bài phép nhân toán 6", "a"), ("lesson 5 toán 6", "a"), ("bài quang hợp sinh học 7", "e"),
        ("bài 6 toán 6 kết nối tri thức", "b"), ("bài 6 toán 6 chân trời sáng tạo", "c"),
        ("bài phép chia toán 6", "b"), ("bài lịch sử của số 0 toán 6", "d"),
        ("bài 6 toán 6", ""), ("bài 7 toán 6", ""), ("bài 5 phép chia toán 6", ""), ("bài 5", ""),
        ("bài chia toán 6", ""), ("bài pháp nhân toán 6", ""), ("bài tập toán 6", ""), ('"bài 5" toán 6', ""),
        ("bài toán 6", ""), ("toán 6", ""),
    ],
)  # fmt: skip
def test_a_lesson_is_understood_if_one_alone_is_meant(text, lesson):
    found = meaning(text).lesson
    assert (found.values[0][1] if found else "") == lesson


@pytest.mark.backend_independent
def test_what_a_question_names_beside_a_lesson_acts_and_the_lesson_can_be_taken_out():
    query = Query("giáo án bài 5 toán 6", meaning=meaning("giáo án bài 5 toán 6"), understand=meaning)
    assert [term.code for term in query.meaning.terms] == ["kind:lesson", "subject:toan", "grade:6"]
    assert without_term(query, query.meaning.lesson).text == "giáo án toán 6"
    assert meaning("bài tập toán 6") == understand("bài tập toán 6", shipped())


@pytest.fixture
def taught(db):
    """Return a librarian of a school, its lesson, the resource linked to it, and one that names its words."""
    school = SchoolFactory()
    librarian = a_viewer(Role.LIBRARIAN, school=school)
    lines = lessons_in(rows_of("Bài 5. Phép nhân\nBài 6. Phép chia"))
    save_lessons(LessonList("toan", 6, "kntt"), lines, by=librarian)
    lesson = Lesson.objects.get(number="Bài 5")
    opened = {Action.READ: "everyone"}
    named = a_resource(title="Toán 6, bài 5", subjects=["toan"], grades=[6], opened=opened)
    linked = a_resource(title="Trò chơi với những con số", opened=opened)  # of another school, without subject
    link_resource(lesson, linked, by=a_viewer(Role.LIBRARIAN, school=school))
    return librarian, lesson, linked, named


def test_what_is_linked_to_the_lesson_comes_first_and_the_words_still_find(index, taught):
    librarian, _lesson, linked, named = taught
    index()
    results = find(librarian, Query("bài 5 toán 6"))
    assert [hit.resource for hit in results.hits] == [linked, named]
    assert results.total == 2
    assert [hit.resource for hit in find(librarian, Query("bài 6 toán 6")).hits] == [named]
    assert [hit.resource for hit in find(a_visitor(), Query("bài 5 toán 6")).hits] == [named], "sees no lesson"
    assert results.query.meaning.lesson.label == "Bài 5. Phép nhân"


def test_the_filter_finds_what_is_linked_for_those_who_see_the_lesson(index, taught):
    librarian, lesson, linked, _named = taught
    index()
    query = Query(chosen={"lesson": (str(lesson.uuid),)})
    results = find(librarian, query)
    assert ([hit.resource for hit in results.hits], results.facets["lesson"]) == ([linked], {str(lesson.uuid): 1})
    for other in (a_visitor(), a_viewer(Role.TEACHER, school=SchoolFactory())):
        assert find(other, query).total == 0
    assert find(librarian, Query(chosen={"lesson": ("x", str(lesson.uuid))})).total == 1
    assert find_titles(librarian, query).total == 1
