"""Lists in pages, whose number is in the address."""

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from accounts.paging import page_of


@pytest.mark.parametrize(
    ("address", "rows", "previous", "following", "position"),
    [
        ("/x/", [0, 1, 2], "", "/x/?trang=2", "1–3 of 8"),
        ("/x/?trang=2&q=a%26b", [3, 4, 5], "/x/?q=a%26b", "/x/?q=a%26b&trang=3", "4–6 of 8"),
        ("/x/?trang=3", [6, 7], "/x/?trang=2", "", "7–8 of 8"),
        ("/x/?trang=99", [6, 7], "/x/?trang=2", "", "7–8 of 8"),
        ("/x/?trang=-1", [6, 7], "/x/?trang=2", "", "7–8 of 8"),
        ("/x/?trang=x", [0, 1, 2], "", "/x/?trang=2", "1–3 of 8"),
        ("/x/?trang=1%00", [0, 1, 2], "", "/x/?trang=2", "1–3 of 8"),
    ],
)
def test_a_page_has_its_rows_and_the_addresses_beside_it(address, rows, previous, following, position) -> None:
    with override("en"):
        page = page_of(RequestFactory().get(address), range(8), size=3)
    assert (list(page.rows), page.previous_url, page.next_url, page.position) == (rows, previous, following, position)
    assert page.total == 8


def test_two_lists_on_a_screen_turn_their_pages_each_for_itself() -> None:
    request = RequestFactory().get("/x/?trang=2&trang-nhom=2")
    first, second = (page_of(request, range(9), size=3, parameter=name) for name in ("trang", "trang-nhom"))
    assert (first.next_url, second.next_url) == ("/x/?trang-nhom=2&trang=3", "/x/?trang=2&trang-nhom=3")
    assert page_of(request, [], size=3).rows == []
    assert page_of(request, range(9), size=3, address="/y/").previous_url == "/y/?trang-nhom=2"
