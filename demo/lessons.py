"""Lessons of the demo: three lists of grade 6, lessons of two series that correspond, resources linked. Idempotent."""

from collections.abc import Mapping
from datetime import datetime

from access.actions import Action
from access.viewer import Viewer
from accounts.models import Person
from repository.curriculum.actions import LessonList, link_resource, match_lessons, save_lessons
from repository.curriculum.lesson_lists import lessons_in, rows_of
from repository.curriculum.queries import edits_lessons, lessons_for
from repository.models import Lesson
from repository.queries import resources_allowed
from sharing.viewer import viewer_for

GRADE = 6
MATHS_KNTT = """Chương I. Tập hợp các số tự nhiên
Bài 1. Tập hợp
Bài 2. Cách ghi số tự nhiên
Bài 3. Thứ tự trong tập hợp các số tự nhiên
Bài 4. Phép cộng và phép trừ số tự nhiên
Bài 5. Phép nhân và phép chia số tự nhiên (2 tiết)
Luyện tập chung
Bài 6. Lũy thừa với số mũ tự nhiên (2 tiết)
Bài 7. Thứ tự thực hiện các phép tính
Luyện tập chung
Chương VI. Phân số
Bài 23. Mở rộng phân số. Phân số bằng nhau (2 tiết)
Bài 24. So sánh phân số. Hỗn số dương (2 tiết)
Bài 25. Phép cộng và phép trừ phân số (2 tiết)
Bài 26. Phép nhân và phép chia phân số (2 tiết)
Bài 27. Hai bài toán về phân số (2 tiết)"""
MATHS_CTST = """Chương 5. Phân số
Bài 1. Phân số với tử số và mẫu số là số nguyên (2 tiết)
Bài 2. Tính chất cơ bản của phân số (2 tiết)
Bài 3. So sánh phân số (2 tiết)
Bài 4. Phép cộng và phép trừ phân số (2 tiết)
Bài 5. Phép nhân và phép chia phân số (2 tiết)"""
SCIENCE_KNTT = """Chương I. Mở đầu về Khoa học tự nhiên
Bài 1. Giới thiệu về Khoa học tự nhiên (2 tiết)
Bài 2. An toàn trong phòng thực hành (2 tiết)
Bài 3. Sử dụng kính lúp
Bài 4. Sử dụng kính hiển vi quang học (2 tiết)
Bài 5. Đo chiều dài (2 tiết)
Bài 6. Đo khối lượng (2 tiết)
Bài 7. Đo thời gian (2 tiết)
Bài 8. Đo nhiệt độ (3 tiết)
Chương II. Chất quanh ta
Bài 9. Sự đa dạng của chất (2 tiết)
Bài 10. Các thể của chất và sự chuyển thể (3 tiết)"""
LISTS = (("toan", "kntt", MATHS_KNTT), ("toan", "ctst", MATHS_CTST), ("khtn", "kntt", SCIENCE_KNTT))
SAME = (  # titles in the first and in the second series
    ("Mở rộng phân số. Phân số bằng nhau", "Tính chất cơ bản của phân số"),
    ("Phép cộng và phép trừ phân số", "Phép cộng và phép trừ phân số"),
    ("Phép nhân và phép chia phân số", "Phép nhân và phép chia phân số"),
)
# Title of a lesson, and words with which the titles of its resources begin.
FOR_LESSONS = (
    ("toan", "Mở rộng phân số. Phân số bằng nhau", ("Phân số bằng nhau",)),
    ("khtn", "Các thể của chất và sự chuyển thể", ("Nước trong tự nhiên",)),
)


def enter_lessons(people: Mapping[str, Person], *, now: datetime) -> None:
    """Let the department enter the lists, and the librarian of the first school link what the school has."""
    officer, librarian = (viewer_for(people[name], now=now) for name in ("officer", "librarian.a"))
    if not edits_lessons(officer) or Lesson.objects.exists():
        return
    for subject, series, text in LISTS:
        save_lessons(LessonList(subject, GRADE, series), lessons_in(rows_of(text)), by=officer)
    for first, second in SAME:
        match_lessons(_lesson(officer, "toan", "kntt", first), [_lesson(officer, "toan", "ctst", second)], by=officer)
    _link(librarian)


def _link(librarian: Viewer) -> None:
    own = resources_allowed(librarian, Action.EDIT)
    for subject, title, beginnings in FOR_LESSONS:
        lesson = _lesson(librarian, subject, "kntt", title)
        for beginning in beginnings:
            for resource in own.filter(title__startswith=beginning).distinct():
                link_resource(lesson, resource, by=librarian)


def _lesson(viewer: Viewer, subject: str, series: str, title: str) -> Lesson:
    return lessons_for(viewer).get(subject=subject, grade=GRADE, series=series, title=title)
