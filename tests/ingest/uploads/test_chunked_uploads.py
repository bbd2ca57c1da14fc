"""Files sent in parts, as a browser does it, to the disk and directly into a bucket."""

import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, School
from ingest.errors import sentence_for
from ingest.models import FileGroup, IncomingFile, Upload
from ingest.states import State
from ingest.uploads.actions import MAX_UPLOAD_BYTES, chunked_uploads, cleanup
from repository.store import intake, store
from repository.store.protocol import PART_SIZE
from tests.factories import MembershipFactory
from tests.ingest import browser, material
from tests.ingest.browser import HOME, Browser, InMemory, Refused
from tests.ingest.conftest import digitised
from tests.support.backends import STORES

pytestmark = pytest.mark.django_db
SCAN = bytes(range(256)) * 2**16  # 16 MB
BOOK = SCAN + b"the end"


@pytest.fixture(params=STORES, autouse=True)
def _store(request: pytest.FixtureRequest, settings, tmp_path: Path) -> None:
    on_disk = request.param == "disk"
    settings.OBJECT_STORE_URL = f"file://{tmp_path}/store" if on_disk else request.getfixturevalue("s3_url")


def librarian(school: School, role: Role = Role.LIBRARIAN) -> Browser:
    client = Client(enforce_csrf_checks=False)
    client.force_login(MembershipFactory.create(school=school, role=role).person)
    return browser.of_tests(client)


def stored_bytes(upload: Upload) -> bytes:
    with store().open(upload.incoming_key) as file:
        return file.read()


def sha(data: bytes) -> str:
    return sha256(data).hexdigest()


def test_parts_in_any_order_become_an_upload(school: School) -> None:
    librarian_a = librarian(school)
    (started,) = librarian_a.start(("quét/Sách lớp 6.pdf", len(BOOK)))
    assert (started["parts"], started["next"]) == ([], None)
    for number in (3, 1, 1):
        librarian_a.send_part(started["id"], number, InMemory(BOOK).slice((number - 1) * PART_SIZE, number * PART_SIZE))
    with pytest.raises(Refused) as early:
        librarian_a.finish(started["id"])
    assert (early.value.status, early.value.answer["code"]) == (409, "upload_broken")
    librarian_a.send_part(started["id"], 2, BOOK[PART_SIZE : 2 * PART_SIZE])
    end = librarian_a.finish(started["id"])
    upload = Upload.objects.get()
    assert end == {"next": f"/so-hoa/{upload.uuid}/", "problem": None}
    assert librarian_a.finish(started["id"]) == end
    assert (upload.name, upload.size, upload.school, upload.state) == (
        "Sách lớp 6.pdf", len(BOOK), school, State.RECEIVED,
    )  # fmt: skip
    assert sha(stored_bytes(upload)) == sha(BOOK)
    assert librarian_a.request("GET", HOME) == {"files": []}


def test_the_same_file_continues_where_it_was_in_any_browser(school: School) -> None:
    membership = MembershipFactory.create(school=school, role=Role.LIBRARIAN)
    browsers = [Client(), Client()]
    for client in browsers:
        client.force_login(membership.person)
    at_school, at_home = map(browser.of_tests, browsers)
    (started,) = at_school.start(("a.pdf", len(BOOK)))
    at_school.send_part(started["id"], 2, BOOK[PART_SIZE : 2 * PART_SIZE])
    assert [file["name"] for file in at_home.request("GET", HOME)["files"]] == ["a.pdf"]
    again, other = at_home.start(("a.pdf", len(BOOK)), ("a.pdf", len(BOOK) + 1))
    assert (again["id"], again["parts"]) == (started["id"], [2])
    assert (other["id"] != started["id"], other["parts"]) == (True, [])
    assert list(at_home.send_parts(again, InMemory(BOOK))) == [1, 3]
    at_home.finish(again["id"])
    assert sha(stored_bytes(Upload.objects.get())) == sha(BOOK)


def test_no_other_user_can_access_an_incoming_file(school: School) -> None:
    mine = librarian(school)
    (started,) = mine.start(("a.pdf", 5))
    strangers = [librarian(school), librarian(MembershipFactory.create().school), librarian(school, Role.TEACHER)]
    for stranger in strangers:
        for method, path in (("POST", "phan/1/"), ("PUT", "phan/1/"), ("POST", "xong/"), ("POST", "bo/")):
            with pytest.raises(Refused) as refused:
                stranger.request(method, f"{HOME}{started['id']}/{path}", data=b"%PDF-")
            assert refused.value.status == 404
    assert librarian(school).request("GET", HOME) == {"files": []}
    with pytest.raises(Refused) as signed_out:
        browser.of_tests(Client()).request("GET", HOME)
    assert (signed_out.value.status, signed_out.value.answer["code"]) == (401, "signed_out")
    mine.send_part(started["id"], 1, b"%PDF-")
    assert mine.finish(started["id"])["next"]


