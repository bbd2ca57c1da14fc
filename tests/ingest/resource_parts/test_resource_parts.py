"""What librarians add later: captions, the cover, the table of contents; with real parsers and a real store."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from access.actions import Action
from accounts.models import AuditEntry, Role
from repository.models import IndexChange, Resource, ResourceFile
from repository.store import store
from repository.store.keys import blob_key
from tests.factories import MembershipFactory, SchoolFactory
from tests.reading.conftest import a_book, a_recording, in_store, open_to

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("in_store")]
__all__ = ["in_store"]
SRT = "1\n00:00:01,000 --> 00:00:03,000\nHello there\n"


def signed_in(resource: Resource, role: Role = Role.LIBRARIAN, *, elsewhere: bool = False) -> Client:
    client, school = Client(), SchoolFactory() if elsewhere else resource.owner
    client.force_login(MembershipFactory(school=school, role=role).person)
    return client


def at(name: str, resource: Resource, *more: object) -> str:
    return reverse(f"ingest:{name}", args=[resource.uuid, *more])


def a_picture(size: tuple[int, int] = (900, 1200)) -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", size, "#0b5d57").save(data, "PNG")
    return SimpleUploadedFile("bìa.png", data.getvalue(), "image/png")


def captions(text: str = SRT, name: str = "en.srt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "text/plain")


def cover_of(resource: Resource) -> ResourceFile | None:
    return resource.files.filter(role="cover").first()


def test_captions_are_added_replaced_and_removed() -> None:
    video = a_recording()
    open_to(video, Action.READ)
    client, address = signed_in(video), at("files", video)
    ResourceFile.objects.filter(resource=video, role="captions").update(details={"language": "vi"})
    IndexChange.objects.all().delete()
    for text in ("Hello there", "Good morning"):
        answer = client.post(address, {"file": captions(SRT.replace("Hello there", text)), "language": "en"})
        assert answer.status_code == 302
    tracks = list(video.files.filter(role="captions"))
    assert [(file.position, file.details["language"]) for file in tracks] == [(0, "vi"), (1, "en")]
    assert [cue.text for cue in tracks[1].cues.all()] == ["Good morning"]
    assert IndexChange.objects.filter(resource=video.uuid, part="cues").exists(), "search follows"
    player = reverse("reading:play", args=[video.uuid])
    assert "Good morning" in Client().get(f"{player}?phu-de=1").content.decode()
    assert client.post(at("remove_captions", video, tracks[1].uuid)).status_code == 302
    assert [file.details["language"] for file in video.files.filter(role="captions")] == ["vi"]
    assert not video.cues.filter(text="Good morning").exists()
    verbs = set(AuditEntry.objects.filter(target=video.uuid).values_list("verb", flat=True))
    assert {"resource.captions", "resource.captions_removed"} <= verbs


@pytest.mark.parametrize("file", [captions("no times at all"), captions(""), captions("x" * (5 * 1024**2 + 1))])
def test_captions_that_cannot_be_read_change_nothing_and_say_why(file: SimpleUploadedFile) -> None:
    video = a_recording()
    answer = signed_in(video).post(at("files", video), {"file": file, "language": "vi"})
    assert answer.status_code == 200
    assert 'class="field field--error"' in answer.content.decode()
    assert [file.name for file in video.files.filter(role="captions")] == ["vi.vtt"]


def test_a_page_or_a_picture_becomes_the_cover_or_none() -> None:
    book = a_book()
    client, address = signed_in(book), at("change_cover", book)
    pages = list(book.pages.all())
    assert client.post(address, {"page": pages[1].uuid}).status_code == 302
    of_page = cover_of(book)
    assert of_page is not None
    assert (of_page.details["width"], of_page.details["height"]) == (480, 640)
    assert client.post(address, {"number": "1"}).status_code == 302
    of_other = cover_of(book)
    assert of_other is not None
    assert of_other.blob_id != of_page.blob_id
    assert client.post(address, {"picture": a_picture((1200, 900))}).status_code == 302
    uploaded = cover_of(book)
    assert uploaded is not None
    with store().open(blob_key(uploaded.blob_id)) as stored:
        assert Image.open(io.BytesIO(stored.read())).size == (640, 480)
    assert client.post(address, {"none": "1"}).status_code == 302
    assert cover_of(book) is None


@pytest.mark.parametrize(
    "data", [{}, {"number": "400"}, {"picture": SimpleUploadedFile("bìa.png", b"no picture at all", "image/png")}]
)
def test_what_is_no_cover_is_refused_with_a_sentence(data: dict[str, object]) -> None:
    book = a_book()
    answer = signed_in(book).post(at("change_cover", book), data)
    assert answer.status_code == 200
    assert "notice--attention" in answer.content.decode() or "field--error" in answer.content.decode()
    assert cover_of(book) is None


def test_the_contents_are_written_and_readers_and_search_have_them() -> None:
    book = a_book()
    open_to(book, Action.READ)
    client = signed_in(book)
    shown = client.get(at("appearance", book)).content.decode()
    assert "Chương 0 … i\nChương 2 … 1" in shown
    IndexChange.objects.all().delete()
    wrong = client.post(at("change_contents", book), {"contents": "Mở đầu .. i\nKết .. 99"})
    assert wrong.status_code == 200
    assert "Kết .. 99" in wrong.content.decode(), "nothing is lost"
    assert not IndexChange.objects.exists()
    text = "Mở đầu .. i\n- Đọc thêm .. ii"
    assert client.post(at("change_contents", book), {"contents": text}).status_code == 302
    assert [(page.heading, page.depth) for page in book.pages.all()] == [("Mở đầu", 1), ("Đọc thêm", 2), ("", 0)]
    page = Client().get(reverse("reading:resource", args=[book.uuid])).content.decode()
    assert "Đọc thêm" in page
    assert "Chương 2" not in page
    assert set(IndexChange.objects.values_list("part", flat=True)) == {"record", "pages"}
    assert client.post(at("change_contents", book), {"contents": ""}).status_code == 302
    assert not book.pages.exclude(heading="").exists()


def test_for_others_the_screens_do_not_exist() -> None:
    video = a_recording()
    open_to(video, Action.READ)
    file = video.files.get(role="captions")
    for client in (signed_in(video, Role.TEACHER), signed_in(video, elsewhere=True)):
        assert [client.get(at(name, video)).status_code for name in ("files", "appearance")] == [404, 404]
        for name in ("change_cover", "change_contents", "files"):
            assert client.post(at(name, video), {"none": "1"}).status_code == 404
        assert client.post(at("remove_captions", video, file.uuid)).status_code == 404
    other = a_recording(video.owner)
    assert signed_in(video).post(at("remove_captions", other, file.uuid)).status_code == 404, "of another recording"
    assert video.files.filter(role="captions").exists()
