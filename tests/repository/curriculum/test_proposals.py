"""Proposals of subject and grade: names, topics, lessons, like records; what speaks for nothing proposes nothing."""

import pytest

from accounts.models import Role
from repository.curriculum.actions import LessonList, save_lessons
from repository.curriculum.lesson_lists import LessonLine
from repository.curriculum.proposals import Known, Proposals, proposals_for, propose
from tests.factories import SchoolFactory, a_resource, a_viewer

pytestmark = pytest.mark.backend_independent
FRACTIONS = [
    Known("Phân số bằng nhau", ["toan"], [6]),
    Known("Hỗn số dương", ["toan"], [6]),
    Known("Tế bào là gì", ["khtn"], [6]),
]


def test_what_the_title_names_comes_first() -> None:
    assert propose("Ngữ văn 7", ["Toán 6"]) == Proposals(("ngu-van", "toan"), (7, 6))


def test_a_part_of_a_subject_comes_after_the_subject_that_is_taught() -> None:
    assert propose("Vật lí 8").subjects == ("khtn", "vat-li")
    assert propose("Vật lí 11").subjects == ("vat-li",)


def test_contents_that_are_lessons_propose_their_list() -> None:
    contents = ["1. Phân số bằng nhau", "2. HỖN SỐ DƯƠNG", "3. Tế bào là gì"]
    assert propose("Vở luyện tập", contents, lessons=FRACTIONS).grades == (6,)
    assert propose("Vở luyện tập", contents, lessons=FRACTIONS).subjects[0] == "toan"
    assert propose("Vở luyện tập", contents[::2], lessons=FRACTIONS) == Proposals()


def test_like_records_propose_their_subjects_and_no_grades() -> None:
    like = [
        Known("Thực hành vườn trường", ["cong-nghe"], [7]),
        Known("Vườn trường bốn mùa", ["cong-nghe"], [7]),
        Known("Rùa và Thỏ", ["tieng-viet"], [1]),
    ]
    assert propose("Sổ tay vườn trường", like=like) == Proposals(("cong-nghe",))
    assert propose("Nhật kí mùa hè", like=like) == Proposals()


@pytest.mark.django_db
def test_the_records_and_lessons_of_the_school_speak_for_a_resource() -> None:
    school = SchoolFactory()
    librarian = a_viewer(Role.LIBRARIAN, school=school)
    save_lessons(LessonList("toan", 6), [LessonLine("Quy tắc chuyển vế")], by=librarian)
    a_resource(school, title="Kể chuyện làng nghề", subjects=["gd-dia-phuong"])
    lesson = a_resource(school, title="Video: quy tắc chuyển vế")
    assert proposals_for(librarian, lesson) == Proposals(("toan",), (6,))
    assert proposals_for(librarian, a_resource(school, title="Làng nghề kể chuyện")).subjects == ("gd-dia-phuong",)
    assert proposals_for(a_viewer(Role.LIBRARIAN), lesson) == Proposals()
