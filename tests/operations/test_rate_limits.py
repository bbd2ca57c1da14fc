"""Expensive views are limited for each person and each address; a school at work stays below the limits."""

import pytest
from django.test import Client
from django.urls import get_resolver

from operations import rate_limits
from operations.rate_limits import LIMITS, Limit
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
PUPILS = 1000
LOW = 2


def lower(monkeypatch: pytest.MonkeyPatch, name: str) -> Limit:
    """Allow a person LOW requests of this view and an address twice as many."""
    (limit,) = LIMITS[name]
    low = Limit(limit.name, LOW, LOW * 2, method=limit.method)
    monkeypatch.setitem(LIMITS, name, (low,))
    return low


def view_names() -> set[str]:
    def walk(resolver, prefix: str = "") -> set[str]:
        names = set()
        for entry in resolver.url_patterns:
            if hasattr(entry, "url_patterns"):
                names |= walk(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
            elif entry.name:
                names.add(prefix + entry.name)
        return names

    return walk(get_resolver())


def test_every_limit_names_a_view_that_exists() -> None:
    assert set(LIMITS) - view_names() == set()


def test_a_school_at_work_stays_below_the_limits_of_its_address() -> None:
    for limit in (rate_limits.LOGIN, rate_limits.SEARCH, rate_limits.SEARCH_INSIDE):
        assert limit.address >= 3 * PUPILS / (60 / limit.seconds), limit.name


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("reading:results", "/tim/?q=nuoc"),
        ("sharing:why", "/chia-se/vi-sao/00000000-0000-4000-8000-000000000000/"),
        ("reading:original", "/tai-ve/{0}/goc/{0}/".format("00000000-0000-4000-8000-000000000000")),
        ("ingest:uploads", "/so-hoa/"),
        ("account_reset_password", "/tai-khoan/password/reset/"),
        ("sharing:new_agreement", "/chia-se/thoa-thuan/moi/"),
    ],
)
def test_a_person_who_exceeds_a_limit_waits_and_others_do_not(
    monkeypatch: pytest.MonkeyPatch, settings, tmp_path, name: str, address: str
) -> None:
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    method = lower(monkeypatch, name).method.lower()
    first, second = Client(), Client()
    for browser in (first, second):
        browser.force_login(MembershipFactory().person)
    request = getattr(first, method)
    assert 429 not in [request(address).status_code for _ in range(LOW)]
    refused = request(address)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "quá nhiều lần" in refused.content.decode()
    assert getattr(second, method)(address).status_code != 429


def test_visitors_of_one_address_share_a_limit_and_signed_in_people_do_not(
    monkeypatch: pytest.MonkeyPatch, settings, tmp_path
) -> None:
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    lower(monkeypatch, "reading:results")
    statuses = [Client().get("/tim/").status_code for _ in range(LOW * 2 + 1)]
    assert statuses == [200] * (LOW * 2) + [429]
    assert Client(REMOTE_ADDR="198.51.100.4").get("/tim/").status_code == 200
    signed_in = Client()
    signed_in.force_login(MembershipFactory().person)
    assert signed_in.get("/tim/").status_code == 200


def test_exports_of_the_admin_are_limited_and_its_screens_are_not(monkeypatch: pytest.MonkeyPatch, rf) -> None:
    assert rate_limits.limits_for(request_of(rf, "/quan-tri/nguoi/?export=csv")) == [rate_limits.EXPORT]
    assert rate_limits.limits_for(request_of(rf, "/quan-tri/nguoi/")) == []


def request_of(rf, address: str):
    request = rf.get(address)
    request.resolver_match = get_resolver().resolve(request.path)
    return request