def test_a_script_of_another_site_cannot_start_an_upload(school: School) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(MembershipFactory.create(school=school, role=Role.LIBRARIAN).person)
    body = json.dumps({"files": [{"name": "a.pdf", "size": 5, "fingerprint": ""}]})
    assert client.post(HOME, body, content_type="application/json").status_code == 403
    assert not IncomingFile.objects.exists()


def test_a_recording_waits_for_its_captions_and_pictures_for_each_other(school: School) -> None:
    sender = librarian(school)
    files = [("bài giảng.mp4", b"video"), ("bài giảng.vi.vtt", b"WEBVTT"), ("2.jpg", b"two"), ("10.jpg", b"ten")]
    started = sender.start(*((name, len(data)) for name, data in files), book="Sách ảnh")
    ends = []
    for (_name, data), file in zip(files, started, strict=True):
        sender.send_part(file["id"], 1, data)
        ends.append(sender.finish(file["id"])["next"])
    assert [bool(end) for end in ends] == [False, True, False, True]
    video, book = Upload.objects.order_by("pk")
    assert (video.name, [captions["name"] for captions in video.attachments]) == ("bài giảng.mp4", ["bài giảng.vi.vtt"])
    assert book.name == "Sách ảnh.zip"
    assert stored_bytes(book).index(b"two") < stored_bytes(book).index(b"ten")
    assert {stored.key for stored in store().list_objects("incoming/")} >= {video.incoming_key, book.incoming_key}


def test_an_aborted_file_lets_the_others_of_its_group_continue(school: School) -> None:
    sender = librarian(school)
    video, captions = sender.start(("a.mp4", 5), ("a.vtt", 6))
    sender.send_part(video["id"], 1, b"video")
    assert sender.finish(video["id"])["next"] is None
    sender.send_part(captions["id"], 1, b"WEBVTT")
    sender.abort(captions["id"])
    assert Upload.objects.get().attachments == []
    with pytest.raises(Refused) as gone:
        sender.send_part(captions["id"], 1, b"WEBVTT")
    assert gone.value.status == 404
    (alone,) = sender.start(("b.mp4", 5))
    sender.send_part(alone["id"], 1, b"video")
    sender.abort(alone["id"])
    assert FileGroup.objects.filter(received_at=None).count() == 0
    assert list(intake().unfinished(before=timezone.now() + timedelta(hours=1))) == []


