"""Titles found in the database while the index does not answer: words, filters, order and access."""

import pytest

from access.actions import Action
from repository import actions
from repository.models import Edition, Resource
from search.query import Query, Sort
from search.title_fallback import find_titles
from tests.factories import NOW, SchoolFactory, a_resource, a_viewer, a_visitor
from tests.search.questions import asked

EVERYONE = {Action.READ: "everyone"}
pytestmark = pytest.mark.django_db


def titles(query, viewer=None):
    by_key = {str(resource.uuid): resource.title for resource in Resource.objects.all()}
    return [by_key[hit.key] for hit in find_titles(viewer or a_visitor(), query).hits]


def test_all_words_must_stand_in_the_title_and_quoted_ones_side_by_side():
    for title in ("Điện Biên Phủ", "Chiến thắng Điện Biên Phủ", "Biên giới và lưới điện", "Điền kinh"):
        a_resource(opened=EVERYONE, title=title)
    assert titles(Query("dien bien")) == ["Điện Biên Phủ", "Chiến thắng Điện Biên Phủ", "Biên giới và lưới điện"]
    assert set(titles(Query('"dien bien"'))) == {"Điện Biên Phủ", "Chiến thắng Điện Biên Phủ"}
    assert titles(Query("ien")) == [], "a part of a word is no word"


def test_a_number_or_an_abbreviation_is_found_as_it_is_written_and_in_one_piece():
    for title in ("Metro TPHCM", "Xe buýt TP.HCM", "1000000 khách"):
        a_resource(opened=EVERYONE, title=title)
    assert set(titles(Query("tp.hcm"))) == {"Metro TPHCM", "Xe buýt TP.HCM"}
    assert titles(Query("1.000.000")) == ["1000000 khách"]


def test_the_whole_title_comes_first_then_the_phrase_then_the_shorter_one():
    for title in ("Thơ và truyện", "Truyện thơ", "Thơ truyện ngắn", "Thơ truyện"):
        a_resource(opened=EVERYONE, title=title)
    assert titles(Query("thơ truyện")) == ["Thơ truyện", "Thơ truyện ngắn", "Truyện thơ", "Thơ và truyện"]
    assert titles(Query("thơ truyện", sort=Sort.NEWEST))[0] == "Thơ truyện"
    assert titles(Query("thơ truyện", sort=Sort.TITLE))[-1] == "Truyện thơ"


def test_facets_filter_and_ignore_their_own_choice_in_the_counts():
    a_resource(opened=EVERYONE, title="Toán 6", subjects=["toan"], grades=[6], kind="book")
    a_resource(opened=EVERYONE, title="Toán 7", subjects=["toan"], grades=[7], kind="video")
    results = find_titles(a_visitor(), Query("toan", chosen={"grade": ("6",)}))
    assert results.total == 1
    assert results.facets["grade"] == {"6": 1, "7": 1}
    assert results.facets["kind"] == {"book": 1}


def test_holdings_of_one_edition_are_one_entry_and_count_once():
    one, other = (a_resource(opened=EVERYONE, title=f"Toán {n}", subjects=["toan"], grades=[n]) for n in (6, 7))
    a_resource(title="Toán 8", subjects=["toan"])
    a_resource(opened=EVERYONE, title="Đại số", subjects=["toan"])
    Resource.objects.update(edition=one.edition)
    results = find_titles(a_visitor(), Query("toan", sort=Sort.TITLE))
    assert titles(Query("toan", sort=Sort.TITLE)) == ["Toán 6"]
    assert (results.total, results.facets["subject"], results.facets["grade"]) == (1, {"toan": 1}, {"6": 1, "7": 1})
    assert results.facets["letter"] == {"t": 1}
    Resource.objects.filter(pk=other.pk).update(edition=Edition.objects.create())
    assert titles(Query("toan", sort=Sort.TITLE)) == ["Toán 6", "Toán 7"]


def test_names_and_subject_headings_filter_too():
    a_resource(opened=EVERYONE, title="Toán 6", creators=["Lê Thu Hà", "Trần Khoa"], headings=["Số học"])
    a_resource(opened=EVERYONE, title="Toán 7", creators=["Lê Thu Hà"])
    results = find_titles(a_visitor(), Query("toan", chosen={"heading": ("Số học",)}))
    assert (results.total, results.facets["name"]) == (1, {"Lê Thu Hà": 1, "Trần Khoa": 1})
    assert results.facets["heading"] == {"Số học": 1}


def test_only_what_the_viewer_may_discover_is_found_and_available_now_needs_a_free_seat():
    school = SchoolFactory()
    a_resource(title="Sách kín")
    a_resource(opened={Action.DISCOVER: "everyone"}, title="Sách chỉ thấy tên")
    lent = [a_resource(opened={Action.BORROW: f"school:{school.pk}"}, title=f"Sách mượn {n}") for n in range(2)]
    for resource, free in zip(lent, (0, 1), strict=True):
        actions.set_free_seats(resource, free=free)
    assert titles(Query("sach")) == ["Sách chỉ thấy tên"]
    teacher = a_viewer(school=school, now=NOW)
    assert len(titles(Query("sach"), teacher)) == 3
    assert titles(Query("sach", available=True), teacher) == ["Sách mượn 1"]


def test_pages_of_titles_continue_each_other():
    for number in range(5):
        a_resource(opened=EVERYONE, title=f"Sách {number}")
    first, second = (titles(Query("sach", sort=Sort.TITLE, size=3, page=page)) for page in (1, 2))
    assert first + second == [f"Sách {number}" for number in range(5)]
    assert find_titles(a_visitor(), Query("sach", size=3, page=2)).total == 5


def shelf():
    for title, description in {
        "Toán 6": {"subjects": ["toan"], "grades": [6], "kind": "textbook"},
        "Số học": {"subjects": ["toan"], "grades": [6, 7], "kind": "book"},
        "Bài tập toán 6 nâng cao": {},
        "Toán 16": {"subjects": ["toan"], "grades": [10, 11, 12]},
        "Quang hợp": {"subjects": ["khtn"], "grades": [6], "kind": "video"},
        "Đề ôn tập Toán 9": {"subjects": ["toan"], "grades": [9], "kind": "worksheet"},
    }.items():
        a_resource(opened=EVERYONE, title=title, **description)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("toán lớp 6", ["Toán 6", "Bài tập toán 6 nâng cao", "Số học"]),
        ("SGK toán 6", ["Toán 6"]),
        ("toan 6", ["Toán 6", "Bài tập toán 6 nâng cao", "Số học"]),
        ("đề thi toán 9", ["Đề ôn tập Toán 9"]),
        ("video quang hợp", ["Quang hợp"]),
        ("video lớp 6", ["Quang hợp"]),
        ("video phân số", []),
        ('video "quang hợp"', ["Quang hợp"]),
        ('video "hợp quang"', []),
        ("toán lpo 6", ["Toán 6", "Bài tập toán 6 nâng cao", "Số học"]),
        ("toán lớp 1", []),
    ],
)
def test_what_a_question_names_acts_on_the_columns_of_the_record(text, found):
    shelf()
    assert titles(asked(text)) == found
    assert find_titles(a_visitor(), asked(text)).total == len(found)


def test_a_chosen_facet_narrows_what_is_meant():
    shelf()
    results = find_titles(a_visitor(), asked("toán lớp 6", chosen={"kind": ("textbook",)}))
    assert (results.total, results.facets["kind"]["book"]) == (1, 2)
