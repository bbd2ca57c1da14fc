"""Misspelt words of grades, subjects and kinds; and words that only look like them."""

import pytest

from tests.search.questions import asked

pytestmark = pytest.mark.backend_independent


def respelt(text):
    return asked(text).respell(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Giáo án lich sư 8", "Giáo án lịch sử 8"),
        ("giáo án lịhc sử chiến dịch", "giáo án lịch sử chiến dịch"),
        ("sahc toán 6", "sách toán 6"),
        ("giaos án lịhc sử 8", "giáo án lịch sử 8"),
        ("toán lpo 6", "toán lớp 6"),
        ("đia 9", "địa 9"),
        ('"phân số" vât lí', '"phân số" vật lí'),
    ],
)
def test_a_misspelt_expression_is_written_as_the_vocabulary_has_it(typed, meant):
    assert respelt(typed) == meant
    assert len(asked(meant).meaning.terms) > len(asked(typed).meaning.terms)


@pytest.mark.parametrize(
    "text",
    [
        "giáo án lịch sử 8",
        "sư tử",
        "toàn bộ",
        "bài toàn 6",
        "chhỉ để ghi chép",  # "để ghi" is not "đề thi": wrong marks and a wrong letter at once
        "sahc",
        '"lich sư"',
        "lpo",
        "",
        "x" * 200,
    ],
)
def test_other_words_stay_as_they_are(text):
    assert respelt(text) == text
