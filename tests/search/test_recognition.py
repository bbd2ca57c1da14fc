"""What a question names: grades, subjects, kinds, schools; and what only looks like them."""

import pytest

from search.plain_questions.recognition import understand
from search.plain_questions.vocabulary import Entry, Vocabulary
from tests.search.questions import SCHOOLS, shipped, shipped_entries

pytestmark = pytest.mark.backend_independent


def codes(text):
    return {term.code for term in understand(text, shipped(), lambda: SCHOOLS).terms}


@pytest.mark.parametrize(
    "text",
    [
        *(
            "văn hoá",
            "anh hùng",
            "sử dụng",
            "địa chỉ",
            "tin tức",
            "sinh nhật",
            "nhạc sĩ",
            "đề tài",
            "báo cáo",
            "ảnh hưởng",
        ),
        *("bài toán", "tính toán", "văn bản", "lý do", "đĩa CD", "tài liệu TL", "GK", "CN", "toàn", "hóa đơn"),
        *(
            "6",
            "12 con giáp",
            "lớp",
            "lớp 13",
            "lớp 0",
            "1945",
            "tập 2",
            '"toán lớp 6"',
            "Nguyễn Du",
            "Truyện Kiều",
            "",
        ),
    ],
)
def test_what_only_looks_like_a_subject_a_grade_or_a_school_stays_words(text):
    assert codes(text) == set()


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        *(("lớp 1", "1"), ("Lớp sáu", "6"), ("lop muoi hai", "12"), ("lớp mười", "10"), ("khối 9", "9"), ("L6", "6")),
        *(
            ("lop6", "6"),
            ("lớp 6A1", "6"),
            ("lớp 10A13", "10"),
            ("grade 6", "6"),
            ("6th grade", "6"),
            ("sixth grade", "6"),
        ),
    ],
)
def test_grades_are_recognised_as_people_write_them(text, grade):
    assert codes(text) == {f"grade:{grade}"}


def test_a_clashing_abbreviation_counts_beside_a_subject_a_grade_or_a_kind_only():
    assert codes("TN sử 12") == {"words:trắc-nghiệm", "subject:lich-su", "grade:12"}
    assert codes("SGK CD toán 6") == {"kind:textbook", "words:Cánh-Diều", "subject:toan", "grade:6"}
    assert codes("nghe CD nhạc trẻ") == set()


def test_a_wrong_mark_is_not_taken_for_a_subject_and_a_missing_one_is():
    assert codes("tóan lớp 6") == {"subject:toan", "grade:6"}, "another tone placement is the same word"
    assert codes("toan lop 6") == {"subject:toan", "grade:6"}
    assert codes("toàn lớp 6") == {"grade:6"}


def test_tieng_anh_is_a_language_beside_another_subject():
    assert codes("toán tiếng Anh lớp 6") == {"subject:toan", "language:en", "grade:6"}
    assert codes("tiếng Anh lớp 6") == {"subject:ngoai-ngu-1", "grade:6"}
    assert codes("toán bằng tiếng Anh") == {"subject:toan", "language:en"}


def test_two_schools_of_one_name_are_both_meant():
    schools = {"a": "Trường THCS Lê Lợi", "b": "Trường THPT Lê Lợi", "c": "Trường THCS Lê Lai"}
    (term,) = understand("trường lê lợi", shipped(), lambda: schools).terms
    assert set(term.values_of("school")) == {"a", "b"}
    (term,) = understand("THPT Lê Lợi", shipped(), lambda: schools).terms
    assert term.values_of("school") == ("b",)


def test_the_names_of_schools_are_read_for_questions_that_may_name_one_only():
    def unexpected():
        raise AssertionError("a query of all schools")

    assert {term.code for term in understand("toán lớp 6", shipped(), unexpected).terms} == {"subject:toan", "grade:6"}


def test_the_longest_expression_counts_and_the_rest_remains():
    meaning = understand("lịch sử và địa lí lớp 5 về biển đảo", shipped())
    assert [term.code for term in meaning.terms] == ["subject:lich-su-dia-li", "grade:5"]
    assert meaning.words == ("bien", "dao")


def test_no_expression_of_the_shipped_table_stands_in_two_rows():
    spelt = [expression.casefold() for entry in shipped_entries() for expression in (*entry.words, *entry.short)]
    assert sorted(spelt) == sorted(set(spelt))
    assert all(entry.name for entry in shipped_entries())


def test_an_expression_without_a_word_is_ignored():
    vocabulary = Vocabulary.of([Entry(words=("…", "kho báu"), values=(("kind", "book"),))])
    assert [term.code for term in understand("kho báu", vocabulary).terms] == ["kind:book"]
