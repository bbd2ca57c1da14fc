"""The administrator adds a subject to the programme, for the whole node or for one unit."""

import pytest
from django.test import Client

from accounts.models import Role
from repository.models import CurriculumTerm
from tests.factories import MembershipFactory, SchoolFactory

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db]
ADDRESS = "/quan-tri/mon-hoc/"
TERM = {
    "kind": "subject", "code": "lich-su-ha-noi", "name_vi": "Lịch sử Hà Nội", "name_en": "", "short_vi": "",
    "short_en": "", "words": "Thăng Long", "grades": ["6"], "status": "compulsory", "since": "", "until": "",
}  # fmt: skip


@pytest.fixture
def browser() -> Client:
    """Return the browser of an administrator of the node."""
    client = Client()
    client.force_login(MembershipFactory.create(role=Role.NODE_ADMIN).person)
    return client


def test_a_subject_of_a_province_has_its_owner_until_it_is_taken_out(browser: Client) -> None:
    province = SchoolFactory.create(name="Sở Giáo dục và Đào tạo Hà Nội")
    answer = browser.post(f"{ADDRESS}new/", {**TERM, "owner-words": "giáo dục và đào tạo hà nội"})
    assert answer.status_code == 302
    term = CurriculumTerm.objects.get()
    assert (term.owner, term.name_vi, term.grades) == (province, "Lịch sử Hà Nội", [6])

    edit = f"{ADDRESS}edit/{term.pk}/"
    assert province.name in browser.get(edit).content.decode()
    assert browser.post(edit, {**TERM, "owner": str(province.pk), "name_en": "History of Hanoi"}).status_code == 302
    term.refresh_from_db()
    assert (term.owner, term.name_en) == (province, "History of Hanoi")
    browser.post(edit, {**TERM, "owner": ""})
    term.refresh_from_db()
    assert term.owner is None


def test_words_that_name_no_unit_are_a_sentence(browser: Client) -> None:
    answer = browser.post(f"{ADDRESS}new/", {**TERM, "owner-words": "Sở Không Có"})
    assert "Không có tên nào khớp với “Sở Không Có”" in answer.content.decode()
    assert not CurriculumTerm.objects.exists()