def test_empty_and_giant_files_are_refused_and_the_others_are_not(school: School) -> None:
    sender = librarian(school)
    empty, giant, good = sender.start(("rỗng.pdf", 0), ("lớn.mp4", 10**12), ("a.pdf", 5))
    assert empty["problem"] == sentence_for("empty_file", {})
    assert giant["problem"] == sentence_for("too_large", {"limit": MAX_UPLOAD_BYTES // 1024**3})
    assert (good["problem"], good["next"]) == (None, None)
    assert list(Upload.objects.order_by("pk").values_list("problem", flat=True)) == ["empty_file", "too_large"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"\xff", b'{"files": []}', b'{"files": [3]}', b'{"files": {"name": "a"}}',
        b'{"files": [{"name": "a", "size": -1, "fingerprint": ""}]}',
        b'{"files": [{"name": "a", "size": 1e400, "fingerprint": ""}]}',
        b'{"files": [{"name": "a", "size": 99999999999999999999999, "fingerprint": ""}]}',
        b'{"files": [{"name": null, "size": 1, "fingerprint": ""}]}',
    ],
)  # fmt: skip
def test_a_malformed_request_is_refused_with_a_sentence(school: School, body: bytes) -> None:
    with pytest.raises(Refused) as refused:
        librarian(school).request("POST", HOME, data=body)
    assert (refused.value.status, refused.value.answer["code"]) == (400, "malformed_request")


def test_names_are_stored_safely(school: School) -> None:
    sender = librarian(school)
    names = ["../../etc/Sách.pdf", "a\0b.pdf", "\ud83d.pdf", "📚 “6”.pdf", "x" * 3000, "\\\\may\\C$\\b.pdf"]
    for started in sender.start(*((name, 5) for name in names)):
        sender.send_part(started["id"], 1, b"%PDF-")
        sender.finish(started["id"])
    assert list(Upload.objects.order_by("pk").values_list("name", flat=True)) == [
        "Sách.pdf", "ab.pdf", "?.pdf", "📚 “6”.pdf", "x" * 200, "b.pdf",
    ]  # fmt: skip


def test_parts_with_a_wrong_number_or_size_are_refused(school: School, settings) -> None:
    sender = librarian(school)
    (started,) = sender.start(("a.pdf", PART_SIZE + 5))
    path = f"{HOME}{started['id']}/phan/"
    for number, data in ((0, b"x"), (3, b"x"), (2, b"four"), (2, b"sixsix"), (1, b"short")):
        with pytest.raises(Refused) as refused:
            sender.request("PUT", f"{path}{number}/", data=data)
        assert refused.value.status == 409
    sender.request(
        "PUT", f"{path}2/", data=b"exact"
    )  # through the site, also if there is a bucket: browsers may not reach it
    (again,) = sender.start(("a.pdf", PART_SIZE + 5))
    assert again["parts"] == [2]


def test_a_school_cannot_exceed_its_quota_of_unfinished_files(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunked_uploads, "MAX_UNFINISHED_FILES", 3)
    monkeypatch.setattr(chunked_uploads, "MAX_UNFINISHED_BYTES", 100)
    sender, colleague = librarian(school), librarian(school)
    (first,) = sender.start(("a.pdf", 60))
    sender.start(("a.pdf", 60))  # the same file, not a second one
    for files in ([("b.pdf", 41)], [(f"{n}.pdf", 1) for n in range(3)]):
        with pytest.raises(Refused) as refused:
            colleague.start(*files)
        assert (refused.value.status, refused.value.answer["code"]) == (429, "too_many_unfinished")
    librarian(MembershipFactory.create().school).start(("b.pdf", 41))
    sender.send_part(first["id"], 1, b"x" * 60)
    sender.finish(first["id"])
    colleague.start(("b.pdf", 41))
    monkeypatch.setattr(chunked_uploads, "MAX_FILES", 1)
    with pytest.raises(Refused) as many:
        sender.start(("c.pdf", 1), ("d.pdf", 1))
    assert many.value.answer["code"] == "too_many_at_once"


def test_a_file_that_the_store_has_lost_starts_from_the_beginning(school: School) -> None:
    sender = librarian(school)
    (started,) = sender.start(("a.pdf", 5))
    sender.send_part(started["id"], 1, b"%PDF-")
    intake().abort(IncomingFile.objects.get().intake_id)  # as a lifecycle rule does
    (again,) = sender.start(("a.pdf", 5))
    assert (again["id"], again["parts"]) == (started["id"], [])
    sender.send_part(again["id"], 1, b"%PDF-")
    assert sender.finish(again["id"])["next"]


def test_only_abandoned_groups_are_deleted(school: School) -> None:
    sender = librarian(school)
    old, half, whole = sender.start(("bỏ.pdf", PART_SIZE + 5), ("dở.mp4", 5), ("dở.vtt", 6))
    sender.send_part(old["id"], 2, b"%PDF-")
    sender.send_part(whole["id"], 1, b"WEBVTT")
    sender.finish(whole["id"])
    later = timezone.now() + cleanup.ABANDONED_AFTER - timedelta(hours=1)
    cleanup.delete_abandoned(later)
    assert sender.start(("bỏ.pdf", PART_SIZE + 5))[0]["parts"] == [2]
    sender.send_part(half["id"], 1, b"video")
    assert sender.finish(half["id"])["next"]
    cleanup.delete_abandoned(later + timedelta(hours=2))
    assert not FileGroup.objects.exists()
    assert list(intake().unfinished(before=later)) == []
    assert stored_bytes(Upload.objects.get()) == b"video"
    with pytest.raises(Refused) as gone:
        sender.send_part(old["id"], 1, SCAN[:PART_SIZE])
    assert gone.value.status == 404


def test_an_uploaded_book_is_digitised(school: School, tmp_path: Path) -> None:
    data = material.a_pdf(tmp_path / "a.pdf").read_bytes()
    librarian(school).send("a.pdf", data)
    upload = digitised(Upload.objects.get())
    assert (upload.state, upload.digest) == (State.REVIEW, sha(data))
