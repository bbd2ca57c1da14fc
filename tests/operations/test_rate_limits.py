"""What costs much is limited for each person and each address, with the time to wait; a school at work goes on."""

import pytest
from django.test import Client
from django.urls import get_resolver

from operations import rate_limits
from operations.rate_limits import LIMITS, Limit
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
LESSON = 1000
FEW = 2


def few(monkeypatch: pytest.MonkeyPatch, name: str, of: Limit) -> None:
    monkeypatch.setitem(LIMITS, name, (Limit(of.name, FEW, FEW * 2, method=of.method),))


def names() -> set[str]:
    def walk(resolver, before: str = "") -> set[str]:
        found = set()
        for entry in resolver.url_patterns:
            if hasattr(entry, "url_patterns"):
                space = f"{before}{entry.namespace}:" if entry.namespace else before
                found |= walk(entry, space)
            elif entry.name:
                found.add(before + entry.name)
        return found

    return walk(get_resolver())


def test_every_limit_names_an_address_that_exists() -> None:
    assert set(LIMITS) - names() == set()


def test_a_school_at_work_stays_below_what_an_address_may() -> None:
    for limit in (rate_limits.LOGIN, rate_limits.SEARCH, rate_limits.SEARCH_INSIDE):
        assert limit.address >= 3 * LESSON / (60 / limit.seconds), limit.name


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
def test_who_asks_too_often_waits_and_others_do_not(
    monkeypatch: pytest.MonkeyPatch, settings, tmp_path, name: str, address: str
) -> None:
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    few(monkeypatch, name, LIMITS[name][0])
    hers, other = Client(), Client()
    for browser in (hers, other):
        browser.force_login(MembershipFactory().person)
    ask = getattr(hers, LIMITS[name][0].method.lower())
    assert 429 not in [ask(address).status_code for _ in range(FEW)]
    stopped = ask(address)
    assert stopped.status_code == 429
    assert int(stopped.headers["Retry-After"]) > 0
    assert "quá nhiều lần" in stopped.content.decode()
    assert getattr(other, LIMITS[name][0].method.lower())(address).status_code != 429


def test_visitors_of_one_address_share_a_count_and_those_signed_in_have_their_own(
    monkeypatch: pytest.MonkeyPatch, settings, tmp_path
) -> None:
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    few(monkeypatch, "reading:results", LIMITS["reading:results"][0])
    statuses = [Client().get("/tim/").status_code for _ in range(FEW * 2 + 1)]
    assert statuses == [200] * (FEW * 2) + [429]
    assert Client(REMOTE_ADDR="198.51.100.4").get("/tim/").status_code == 200
    hers = Client()
    hers.force_login(MembershipFactory().person)
    assert hers.get("/tim/").status_code == 200


def test_exports_of_the_desk_are_limited_and_its_screens_are_not(monkeypatch: pytest.MonkeyPatch, rf) -> None:
    assert rate_limits.limits_for(rf_at(rf, "/quan-tri/nguoi/?export=csv")) == [rate_limits.EXPORT]
    assert rate_limits.limits_for(rf_at(rf, "/quan-tri/nguoi/")) == []


def rf_at(rf, address: str):
    request = rf.get(address)
    request.resolver_match = get_resolver().resolve(request.path)
    return request
