"""The desk's list of resources leads to the list of books in Excel, of what the search found."""

import io
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import a_resource
from tests.portal.two_schools import Holding

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]


@pytest.mark.parametrize(
    "prefix, name, head", [("", "Danh mục sách (Excel)", "Nhan đề"), ("/en", "List of books (Excel)", "Title")]
)
def test_the_button_downloads_what_was_found(
    client: Client, schools: tuple[Holding, Holding], prefix: str, name: str, head: str
) -> None:
    client.force_login(schools[0].librarian, backend="allauth.account.auth_backends.AuthenticationBackend")
    for title in ("Tắt đèn", "Số đỏ"):
        a_resource(schools[0].school, title=title)
    client.cookies["django_language"] = prefix.strip("/") or "vi"
    page = client.get(reverse("resource:index"), {"q": "tắt đèn"}).content.decode()
    link = re.search(rf'<a[^>]*href="([^"]+)"[^>]*>(?:(?!</a>).)*{re.escape(name)}', page, re.DOTALL)
    assert link, f"no link “{name}”"
    answer = client.get(unescape(link[1]))
    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True))
    assert rows[0][0] == head
    assert [row[0] for row in rows[1:]] == ["Tắt đèn"]
