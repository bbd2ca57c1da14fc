"""The screens of sharing as users of two schools use them, without JavaScript."""

import pytest
from django.test import Client
from django.urls import reverse

from access.actions import Action
from accounts.models import Role
from repository.models import Resource
from repository.queries import is_allowed
from sharing.models import Agreement, SchoolGroup
from sharing.viewer import viewer_of_membership
from tests.factories import NOW, MembershipFactory, SchoolFactory, a_draft, a_resource

pytestmark = pytest.mark.django_db


def a_client(school, role: Role = Role.LIBRARIAN) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(MembershipFactory(school=school, role=role).person)
    return client


@pytest.fixture
def schools():
    return SchoolFactory(name="Trường THCS Nguyễn Du"), SchoolFactory(name="Trường THCS Lê Quý Đôn")


CLAUSE = {"role": "teacher", "actions": ["read"], "subject": "toan", "since": "2026-09-01", "until": "2099-05-31"}


def test_two_schools_make_and_end_an_agreement(schools) -> None:
    a, b = schools
    book = a_resource(a, title="Đại số 6", subjects=["toan"])
    teacher = MembershipFactory(school=b)
    ours, theirs, reader = a_client(a), a_client(b), Client()
    reader.force_login(teacher.person)

    created = ours.post("/en/chia-se/thoa-thuan/moi/", {"partner": b.pk, "title": "Cùng học Toán"})
    agreement = Agreement.objects.get()
    url = reverse("sharing:agreement", args=[agreement.uuid])
    assert created.url.endswith(url)
    assert theirs.get(url).status_code == 404, "only its own school sees a draft"

    ours.post(f"{url}cau/", {**CLAUSE, "taker": b.pk})
    page = ours.get(url).content.decode()
    assert "Đại số 6" in page, "the preview is beside the clause"
    ours.post(f"{url}de-nghi/")

    seen = theirs.get(url)
    assert "Đại số 6" in seen.content.decode()
    assert theirs.post(f"{url}dong-y/", {"wording": 1}).status_code == 409
    assert reader.get(f"/chia-se/vi-sao/{book.uuid}/").status_code == 404
    theirs.post(f"{url}dong-y/", {"wording": Agreement.objects.get().wording})
    assert "Cùng học Toán" in reader.get(f"/chia-se/vi-sao/{book.uuid}/").content.decode()

    ours.post(f"{url}ket-thuc/")
    assert Agreement.objects.get().state == Agreement.State.ENDED
    assert reader.get(f"/chia-se/vi-sao/{book.uuid}/").status_code == 404


def test_a_clause_is_edited_in_place_and_errors_are_shown(schools) -> None:
    a, b = schools
    a_resource(a, title="Vật lí vui", subjects=["vat-li"])
    ours = a_client(a)
    ours.post("/en/chia-se/thoa-thuan/moi/", {"partner": b.pk, "title": "x"})
    url = f"/en/chia-se/thoa-thuan/{Agreement.objects.get().uuid}/"
    ours.post(f"{url}cau/", {**CLAUSE, "taker": b.pk})
    change = {**CLAUSE, "taker": b.pk, "subject": "vat-li"}
    part = ours.post(f"{url}cau/1/", change, headers={"HX-Request": "true"}).content.decode()
    assert "Vật lí vui" in part
    assert "<html" not in part
    nothing = ours.post(f"{url}cau/1/", {**change, "actions": []})
    assert "This field is required" in nothing.content.decode()
    impossible = ours.post(f"{url}cau/1/", {**change, "until": "2020-01-01"})
    assert impossible.status_code == 400
    assert Agreement.objects.get().clauses.get().subject == "vat-li"
    assert ours.post(f"{url}cau/9/", change).status_code == 404
    ours.post(f"{url}cau/1/bo/")
    assert not Agreement.objects.get().clauses.exists()


