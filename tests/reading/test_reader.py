"""The reader as the server renders it, which works without a script, and the JSON for its script."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from access.actions import Action
from circulation.models import Loan
from tests.reading.conftest import a_book, a_reader, attach, lend_to, open_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_store")]


def html(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_page_its_text_and_its_neighbours_need_no_script() -> None:
    resource = a_book()
    open_to(resource, Action.READ)
    first, second, third = resource.pages.all()
    shown = html(Client(), f"{reverse('reading:read', args=[resource.uuid])}?trang={second.uuid}")
    assert reverse("reading:page_image", args=[resource.uuid, second.uuid]) in shown
    assert "nước và giữ gìn hoà bình" in shown
    assert re.search(rf'href="[^"]*trang={first.uuid}" rel="prev"', shown)
    assert re.search(rf'href="[^"]*trang={third.uuid}" rel="next"', shown)
    assert "Chương 2" in shown
    menu = shown[shown.index('class="reader__toolbar"') : shown.index('class="reader__main"')]
    assert 'href="/tro-giup/doc-sach/"' in menu, "the header and the foot of the page are hidden"


def test_a_link_to_a_phrase_marks_it_in_the_text_and_on_the_image() -> None:
    resource = a_book()
    open_to(resource, Action.READ)
    shown = html(Client(), f"{reverse('reading:read', args=[resource.uuid])}?q=quoc+phong")
    assert "<mark>quốc phòng</mark>" in shown
    assert '<rect x="500" y="2000" width="1400" height="600">' in shown


def test_pages_are_found_by_printed_number_or_position() -> None:
    resource = a_book()
    open_to(resource, Action.READ)
    address = reverse("reading:read", args=[resource.uuid])
    assert "nước và giữ" in html(Client(), f"{address}?so=II")
    assert "without marks" in html(Client(), f"{address}?so=3")
    missing = html(Client(), f"{address}?so=400")
    assert "Không có trang “400”: sách này có 3 trang." in missing
    assert 'value="i"' in missing, "the field shows the number of the page on the screen"
    assert "Không có trang “400”" not in html(Client(), f"{address}?so=3")
    assert Client().get(f"{address}?trang=none").status_code == 404


def test_the_script_gets_sizes_positions_and_boxes() -> None:
    resource = a_book()
    open_to(resource, Action.READ)
    pages = Client().get(reverse("reading:book", args=[resource.uuid])).json()["pages"]
    assert [(page["label"], page["width"], page["height"]) for page in pages][:2] == [("i", 600, 800), ("ii", 600, 800)]
    hits = Client().get(reverse("reading:find_inside", args=[resource.uuid]), {"q": "hoc sinh"}).json()["matches"]
    marked = [(hit["number"], part["text"]) for hit in hits for part in hit["fragments"] if part["marked"]]
    assert marked == [(0, "học sinh")]
    page = Client().get(reverse("reading:page_text", args=[resource.uuid, pages[0]["id"]]), {"q": "hoc sinh"}).json()
    assert (page["language"], page["boxes"]) == ("vi", [[500, 3000, 1400, 600], [2000, 3000, 1400, 600]])


def test_the_position_is_saved_with_the_loan_and_erased_with_it() -> None:
    resource, teacher = a_book(), a_reader()
    lend_to(resource, teacher)
    loan = teacher.borrow(resource)
    page = resource.pages.last()
    assert page is not None
    remember = reverse("reading:remember", args=[resource.uuid])
    assert teacher.client.post(remember, {"page": str(page.uuid)}).status_code == 204
    assert f'data-page="{page.uuid}"' in html(teacher.client, reverse("reading:read", args=[resource.uuid]))
    assert teacher.client.post(remember, {"page": "../../x"}).status_code == 400
    assert teacher.client.post(remember, {"ms": "x"}).status_code == 404
    teacher.client.post(reverse("reading:return", args=[loan.uuid]))
    assert Loan.objects.get(pk=loan.pk).position == {}
    assert teacher.client.post(remember, {"page": str(page.uuid)}).status_code == 403


def test_without_a_loan_the_server_saves_no_position() -> None:
    resource, teacher = a_book(), a_reader()
    open_to(resource, Action.READ)
    page = resource.pages.last()
    assert page is not None
    answer = teacher.client.post(reverse("reading:remember", args=[resource.uuid]), {"page": str(page.uuid)})
    assert (answer.status_code, Loan.objects.count()) == (204, 0)


def test_who_may_discover_it_learns_why_it_cannot_be_read() -> None:
    resource = a_book()
    open_to(resource, Action.DISCOVER)
    answer = Client().get(reverse("reading:read", args=[resource.uuid]))
    assert answer.status_code == 403
    assert reverse("reading:resource", args=[resource.uuid]) in answer.content.decode()


def test_downloads_are_offered_only_for_what_is_free() -> None:
    free, held = a_book(), a_book(protected=True)
    for resource in (free, held):
        open_to(resource, Action.READ)
        attach(resource, "searchable_pdf", b"%PDF", "a.pdf", "application/pdf")
    offered = [
        reverse("reading:searchable_pdf", args=[r.uuid]) in html(Client(), reverse("reading:read", args=[r.uuid]))
        for r in (free, held)
    ]
    assert offered == [True, False]
