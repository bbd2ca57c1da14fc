"""The shipped programme: the cells of the circular, the codes that records contain, names in the active language."""

from datetime import date

import pytest
from django.utils import translation

from repository.curriculum import GRADES, is_subject, programme, subject_choices, subject_name, subject_names
from repository.curriculum.programme import Series, Stage, Status, Subject, Taught, shipped, stage_of
from repository.letters import fold

pytestmark = pytest.mark.backend_independent
# The codes of the first release: records, labels of access and addresses contain them.
CODES = (
    "tieng-viet ngu-van toan ngoai-ngu-1 ngoai-ngu-2 tieng-dan-toc dao-duc gdcd gd-kinh-te-phap-luat tu-nhien-xa-hoi "
    "khoa-hoc khtn vat-li hoa-hoc sinh-hoc lich-su-dia-li lich-su dia-li cong-nghe tin-hoc tin-hoc-cong-nghe gdtc "
    "am-nhac mi-thuat nghe-thuat gdqp-an hdtn gd-dia-phuong"
)


def test_the_codes_of_the_first_release_are_there_in_their_order() -> None:
    assert list(shipped().subjects) == CODES.split()


def test_the_programme_has_the_cells_of_the_circular() -> None:
    cells = [
        (stage_of(grade), subject.status_in(grade))
        for subject in shipped().subjects.values()
        for grade in subject.grades
    ]
    assert [cells.count((stage, Status.COMPULSORY)) for stage in Stage] == [43, 48, 24]
    assert [cells.count((stage, Status.ELECTIVE)) for stage in Stage] == [0, 0, 27]


def test_a_part_belongs_to_a_subject_of_the_same_grades() -> None:
    subjects = shipped().subjects
    parts = [row for subject in subjects.values() for row in subject.taught if row.status == Status.PART]
    assert parts
    assert all(set(row.grades) <= set(subjects[row.of].grades) for row in parts)


def test_each_grade_began_with_the_programme_in_its_year() -> None:
    assert set(shipped().since) == set(GRADES)
    assert shipped().since[1] == date(2020, 9, 1)
    assert shipped().since[12] == date(2024, 9, 1)


def test_names_follow_the_active_language_and_are_never_cached() -> None:
    for language, name in (("vi", "Toán"), ("en", "Mathematics"), ("vi", "Toán"), ("fr", "Toán")):
        with translation.override(language):
            assert subject_name("toan") == name
            assert ("toan", name) in subject_choices()
    assert subject_names("toan") == ("Toán", "Mathematics")


def test_an_unknown_code_stays_as_it_is() -> None:
    assert subject_name("xyz") == "xyz"
    assert subject_names("xyz") == ()
    assert not is_subject("xyz")


def test_a_term_of_a_unit_is_added_and_replaces_none_of_the_programme() -> None:
    taught = (Taught((6, 7), Status.COMPULSORY),)
    local = Subject("lich-su-ha-noi", {"vi": "Lịch sử Hà Nội"}, taught=taught, until=date(2030, 9, 1))
    forged = Subject("toan", {"vi": "Không phải Toán"})
    mine = shipped().with_terms([local, forged, Series("thu", {"vi": "Bộ thử"})])
    assert mine.subjects["toan"] is shipped().subjects["toan"]
    assert mine.subjects["lich-su-ha-noi"].grades == (6, 7)
    assert "thu" in mine.series
    assert local.is_valid(date(2030, 8, 31))
    assert not local.is_valid(date(2030, 9, 1))
    assert local in mine.taught_in(6)
    assert local not in mine.taught_in(8)
    assert "lich-su-ha-noi" not in programme().subjects


def test_words_name_one_subject_each_and_are_small_letters() -> None:
    words = [word for subject in shipped().subjects.values() for word in subject.words]
    assert len(set(words)) == len(words)
    assert all(word == word.lower() and fold(word) for word in words)
