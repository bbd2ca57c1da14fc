"""The results screen on a real index: it shows what the address asks for, and only what the viewer may see."""

import re
import shutil
from collections.abc import Callable
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from access.actions import Action
from repository.actions import join_edition
from repository.models import Resource
from sharing.viewer import system_viewer
from tests.reading.conftest import a_book, a_reader, a_recording, first_page, lend_to, open_to

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("in_store")]


@pytest.fixture
def index(empty_index: Callable[[datetime], int]) -> Callable[[], int]:
    return lambda: empty_index(timezone.now())


def address(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(f"reading:{name}", args=args)


def search(client: Client | None = None, **parameters: object) -> str:
    """Return the text of the screen, with marks in brackets."""
    answer = (client or Client()).get(address("results"), parameters)
    assert answer.status_code == 200
    marked = answer.content.decode().replace("<mark>", "[").replace("</mark>", "]")
    return re.sub(r"\s+", " ", unescape(re.sub(r"<(?!a |form|input)[^>]*>", " ", marked)))


def test_a_sentence_typed_without_diacritics_leads_to_its_page(index) -> None:
    book = a_book()
    open_to(book, Action.READ)
    index()

    screen = search(q="quoc phong")

    assert "1 result for “quoc phong”" in screen
    assert "[quốc phòng] và an ninh" in screen
    assert "page i" in screen
    assert f"{address('read', book.uuid)}?trang={first_page(book).uuid}&q=quoc+phong" in screen
    assert "Read now" in screen


def test_a_word_of_a_recording_leads_to_its_second(index) -> None:
    lesson = a_recording()
    open_to(lesson, Action.READ)
    index()

    screen = search(q="phan so bang nhau")

    assert "minute 03:15" in screen
    assert f"{address('play', lesson.uuid)}?t=195&q=phan+so+bang+nhau" in screen
    assert "Watch now" in screen


def test_a_viewer_who_may_only_discover_gets_no_snippet(index) -> None:
    book, teacher = a_book(), a_reader()
    open_to(book, Action.DISCOVER)
    index()

    assert "Giáo dục công dân 6" in search(teacher.client, q="giao duc cong dan")
    inside = search(teacher.client, q="quoc phong")
    assert "an ninh" not in inside
    assert "Giáo dục công dân 6" not in inside


def test_another_school_finds_nothing_at_all(index) -> None:
    book, teacher, stranger = a_book(), a_reader(), a_reader()
    lend_to(book, teacher)
    index()

    assert "Giáo dục công dân 6" in search(teacher.client, q="giao duc")
    screen = search(stranger.client, q="giao duc")
    assert "No results for “giao duc”" in screen
    assert book.owner.name not in screen


def test_borrowing_from_the_list_continues_to_the_words(index) -> None:
    book, teacher = a_book(), a_reader()
    lend_to(book, teacher)
    open_to(book, Action.LOOK_INSIDE)
    index()
    page = first_page(book)

    screen = search(teacher.client, q="an ninh")

    assert "Borrow for 14 days" in screen
    assert f'name="next" value="{address("read", book.uuid)}?trang={page.uuid}&q=an+ninh"' in screen
    # The sentence itself leads to the book's own page, where it can be borrowed, not to a refusal.
    assert f"{address('resource', book.uuid)}?q=an+ninh&trang={page.uuid}" in screen


def test_filters_narrow_and_chips_remove_them(index) -> None:
    maths, music = (
        a_book(title="Toán vui", subjects=["toan"], grades=[6]),
        a_book(title="Nhạc vui", subjects=["am-nhac"]),
    )
    for book in (maths, music):
        open_to(book, Action.READ)
    index()

    screen = search(q="vui", subject="toan")

    assert "Toán [vui]" in screen
    assert "Nhạc [vui]" not in screen
    assert f'href="{address("results")}?q=vui"' in screen
    assert "Mathematics" in screen
    assert "Music" in screen  # its count stays, so that it can be chosen beside


def test_the_order_of_titles_is_vietnamese(index) -> None:
    for title in ("Đọc sách", "Dọc đường", "Em bé"):
        open_to(a_book(title=title), Action.READ)
    index()

    screen = search(sort="title")

    assert screen.index("Dọc đường") < screen.index("Đọc sách") < screen.index("Em bé")


def test_similar_words_are_labelled_as_such(index) -> None:
    open_to(a_book(title="Phương trình bậc hai"), Action.READ)
    index()

    assert "differ by one letter" in search(q="phuonng trinhh")
    assert "differ by one letter" not in search(q="phuong trinh")


def test_a_corrected_search_says_so_and_offers_what_was_typed(index) -> None:
    open_to(a_book(title="Phương trình bậc hai"), Action.READ)
    index()

    corrected = search(q="phuong trinj")
    assert "1 result for “Phương trình”" in corrected
    assert "“phuong trinj” may contain a typing error. These are the results for “Phương trình”." in corrected
    assert f'href="{address("results")}?q=phuong+trinj&literal=1"' in corrected
    assert 'name="q" value="phuong trinh"' in corrected, "another order keeps the correction"

    as_typed = search(q="phuong trinj", literal="1")
    assert "0 results for “phuong trinj”" in as_typed
    assert "typing error" not in as_typed
    assert "typing error" not in search(q="phuong trinh")


def test_a_list_longer_than_a_page_has_links_to_the_next(index) -> None:
    for number in range(23):
        open_to(a_book(texts=(), title=f"Tập san số {number}"), Action.READ)
    index()

    first, second = search(q="tap san"), search(q="tap san", page=2)

    assert "1–20 of 23" in first
    assert "page=2" in first
    assert "21–23 of 23" in second
    for beyond in (3, 250):
        last = search(q="tap san", page=beyond)
        assert "21–23 of 23" in last
        assert "No results" not in last


def test_first_letters_keep_the_filters_and_order_by_title(index, monkeypatch) -> None:
    monkeypatch.setattr("reading.letters.FEW", 2)
    for title in ("Ôn tập", "Đèn", "“Đá”", "Dế Mèn", "Toán 10", "Toán 6"):
        open_to(a_book(texts=(), title=title), Action.READ)
    index()

    screen = search(available="1")
    links = dict(reversed(link) for link in re.findall(r'<a href="([^"]*)">(0–9|\w)\s*: ', screen))

    assert list(links) == ["D", "Đ", "Ô", "T"]
    assert links["Đ"] == f"{address('results')}?letter=%C4%91&available=1&sort=title"
    chosen = search(available="1", letter="đ", sort="title")
    assert chosen.index("“Đá”") < chosen.index("Đèn")
    assert "Dế Mèn" not in chosen
    assert "First letter Đ" in chosen
    assert '<input type="hidden" name="letter" value="đ">' in chosen, "ticking a filter keeps the letter"
    by_title = search(q="toan", sort="title", letter="t")
    assert by_title.index("Toán] 6") < by_title.index("Toán] 10")
    assert "letter=" not in search(q="toan"), "the best come first, not the alphabet"


def test_holdings_of_one_edition_are_one_entry_that_names_its_holders(index) -> None:
    one, other, alone = (a_book(texts=(), title=f"Dế Mèn {number}") for number in range(3))
    for book in (one, other, alone):
        open_to(book, Action.READ)
    join_edition(one, other=other, by=system_viewer(one.owner_id, now=timezone.now()))
    hidden = a_book(texts=(), title="Dế Mèn 4")
    Resource.objects.filter(pk=hidden.pk).update(edition=alone.edition)
    index()

    screen = search(q="de men")

    assert "2 results for “de men”" in screen
    assert screen.count("Also held by") == 1
    assert "What several schools hold counts once." in screen
    assert (
        other.owner.name in screen.partition("Also held by")[2] or one.owner.name in screen.partition("Also held by")[2]
    )
    assert hidden.owner.name not in screen


def test_an_entry_shows_the_holding_that_the_viewer_can_use(index) -> None:
    reader = a_reader()
    of_school = a_book(texts=(), title="Dế Mèn phiêu lưu kí 0", owner=reader.membership.school)
    readable = a_book(texts=(), title="Dế Mèn phiêu lưu kí 1")
    closed = a_book(texts=(), title="Dế Mèn")  # the best match
    for book, action in ((of_school, Action.READ), (readable, Action.READ), (closed, Action.DISCOVER)):
        open_to(book, action)
        Resource.objects.filter(pk=book.pk).update(edition=closed.edition)
    index()

    for client, shown, others in ((reader.client, of_school, (readable, closed)), (None, None, (closed,))):
        screen = search(client, q="de men")
        assert "1 result for “de men”" in screen
        assert "Read now" in screen
        assert all(other.owner.name in screen.partition("Also held by")[2] for other in others)
        assert shown is None or "[Dế Mèn] phiêu lưu kí 0" in screen, "the own school's"
    open_to(closed, Action.READ)
    index()
    assert "[Dế Mèn] phiêu" not in search(q="de men"), "the best that can be used is shown as it is"


def test_an_empty_shelf_and_invalid_addresses_are_answered(index) -> None:
    index()

    assert "The shelf is still empty" in search()
    assert "No results with these filters" in search(q="x", subject="'; --", sort="?", page="-1")
    assert "No results for “<script>”" in search(q="<script>")
    deep = Client().get(address("results"), {"q": "x", "page": 5001})
    assert deep.status_code == 400
    assert "Only the first 100000 results" in deep.content.decode()


@pytest.mark.embedded_only  # a lost index of a server: tests/search/test_failures.py
def test_a_search_without_its_index_is_labelled_and_finds_titles(index, tmp_path: Path) -> None:
    book, hidden = a_book(title="Lục Vân Tiên"), a_book(title="Lục Vân Tiên kín")
    open_to(book, Action.READ)
    index()
    assert "Search is limited" not in search(q="luc van tien")
    shutil.rmtree(tmp_path / "index")

    screen = search(q="luc van tien")

    assert "Search is limited at the moment" in screen
    assert "1 result for “luc van tien”" in screen
    assert "Lục Vân Tiên" in screen
    assert "Read now" in screen
    assert hidden.title not in screen
    assert "Search is limited" in search(q="quoc phong"), "where nothing is found, too"


def test_the_screen_costs_a_fixed_number_of_queries(index, django_assert_max_num_queries) -> None:
    for number in range(12):
        open_to(a_book(texts=("quốc phòng",), title=f"Sách {number}"), Action.READ)
    index()

    with django_assert_max_num_queries(14):
        Client().get(address("results"), {"q": "quoc phong"})


def test_the_field_suggests_only_titles_that_the_viewer_may_discover(index) -> None:
    open_to(a_book(title="Điện Biên Phủ"), Action.READ)
    hidden, teacher = a_book(title="Điện Biên bí mật"), a_reader()
    lend_to(hidden, teacher)
    index()

    def suggested(client: Client, typed: str) -> list[str]:
        answer = client.get(address("suggestions"), {"q": typed}).content.decode()
        return sorted(re.findall(r'suggestion__title">([^<]+)', unescape(answer)))

    assert suggested(Client(), "dien b") == ["Điện Biên Phủ"]
    assert suggested(teacher.client, "dien b") == ["Điện Biên Phủ", "Điện Biên bí mật"]
    assert suggested(Client(), "") == suggested(Client(), "zzz") == suggested(Client(), '\0 "*') == []


def test_a_resource_shows_similar_ones_that_the_viewer_may_discover(index) -> None:
    lesson = {"subjects": ["toan"], "grades": [6]}
    book, near, far = (
        a_book(title="Phân số", **lesson),
        a_book(title="Số thập phân", **lesson),
        a_book(title="Thơ", subjects=["ngu-van"], grades=[6]),
    )
    for shown in (book, near, far):
        open_to(shown, Action.READ)
    hidden, teacher = a_book(title="Đề thi mật", **lesson), a_reader()
    lend_to(hidden, teacher)
    index()

    def named(client: Client) -> list[str]:
        screen = client.get(address("resource", book.uuid)).content.decode()
        return sorted(re.findall(r'shelf__name">([^<]+)', unescape(screen)))

    assert named(Client()) == ["Số thập phân"]
    assert named(teacher.client) == ["Số thập phân", "Đề thi mật"]


def plain_books() -> None:
    """Publish a textbook and a video of mathematics, and a comic."""
    for title, kind, grade in (("Toán 6", "textbook", 6), ("Số nguyên âm", "video", 6), ("Toán 7", "textbook", 7)):
        open_to(a_book(title=title, kind=kind, subjects=("toan",), grades=(grade,)), Action.READ)
    open_to(a_book(title="Rùa và thỏ", description="Truyện tranh.", subjects=(), grades=(1,)), Action.READ)


def test_a_plain_question_says_what_was_understood_and_lets_each_part_be_taken_out(index) -> None:
    plain_books()
    index()
    screen = search(q="sách toán lớp 6")
    assert "1 result for" in screen
    assert "Understood as" in screen
    assert re.search(r'href="[^"]*\?q=s%C3%A1ch\+to%C3%A1n"> ?Grade 6', screen)
    assert re.search(r'href="[^"]*\?q=s%C3%A1ch\+l%E1%BB%9Bp\+6"> ?Mathematics', screen)
    assert re.search(r'href="[^"]*\?q=to%C3%A1n\+l%E1%BB%9Bp\+6"> ?Book or textbook', screen)
    assert "2 results for" in search(q="toán lớp 6")
    literal = search(q="toán lớp 6", literal="1")
    assert "No results" in literal
    assert "Only the words as typed were searched." in literal


def test_synonyms_are_found_and_named(index) -> None:
    open_to(a_book(title="Đề ôn tập Toán 9", kind="worksheet", subjects=("toan",), grades=(9,)), Action.READ)
    index()
    screen = search(q="đề thi toán")
    assert "1 result for" in screen
    assert "Also searched: đề kiểm tra" in screen


def test_what_was_left_out_is_named_with_what_each_part_finds(index) -> None:
    plain_books()
    index()
    screen = search(q="truyện tranh khủng long")
    assert "1 result for" in screen
    assert "Left out: “khủng long”" in screen
    assert re.search(r"“truyện tranh” *</?a? *>? *1 resource|“truyện tranh” 1 resource", screen)


def test_nothing_found_shows_titles_that_come_near_and_why(index) -> None:
    plain_books()
    open_to(a_book(title="Photography"), Action.READ)
    index()
    screen = search(q="photosynthesis")
    assert "No results for “photosynthesis”" in screen
    assert "“photosynthesis” 0 resources" in screen
    assert "Titles that come near" in screen
    assert "Photography" in screen
    assert "Photography" not in search(a_reader().client, q="xyzzyq")


def test_misspelt_words_of_a_question_are_understood_and_what_was_typed_can_be_searched(index) -> None:
    open_to(a_book(title="Chiến dịch Điện Biên Phủ", kind="lesson", subjects=("lich-su",), grades=(8,)), Action.READ)
    index()
    screen = search(q="giáo án lich sư 8")
    assert "1 result for" in screen
    assert "giáo án lịch sử 8" in screen
    assert "“giáo án lich sư 8” may contain a typing error" in screen
    assert "Search for “giáo án lich sư 8” as typed" in screen
    nothing_has_all = search(q="giáo án lich sư 9")
    assert "Left out: “9”" in nothing_has_all or "Left out: “lịch sử”" in nothing_has_all
    assert "giáo án lich sư 9" in nothing_has_all
