"""The screens of sharing as people of two schools use them, without script."""

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


SENTENCE = {"role": "teacher", "actions": ["read"], "subject": "toan", "since": "2026-09-01", "until": "2099-05-31"}


def test_two_schools_agree_and_part_again(schools) -> None:
    a, b = schools
    book = a_resource(a, title="Đại số 6", subjects=["toan"])
    teacher = MembershipFactory(school=b)
    ours, theirs, reader = a_client(a), a_client(b), Client()
    reader.force_login(teacher.person)

    made = ours.post("/en/chia-se/thoa-thuan/moi/", {"partner": b.pk, "title": "Cùng học Toán"})
    agreement = Agreement.objects.get()
    address = reverse("sharing:agreement", args=[agreement.uuid])
    assert made.url.endswith(address)
    assert theirs.get(address).status_code == 404, "a draft is its school's alone"

    ours.post(f"{address}cau/", {**SENTENCE, "taker": b.pk})
    written = ours.get(address).content.decode()
    assert "Đại số 6" in written, "the preview stands beside the sentence"
    ours.post(f"{address}de-nghi/")

    seen = theirs.get(address)
    assert "Đại số 6" in seen.content.decode()
    assert theirs.post(f"{address}dong-y/", {"wording": 1}).status_code == 409
    assert reader.get(f"/chia-se/vi-sao/{book.uuid}/").status_code == 404
    theirs.post(f"{address}dong-y/", {"wording": Agreement.objects.get().wording})
    assert "Cùng học Toán" in reader.get(f"/chia-se/vi-sao/{book.uuid}/").content.decode()

    ours.post(f"{address}ket-thuc/")
    assert Agreement.objects.get().state == Agreement.State.ENDED
    assert reader.get(f"/chia-se/vi-sao/{book.uuid}/").status_code == 404


def test_a_clause_is_edited_in_place_and_errors_are_shown(schools) -> None:
    a, b = schools
    a_resource(a, title="Vật lí vui", subjects=["vat-li"])
    ours = a_client(a)
    ours.post("/en/chia-se/thoa-thuan/moi/", {"partner": b.pk, "title": "x"})
    address = f"/en/chia-se/thoa-thuan/{Agreement.objects.get().uuid}/"
    ours.post(f"{address}cau/", {**SENTENCE, "taker": b.pk})
    change = {**SENTENCE, "taker": b.pk, "subject": "vat-li"}
    part = ours.post(f"{address}cau/1/", change, headers={"HX-Request": "true"}).content.decode()
    assert "Vật lí vui" in part
    assert "<html" not in part
    nothing = ours.post(f"{address}cau/1/", {**change, "actions": []})
    assert "This field is required" in nothing.content.decode()
    impossible = ours.post(f"{address}cau/1/", {**change, "until": "2020-01-01"})
    assert impossible.status_code == 400
    assert Agreement.objects.get().clauses.get().subject == "vat-li"
    assert ours.post(f"{address}cau/9/", change).status_code == 404
    ours.post(f"{address}cau/1/bo/")
    assert not Agreement.objects.get().clauses.exists()


def test_a_librarian_grants_and_revokes_for_the_own_school_only(schools) -> None:
    a, b = schools
    book, reader = a_draft(a), MembershipFactory(school=b)
    shelf = a.collections.create(name="Tủ sách mở")
    ours = a_client(a)
    for address in (f"/chia-se/mo/{book.uuid}/", f"/chia-se/mo/bo-suu-tap/{shelf.uuid}/"):
        assert a_client(b).get(address).status_code == 404
        assert a_client(a, Role.TEACHER).get(address).status_code == 404
        data = {"audience": f"school:{b.pk}", "role": "teacher", "actions": ["discover", "borrow"]}
        assert a_client(b).post(address, data).status_code == 404
        assert ours.post(address, data).status_code == 302
        assert ours.get(address).status_code == 200
    Resource.objects.update(state=Resource.State.PUBLISHED)
    assert is_allowed(viewer_of_membership(reader, now=NOW), Action.BORROW, Resource.objects.get())
    address = f"/chia-se/mo/{book.uuid}/"
    for grant in book.grants.all():
        ours.post(address, {"close": f"{grant.action}@{grant.audience}"})
    assert not is_allowed(viewer_of_membership(reader, now=NOW), Action.DISCOVER, Resource.objects.get())
    assert ours.post(address, {"close": "x"}).status_code != 500


def test_a_group_is_managed_by_its_lead(schools) -> None:
    a, b = schools
    lead, member = a_client(a), a_client(b)
    lead.post("/chia-se/nhom/moi/", {"name": "Nhóm trường Đống Đa"})
    address = f"/chia-se/nhom/{SchoolGroup.objects.get().uuid}/"
    assert member.get(address).status_code == 404
    lead.post(address, {"member": f"school:{b.uuid}"})
    assert member.get(address).status_code == 200
    assert member.post(address, {"member": f"school:{b.uuid}"}).status_code == 404
    joined = SchoolGroup.objects.get().members.get(school=b)
    assert member.post(f"{address}{joined.pk}/bo/").status_code == 404
    lead.post(f"{address}{joined.pk}/bo/")
    assert member.get(address).status_code == 404


def test_a_copy_keeps_where_it_comes_from_and_is_the_librarians_to_take(schools) -> None:
    a, b = schools
    book = a_resource(a, creators=["Nguyễn Đình Thi"], rights="cc_by", opened={Action.COPY: f"school:{b.pk}"})
    shown = a_resource(a, opened={Action.READ: "everyone"})
    address = f"/chia-se/lay-ban/{book.uuid}/"
    assert a_client(b, Role.TEACHER).post(address).status_code == 404
    assert a_client(b, Role.HEAD).get(address).status_code == 404
    taker = a_client(b)
    assert taker.post(f"/chia-se/lay-ban/{shown.uuid}/").status_code == 404
    assert "Nguyễn Đình Thi" in taker.get(address).content.decode()
    taker.post(address)
    taken = Resource.objects.get(owner=b)
    assert (taken.state, taken.origin["school"], taken.origin["rights"]) == ("draft", a.name, "cc_by")


def test_a_librarian_asks_for_people_of_the_own_school_only(schools) -> None:
    a, b = schools
    book = a_resource(a, opened={Action.DISCOVER: "everyone"})
    pupil, stranger = MembershipFactory(school=b, role=Role.PUPIL), MembershipFactory(school=a)
    address = f"/en/chia-se/vi-sao/{book.uuid}/"
    asks = a_client(b)
    assert pupil.person.name in asks.get(address, {"nguoi": str(pupil.uuid)}).content.decode()
    for nobody in (stranger.uuid, book.uuid, "x"):
        assert asks.get(address, {"nguoi": str(nobody)}).status_code == 404
    teacher = a_client(b, Role.TEACHER)
    assert teacher.get(address).status_code == 200
    assert teacher.get(address, {"nguoi": str(pupil.uuid)}).status_code == 404
