"""Names, headings, numbers and links as lines of text: read as they were written, in both languages."""

import pytest
from django.utils import translation

from repository.description import Credit, Link, SubjectHeading
from repository.errors import InvalidRecord
from repository.record_lines import (
    read_credits,
    read_headings,
    read_identifiers,
    read_links,
    write_credits,
    write_headings,
    write_identifiers,
    write_links,
)
from repository.roles import ROLES

pytestmark = [pytest.mark.backend_independent]

EACH_ROLE = [Credit("Tạ Huy Long", role) for role in ROLES]
HEADINGS = [SubjectHeading("Văn học thiếu nhi", "btkqg"), SubjectHeading("Toán học [lớp 6]")]
PAIRS = [("LCCN", "2024123456"), ("control", "NLV:000123")]
LINKS = [
    Link("part_of", "Tuyển tập Tô Hoài"),
    Link("url", "", "https://vi.example/sach"),
    Link("replaces", "Toán 6", "8f14e45f-ceea-467f-a8a2-1d5b8f4d3c11"),
]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_lines_are_read_as_they_were_written(language):
    with translation.override(language):
        assert read_credits(write_credits(EACH_ROLE).split("\n")) == EACH_ROLE
        assert read_headings(write_headings(HEADINGS).split("\n")) == HEADINGS
        assert read_identifiers(write_identifiers(PAIRS).split("\n")) == PAIRS
        assert read_links(write_links(LINKS).split("\n")) == LINKS


@pytest.mark.parametrize(
    "line, credit",
    [
        ("Tô Hoài", Credit("Tô Hoài")),
        ("Phạm Đức (Dịch)", Credit("Phạm Đức", "trl")),
        ("Tạ Huy Long (minh hoạ)", Credit("Tạ Huy Long", "ill")),
        ("Đỗ Đức Thái (Tổng Chủ biên)", Credit("Đỗ Đức Thái", "edt")),
        ("Nguyễn Du (1765-1820)", Credit("Nguyễn Du (1765-1820)")),
        ("Nguyễn Văn A (zzz)", Credit("Nguyễn Văn A", "zzz")),
    ],
)
def test_words_of_title_pages_are_roles(line, credit):
    assert read_credits([line]) == [credit]


def test_a_name_that_stays_means_the_same_authority():
    before = [Credit("Tô Hoài", "aut", 7), Credit("Tô Hoài", "edt", 8)]
    assert read_credits(["Tô Hoài", "Nam Cao"], before) == [before[0], Credit("Nam Cao")]


@pytest.mark.parametrize("line", ["Tuyển tập", "stolen: Sách", "thuộc:", "thuộc: Sách | javascript:alert(1)"])
def test_a_line_that_is_no_link_is_refused(line):
    with pytest.raises(InvalidRecord):
        read_links([line])
