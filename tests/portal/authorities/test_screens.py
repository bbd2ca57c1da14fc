"""The screens of authorities: librarians propose, cataloguers decide, readers see the works of a person."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Person, Role
from changesets.actions import running
from changesets.models import ChangeSet
from repository.authorities.actions import create_authority
from repository.authorities.form import Form
from repository.models import Authority, HeadingProposal
from tests.factories import SchoolFactory, a_draft, a_librarian, a_resource, a_viewer

NAME = "Nguyễn Minh Châu"
pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]


@pytest.fixture
def authority(db: None) -> Authority:
    return create_authority(kind="person", form=Form(NAME, variants=("N. M. Châu",)), by=a_viewer(Role.CATALOGUER))


def browser(viewer_role: Role, school: object = None) -> Client:
    client, viewer = Client(), a_viewer(viewer_role, school=school, now=timezone.now())  # type: ignore[arg-type]
    client.force_login(Person.objects.get(pk=viewer.person))
    return client


def finish() -> None:
    running.run(ChangeSet.objects.latest("pk").pk)


def test_the_list_finds_with_and_without_marks_and_by_letter_and_variant(authority: Authority) -> None:
    create_authority(kind="subject", form=Form("Thơ ca"), by=a_viewer(Role.CATALOGUER))
    client = browser(Role.LIBRARIAN)
    finding = {"q=chau+nguyen": True, "q=n+m+châu": True, "loai=subject": False, "chu=n": True, "chu=t": False}
    for query, found in finding.items():
        assert (NAME in client.get(f"/tieu-de-chuan/?{query}").content.decode()) is found, query
    answer = client.get("/tieu-de-chuan/goi-y.json?words=nguyen+mi&field=name").json()
    assert answer["choices"] == [
        {"value": str(authority.uuid), "label": NAME, "detail": "Người · còn gọi: N. M. Châu", "form": NAME}
    ]
    assert client.get("/tieu-de-chuan/goi-y.json?words=nguyen&field=series").json()["choices"] == []


def test_a_librarian_proposes_and_a_cataloguer_accepts(authority: Authority) -> None:
    ours, theirs = a_draft(creators=[NAME]), a_draft(creators=[NAME])
    librarian, cataloguer = browser(Role.LIBRARIAN, ours.owner), browser(Role.CATALOGUER)
    address = f"/tieu-de-chuan/{authority.uuid}/"
    assert "1 biểu ghi ở trường của bạn" in librarian.get(address).content.decode()
    form = {"heading": NAME, "dates": "1930-1988", "variants": "N. M. Châu", "why": "Wikidata"}
    assert librarian.post(address, form).status_code == 302
    finish()
    assert ours.contributors.get().shown == f"{NAME}, 1930-1988"
    assert theirs.contributors.get().shown == NAME
    proposal = HeadingProposal.objects.get()
    page = cataloguer.get("/tieu-de-chuan/de-nghi/").content.decode()
    assert "1930-1988" in page
    assert "Wikidata" in page
    assert cataloguer.post(f"/tieu-de-chuan/de-nghi/{proposal.uuid}/chap-nhan/").status_code == 302
    finish()
    assert theirs.contributors.get().shown == f"{NAME}, 1930-1988"
    assert "sửa cho mọi trường" in librarian.get(address).content.decode()


def test_declining_needs_a_reason_which_the_school_reads(authority: Authority) -> None:
    school = SchoolFactory()
    librarian, cataloguer = browser(Role.LIBRARIAN, school), browser(Role.CATALOGUER)
    librarian.post(f"/tieu-de-chuan/{authority.uuid}/", {"heading": "Khác hẳn"})
    proposal = HeadingProposal.objects.get()
    cataloguer.post(f"/tieu-de-chuan/de-nghi/{proposal.uuid}/tu-choi/", {"reason": " "})
    assert HeadingProposal.objects.get().state == "waiting"
    cataloguer.post(f"/tieu-de-chuan/de-nghi/{proposal.uuid}/tu-choi/", {"reason": "Không phải tên này"})
    assert "Không phải tên này" in librarian.get(f"/tieu-de-chuan/{authority.uuid}/").content.decode()
    librarian.post(f"/tieu-de-chuan/de-nghi/{proposal.uuid}/thoi-dung/")
    assert not HeadingProposal.objects.get().in_use


def test_pairs_are_merged_or_confirmed_as_two(authority: Authority) -> None:
    other = create_authority(kind="person", form=Form("Nguyễn Minh Chấu"), by=a_viewer(Role.CATALOGUER))
    client = browser(Role.CATALOGUER)
    assert "Nguyễn Minh Chấu" in client.get("/tieu-de-chuan/giong-nhau/").content.decode()
    client.post(f"/tieu-de-chuan/{other.uuid}/gop/", {"target": str(authority.uuid)})
    finish()
    assert client.get(f"/tieu-de-chuan/{other.uuid}/")["Location"] == f"/tieu-de-chuan/{authority.uuid}/"
    assert client.post(f"/tieu-de-chuan/{authority.uuid}/gop/", {"target": str(authority.uuid)}).status_code == 302
    third = create_authority(kind="person", form=Form("Nguyễn Minh Chầu"), by=a_viewer(Role.CATALOGUER))
    client.post(f"/tieu-de-chuan/{authority.uuid}/khac/{third.uuid}/")
    assert "Chầu" not in client.get("/tieu-de-chuan/giong-nhau/").content.decode()


def test_names_of_the_records_become_authorities(db: None) -> None:
    book = a_draft(creators=["Tô Hoài"])
    client = browser(Role.LIBRARIAN, book.owner)
    assert "Tô Hoài" in client.get("/tieu-de-chuan/tu-bieu-ghi/").content.decode()
    assert client.post("/tieu-de-chuan/tu-bieu-ghi/", {"text": ["Tô Hoài"], "kind": "person"}).status_code == 302
    finish()
    assert book.contributors.get().heading == "Tô Hoài"


def test_splitting_moves_the_ticked_forms(authority: Authority) -> None:
    book = a_resource(creators=["Châu, Nguyễn Minh"], opened={"discover": "everyone"})
    a_resource(creators=[NAME], opened={"discover": "everyone"})
    client = browser(Role.CATALOGUER)
    form = {"texts": ["Châu, Nguyễn Minh"], "heading": NAME, "dates": "1960-"}
    assert client.post(f"/tieu-de-chuan/{authority.uuid}/tach/", form).status_code == 302
    finish()
    assert book.contributors.get().shown == f"{NAME}, 1960-"


def test_readers_see_the_works_of_a_person_that_they_may_find(authority: Authority, client: Client) -> None:
    a_resource(title="Cỏ lau", creators=["Châu, Nguyễn Minh"], opened={"discover": "everyone"})
    a_draft(title="Bản nháp", creators=[NAME])
    page = client.get(f"/ten/{authority.uuid}/").content.decode()
    assert "Cỏ lau" in page
    assert "Bản nháp" not in page
    unseen = create_authority(kind="person", form=Form("Tô Hoài"), by=a_viewer(Role.CATALOGUER))
    a_draft(creators=["Tô Hoài"])
    assert client.get(f"/ten/{unseen.uuid}/").status_code == 404


def test_a_stale_form_and_a_wrong_one_change_nothing_and_say_why(authority: Authority) -> None:
    client = browser(Role.CATALOGUER)
    address = f"/tieu-de-chuan/{authority.uuid}/"
    stale = client.post(address, {"heading": "Mới", "revision": authority.revision - 1})
    assert (stale.status_code, "Có người đã sửa" in stale.content.decode()) == (400, True)
    for heading in ("", "…", "a" * 400, "\0"):
        assert client.post(address, {"heading": heading}).status_code == 400, heading
    again = client.post("/tieu-de-chuan/moi/", {"kind": "person", "heading": NAME})
    assert "Đã có tiêu đề chuẩn" in again.content.decode()
    authority.refresh_from_db()
    assert authority.heading == NAME
    assert a_librarian().is_cataloguer is False
