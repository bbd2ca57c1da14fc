"""Lists of lessons as schools paste them: lines, cells with headings, cells without."""

import pytest

from repository.curriculum.lesson_lists import MAX_LESSONS, Column, LessonLine, column_of, lessons_in, rows_of
from repository.errors import NoLessons, TooManyLessons

pytestmark = pytest.mark.backend_independent


def read(text: str) -> list[LessonLine]:
    return lessons_in(rows_of(text))


def test_lines_have_numbers_chapters_and_periods() -> None:
    text = """CHƯƠNG I. TẬP HỢP CÁC SỐ TỰ NHIÊN
    Bài 1. Tập hợp (2 tiết)
    - Bài 2: Cách ghi số tự nhiên – 1 tiết

    Luyện tập chung
    Chương II: Phân số
    Tiết 12-13. Hỗn số"""
    first, second = "CHƯƠNG I. TẬP HỢP CÁC SỐ TỰ NHIÊN", "Chương II: Phân số"
    assert read(text) == [
        LessonLine("Tập hợp", "Bài 1", first, 2),
        LessonLine("Cách ghi số tự nhiên", "Bài 2", first, 1),
        LessonLine("Luyện tập chung", "", first),
        LessonLine("Hỗn số", "Tiết 12-13", second),
    ]


def test_a_unit_of_an_english_book_is_a_lesson_unless_lessons_stand_below_it() -> None:
    assert read("Unit 1. My new school\nUnit 2. My house") == [
        LessonLine("My new school", "Unit 1"),
        LessonLine("My house", "Unit 2"),
    ]
    assert read("Unit 1. Home\nLesson 1. Rooms") == [LessonLine("Rooms", "Lesson 1", "Unit 1. Home")]


def test_a_table_of_the_plan_is_read_by_its_headings() -> None:
    table = (
        "KẾ HOẠCH DẠY HỌC MÔN KHTN 6\nSTT\tBài học\n(1)\tSố tiết\n".replace("\n(1)", " (1)") + "\tChủ đề 1. Mở đầu\t\n"
        "1\tBài 1. Giới thiệu\t2\n2\tBài 2. An toàn\t3 tiết\n\tTổng\t5\n"
    )
    assert read(table) == [
        LessonLine("Giới thiệu", "Bài 1", "Chủ đề 1. Mở đầu", 2),
        LessonLine("An toàn", "Bài 2", "Chủ đề 1. Mở đầu", 3),
    ]


def test_the_chapter_of_merged_cells_holds_for_the_rows_below() -> None:
    table = "Chương\tTên bài\tSố tiết\nI. Số\tTập hợp\t1\n\tHỗn số\t2\nII. Hình\tGóc\t1"
    assert [(line.title, line.unit) for line in read(table)] == [
        ("Tập hợp", "I. Số"),
        ("Hỗn số", "I. Số"),
        ("Góc", "II. Hình"),
    ]


def test_without_headings_the_longest_texts_are_titles_and_numbers_after_them_periods() -> None:
    assert read("1\tPhép nhân phân số\t2\n2\tPhép chia phân số\t3") == [
        LessonLine("Phép nhân phân số", periods=2),
        LessonLine("Phép chia phân số", periods=3),
    ]


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("BÀI HỌC (1)", Column.TITLE),
        ("Ba\u0300i ho\u0323c", Column.TITLE),
        ("Số tiết", Column.PERIODS),
        ("Chương/Chủ đề", Column.UNIT),
        ("Yêu cầu cần đạt", None),
    ],
)
def test_headings_are_known_in_any_spelling(heading: str, column: Column | None) -> None:
    assert column_of(heading) == column


@pytest.mark.parametrize("text", ["", " \n\t\t\n", "\x00\u200b", "Chương I. Chỉ có tên chương"])
def test_a_text_without_lessons_is_refused(text: str) -> None:
    with pytest.raises(NoLessons):
        read(text)


def test_too_long_a_list_is_refused_and_long_texts_are_cut() -> None:
    with pytest.raises(TooManyLessons):
        read("\n".join(f"Bài {number}. Tên" for number in range(MAX_LESSONS + 1)))
    (line,) = read("Bài 1. " + "a" * 1000)
    assert len(line.title) == 300


@pytest.mark.parametrize("total", ["Tổng", "Tổng cộng", "Tổng số tiết: 35", "Cộng 70 tiết", "Total periods"])
def test_totals_are_no_lessons(total: str) -> None:
    assert [line.title for line in read(f"Bài học\tSố tiết\nGóc\t1\n{total}\t1")] == ["Góc"]


@pytest.mark.parametrize("title", ["Tổng và hiệu của hai vectơ", "Cộng, trừ phân số", "Tổng ba góc của một tam giác"])
def test_lessons_that_begin_like_a_total_are_lessons(title: str) -> None:
    assert [line.title for line in read(f"Bài học\tSố tiết\n{title}\t1")] == [title]


def test_a_row_with_its_number_and_length_in_words_is_no_heading() -> None:
    table = "Chương\tBài số\tBài học\tSố tiết\nI. Số\tBài 1\tTập hợp\t2 tiết\nI. Số\tBài 2\tHỗn số\t"
    assert [(line.number, line.title, line.periods) for line in read(table)] == [
        ("Bài 1", "Tập hợp", 2),
        ("Bài 2", "Hỗn số", None),
    ]