def test_a_librarian_grants_and_revokes_access_for_their_own_school_only(schools) -> None:
    a, b = schools
    book, reader = a_draft(a), MembershipFactory(school=b)
    shelf = a.collections.create(name="Tủ sách mở")
    ours = a_client(a)
    for url in (f"/chia-se/mo/{book.uuid}/", f"/chia-se/mo/bo-suu-tap/{shelf.uuid}/"):
        assert a_client(b).get(url).status_code == 404
        assert a_client(a, Role.TEACHER).get(url).status_code == 404
        data = {"audience": f"school:{b.pk}", "role": "teacher", "actions": ["discover", "borrow"]}
        assert a_client(b).post(url, data).status_code == 404
        assert ours.post(url, data).status_code == 302
        assert ours.get(url).status_code == 200
    Resource.objects.update(state=Resource.State.PUBLISHED)
    assert is_allowed(viewer_of_membership(reader, now=NOW), Action.BORROW, Resource.objects.get())
    url = f"/chia-se/mo/{book.uuid}/"
    for grant in book.grants.all():
        ours.post(url, {"close": f"{grant.action}@{grant.audience}"})
    assert not is_allowed(viewer_of_membership(reader, now=NOW), Action.DISCOVER, Resource.objects.get())
    assert ours.post(url, {"close": "x"}).status_code != 500


def test_a_group_is_managed_by_its_lead(schools) -> None:
    a, b = schools
    lead, member = a_client(a), a_client(b)
    lead.post("/chia-se/nhom/moi/", {"name": "Nhóm trường Đống Đa"})
    url = f"/chia-se/nhom/{SchoolGroup.objects.get().uuid}/"
    assert member.get(url).status_code == 404
    lead.post(url, {"member": f"school:{b.uuid}"})
    assert member.get(url).status_code == 200
    assert member.post(url, {"member": f"school:{b.uuid}"}).status_code == 404
    joined = SchoolGroup.objects.get().members.get(school=b)
    assert member.post(f"{url}{joined.pk}/bo/").status_code == 404
    lead.post(f"{url}{joined.pk}/bo/")
    assert member.get(url).status_code == 404


def test_a_copy_records_its_origin_and_only_librarians_take_one(schools) -> None:
    a, b = schools
    book = a_resource(a, creators=["Nguyễn Đình Thi"], rights="cc_by", opened={Action.COPY: f"school:{b.pk}"})
    shown = a_resource(a, opened={Action.READ: "everyone"})
    url = f"/chia-se/lay-ban/{book.uuid}/"
    assert a_client(b, Role.TEACHER).post(url).status_code == 404
    assert a_client(b, Role.HEAD).get(url).status_code == 404
    taker = a_client(b)
    assert taker.post(f"/chia-se/lay-ban/{shown.uuid}/").status_code == 404
    assert "Nguyễn Đình Thi" in taker.get(url).content.decode()
    taker.post(url)
    taken = Resource.objects.get(owner=b)
    assert (taken.state, taken.origin["school"], taken.origin["rights"]) == ("draft", a.name, "cc_by")


def test_a_librarian_asks_for_people_of_their_own_school_only(schools) -> None:
    a, b = schools
    book = a_resource(a, opened={Action.DISCOVER: "everyone"})
    pupil, stranger = MembershipFactory(school=b, role=Role.PUPIL), MembershipFactory(school=a)
    url = f"/en/chia-se/vi-sao/{book.uuid}/"
    asks = a_client(b)
    assert pupil.person.name in asks.get(url, {"nguoi": str(pupil.uuid)}).content.decode()
    for nobody in (stranger.uuid, book.uuid, "x"):
        assert asks.get(url, {"nguoi": str(nobody)}).status_code == 404
    teacher = a_client(b, Role.TEACHER)
    assert teacher.get(url).status_code == 200
    assert teacher.get(url, {"nguoi": str(pupil.uuid)}).status_code == 404
