"""Absolute addresses come from SITE_URL, whatever host a request names; hosts are compared as values."""

import pytest
from django.core import mail
from django.test import Client, RequestFactory

from accounts.site_address import absolute, host_name, host_of, is_on_this_site
from config.headers import is_content_host
from tests.addresses.fixtures import World
from tests.addresses.routes import fill
from tests.addresses.table import ROWS
from tests.factories import PersonFactory

pytestmark = [pytest.mark.system, pytest.mark.backend_independent, pytest.mark.xdist_group("headers")]
OTHER = "an-other-name.localhost:8123"  # Django accepts it: ALLOWED_HOSTS has .localhost


def test_no_address_answers_with_an_absolute_address_of_the_requests_host(world: World) -> None:
    named = []
    for row in ROWS:
        address = fill(row.route, world.of_kind(row.kind)[0].args)
        answer = world.browsers["librarian_a"].get(address, headers={"host": OTHER})
        assert answer.status_code != 400, "the host is refused, so that nothing is tested"
        text = "" if answer.streaming else answer.content.decode(errors="replace")
        if OTHER in text or OTHER in str(answer.headers):
            named.append(address)
    assert named == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/tai-khoan/password/reset/", "/en/tai-khoan/password/reset/"])
def test_a_reset_mail_names_the_site_and_never_the_host_of_the_request(address: str) -> None:
    PersonFactory.create(username="co.hoa", email="co.hoa@example.vn")
    for form in ({"email": "co.hoa@example.vn"}, {"email": "ai.do@example.vn"}):
        Client().post(address, form, headers={"host": OTHER})
    assert mail.outbox
    for message in mail.outbox:
        assert "an-other-name" not in message.subject + message.body
        assert "localhost:8000" in message.body
    assert "http://localhost:8000/" in mail.outbox[0].body


def test_a_qr_code_and_a_citation_lead_to_the_site(world: World) -> None:
    resource = world.of_kind("resource")[0].args
    for route in ("hoc-lieu/<uuid:resource>/", "hoc-lieu/<uuid:resource>/qr.svg"):
        answers = [
            world.browsers["librarian_a"].get(fill(route, resource), headers={"host": host}).content
            for host in ("localhost:8000", OTHER)
        ]
        assert len(answers[0]) > 500
        assert _without_tokens(answers[0]) == _without_tokens(answers[1])


def test_no_form_redirects_to_another_host_that_the_site_accepts(settings) -> None:
    assert is_on_this_site("/tim/?q=a")
    assert is_on_this_site("http://localhost:8000/tim/")
    for address in (f"http://{OTHER}/", "//localhost:8123/", "http://testserver/", "https://evil.example/", ""):
        assert not is_on_this_site(address), address
    settings.SITE_URL, settings.SECURE_SSL = "https://thuvien.example", True
    assert is_on_this_site("https://thuvien.example/tim/")
    assert not is_on_this_site("http://thuvien.example/tim/")
    assert absolute("/tim/") == "https://thuvien.example/tim/"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ThuVien.Example:443", "thuvien.example"),
        ("thuvien.example.", "thuvien.example"),
        ("thuvien.example.:8000", "thuvien.example"),
        ("thư-viện.example", "xn--th-vin-4zb3960d.example"),
        ("[::1]:8000", "::1"),
        ("[::1", ""),
        ("a..b", ""),
        ("", ""),
    ],
)
def test_a_host_has_one_name_however_it_is_written(written: str, name: str) -> None:
    assert host_name(written) == name


def test_a_host_without_a_port_is_the_content_host_too(settings) -> None:
    settings.CONTENT_URL = "https://content.thuvien.example:443"
    assert host_of(settings.CONTENT_URL) == "content.thuvien.example"
    for host in ("content.thuvien.example", "Content.Thuvien.Example.", "content.thuvien.example:8443"):
        assert is_content_host(RequestFactory().get("/", headers={"host": host})), host
    for host in ("thuvien.example", "content.thuvien.example.evil.vn", "xcontent.thuvien.example"):
        assert not is_content_host(RequestFactory().get("/", headers={"host": host})), host


def _without_tokens(page: bytes) -> list[bytes]:
    return [line for line in page.splitlines() if b"csrf" not in line]
