"""The screens: what a librarian of the school sees and does, and that the addresses do not exist for others."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from access.actions import Action
from accounts.models import Role, School
from ingest.models import Upload
from ingest.states import State
from repository.models import Resource
from tests.factories import MembershipFactory
from tests.ingest import material
from tests.ingest.conftest import Digitise, digitised

HOME = "/so-hoa/"


def signed_in(school: School | None = None, role: Role = Role.LIBRARIAN) -> Client:
    membership = MembershipFactory.create(role=role, **({"school": school} if school else {}))
    client = Client()
    client.force_login(membership.person)
    return client


def draft_of(upload: Upload) -> Resource:
    assert upload.resource is not None
    return upload.resource


def send(client: Client, *paths: Path, **fields: str) -> list[Upload]:
    files = [path.open("rb") for path in paths]
    try:
        assert client.post(HOME, {"files": files, **fields}).status_code == 302
    finally:
        for file in files:
            file.close()
    return list(Upload.objects.order_by("pk"))


def test_many_files_at_once_without_javascript(tmp_path: Path, school: School) -> None:
    material.empty(tmp_path / "trống.pdf")
    client = signed_in(school)
    good, empty = send(client, material.a_pdf(tmp_path / "Sách.pdf"), tmp_path / "trống.pdf")
    assert (good.name, good.state, good.school) == ("Sách.pdf", State.RECEIVED, school)
    assert (empty.state, empty.problem) == (State.REFUSED, "empty_file")
    page = client.get(HOME).content.decode()
    assert "Sách.pdf" in page
    assert "trống.pdf" in page


def test_pictures_become_one_book_or_one_upload_each(tmp_path: Path, school: School) -> None:
    pictures = [material.a_picture(tmp_path / f"{n}.jpg") for n in (1, 2)]
    (bound,) = send(signed_in(school), *pictures, one_book="on", book="Sách ảnh")
    assert bound.name == "Sách ảnh.zip"
    assert [upload.name for upload in send(signed_in(school), *pictures)[1:]] == ["1.jpg", "2.jpg"]


def test_pictures_of_all_kinds_chosen_together_become_one_book(tmp_path: Path, school: School) -> None:
    page = material.a_page(size=(300, 200)).convert("RGB")
    for name in ("001.jpg", "002.jpg", "003.heic"):
        page.save(tmp_path / name)
    (tmp_path / "002.jpg").rename(tmp_path / "002.jfif")
    chosen = [tmp_path / name for name in ("003.heic", "001.jpg", "002.jfif")]
    (book,) = send(signed_in(school), *chosen, one_book="on", book="Sách ảnh")
    digitised(book)
    assert (book.state, book.pages_total) == (State.REVIEW, 3)
    assert [page.state for page in draft_of(book).pages.all()] == ["ready"] * 3


def test_the_screens_offer_what_is_accepted(school: School, tmp_path: Path, digitise: Digitise) -> None:
    page = signed_in(school).get(HOME).content.decode()
    assert ".heic" in page.partition("accept=")[2].partition(">")[0]
    assert ".jfif" in page.partition("data-picture-suffixes=")[2].partition(">")[0]


def test_what_was_left_out_of_an_archive_is_named_at_the_upload_and_at_the_review(
    tmp_path: Path, digitise: Digitise, school: School
) -> None:
    entries = [("1.jpg", material.jpeg()), ("nội dung.pdf", b"x"), ("__MACOSX/._1.jpg", b"x")]
    (upload,) = digitise(material.a_zip(tmp_path / "a.zip", entries))
    for place in (f"{HOME}{upload.uuid}/", f"{HOME}{upload.uuid}/xem-lai/"):
        with translation.override("en"):
            page = signed_in(school).get(place, headers={"Accept-Language": "en"}).content.decode()
        assert "nội dung.pdf" in page, place
        assert "MACOSX" not in page, place


def test_the_review_says_why_the_text_of_a_page_is_not_that_of_the_file(
    tmp_path: Path, digitise: Digitise, school: School
) -> None:
    (upload,) = digitise(material.a_pdf(tmp_path / "a.pdf", pages=2, lines=("Bµi tËp Ho¸ häc", "líp s¸u")))
    texts = [page.text.text for page in draft_of(upload).pages.all() if page.text]
    assert [text.splitlines()[0] for text in texts] == ["Bài tập Hoá học"] * 2
    client, place = signed_in(school), f"{HOME}{upload.uuid}/xem-lai/"
    assert "2 trang dùng phông cũ (TCVN3)" in client.get(place).content.decode()
    assert "The text of 2 pages is written in an old font (TCVN3)" in client.get(f"/en{place}").content.decode()


def test_a_package_is_refused_without_the_offer_to_try_again(
    tmp_path: Path, digitise: Digitise, school: School
) -> None:
    entries = [("h5p.json", b"{}"), ("content/images/icon.png", material.jpeg())]
    (upload,) = digitise(material.a_zip(tmp_path / "bài.h5p", entries))
    assert (upload.state, upload.problem, upload.resource) == (State.REFUSED, "learning_package", None)
    client, retry = signed_in(school), f"{HOME}{upload.uuid}/thu-lai/"
    page = client.get(f"{HOME}{upload.uuid}/").content.decode()
    assert "H5P" in page
    assert retry not in page
    client.post(retry)
    upload.refresh_from_db()
    assert upload.state == State.REFUSED


def test_a_script_gets_the_address_of_the_upload(tmp_path: Path, school: School) -> None:
    with material.a_pdf(tmp_path / "a.pdf").open("rb") as file:
        answer = signed_in(school).post(HOME, {"files": [file]}, headers={"Accept": "application/json"})
    assert answer.json() == {"next": f"{HOME}{Upload.objects.get().uuid}/"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_live_page_shows_what_went_wrong_and_what_can_be_done(
    language: str, tmp_path: Path, digitise: Digitise, school: School
) -> None:
    material.encrypted_pdf(tmp_path / "khóa.pdf")
    (upload,) = digitise(tmp_path / "khóa.pdf")
    prefix = "/en" if language == "en" else ""
    page = signed_in(school).get(f"{prefix}{HOME}{upload.uuid}/").content.decode()
    with translation.override(language):
        from ingest.errors import sentence_for

        assert sentence_for("encrypted", {}) in page
    assert "/thu-lai/" not in page  # the same bytes would be refused again
    assert "/huy/" in page
    assert "hx-get" not in page.partition('id="progress"')[2].partition(">")[0]


def test_the_live_page_requests_itself_again_while_the_upload_is_in_progress(tmp_path: Path, school: School) -> None:
    client = signed_in(school)
    (upload,) = send(client, material.a_pdf(tmp_path / "a.pdf"))
    page = " ".join(client.get(f"{HOME}{upload.uuid}/").content.decode().split())
    assert f'hx-get="{HOME}{upload.uuid}/tien-do/"' in page
    assert '<noscript> <meta http-equiv="refresh"' in page
    assert client.get(f"{HOME}{upload.uuid}/tien-do/").status_code == 200


def test_the_review_corrects_grants_and_publishes(tmp_path: Path, digitise: Digitise, school: School) -> None:
    (upload,) = digitise(material.a_pdf(tmp_path / "a.pdf", title="Thánh Gióng"))
    client, address = signed_in(school), f"{HOME}{upload.uuid}/xem-lai/"
    assert 'value="Thánh Gióng"' in client.get(address).content.decode()
    form = {
        "title": "Truyện Thánh Gióng", "creators": "Nguyễn Đổng Chi\nVũ Ngọc Phan", "kind": "book", "rights": "own",
        "subjects": ["ngu-van"], "grades": ["6"], "languages": ["vi"], "isbn": "978-604-9999-90-1", "year": "2020",
        "access": "single", "find": "everyone", "look_inside": "everyone", "read": f"school:{school.pk}",
        "borrow": "librarians", "copy": "librarians",
    }  # fmt: skip
    wrong = client.post(address, {**form, "isbn": "978-604-9999-90-2"})
    assert wrong.status_code == 200
    assert Resource.objects.get().state == Resource.State.DRAFT
    assert client.post(address, form).status_code == 302
    resource = Resource.objects.get()
    assert (resource.title, resource.state, resource.isbn) == ("Truyện Thánh Gióng", "published", "9786049999901")
    assert [row.name for row in resource.contributors.all()] == ["Nguyễn Đổng Chi", "Vũ Ngọc Phan"]
    granted = {(row.action, row.audience) for row in resource.grants.all()}
    assert granted == {
        (Action.DISCOVER, "everyone"),
        (Action.LOOK_INSIDE, "everyone"),
        (Action.READ, f"school:{school.pk}"),
    }
    assert client.get(address).status_code == 302


def test_for_others_the_addresses_do_not_exist(tmp_path: Path, digitise: Digitise, school: School) -> None:
    (upload,) = digitise(material.a_pdf(tmp_path / "a.pdf", pages=1))
    addresses = [f"{HOME}{upload.uuid}/{end}" for end in ("", "tien-do/", "xem-lai/")]
    for client in (signed_in(), signed_in(school, Role.TEACHER)):
        assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
        assert client.post(f"{HOME}{upload.uuid}/huy/").status_code == 404
    assert [signed_in(school).get(address).status_code for address in addresses] == [200, 200, 200]
    upload.refresh_from_db()
    assert upload.state == State.REVIEW
