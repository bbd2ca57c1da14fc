"""One contract for both stores: files on disk and a bucket on a real S3 server."""

import hashlib
import io
import os
import subprocess
import sys
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx
import pytest

from repository.store import links, upload_origins
from repository.store import store as chosen_store
from repository.store.errors import (
    KeyMissing,
    KeyRefused,
    KeyTaken,
    LinkRefused,
    StoreMisconfigured,
    StoreUnavailable,
    UploadBroken,
    UploadUnknown,
)
from repository.store.keys import blob_key, record_key
from repository.store.protocol import PART_SIZE, Intake, Store
from repository.store.s3 import md5_of
from tests.support.backends import STORES

TEXT = "Trường THCS Nguyễn Du – sách số 12\n".encode() * 40


def open_both(url: str) -> tuple[Store, Intake]:
    """Return the store and the intake at this URL."""
    from repository.store import _open

    return _open(url)


@pytest.fixture(params=STORES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"file://{tmp_path}/store" if request.param == "disk" else request.getfixturevalue("s3_url")


@pytest.fixture
def both(url: str) -> tuple[Store, Intake]:
    return open_both(url)


@pytest.fixture
def store(both: tuple[Store, Intake]) -> Store:
    return both[0]


@pytest.fixture
def intake(both: tuple[Store, Intake]) -> Intake:
    return both[1]


def new_key() -> str:
    """Return a key that no other test uses: a bucket outlives a test."""
    return record_key(uuid.uuid4(), 1)


def put(store: Store, data: bytes, key: str = "") -> str:
    key = key or new_key()
    store.put(key, io.BytesIO(data), content_type="text/plain")
    return key


def test_what_was_put_comes_back(store: Store) -> None:
    key = put(store, TEXT)
    with store.open(key) as file:
        assert file.read() == TEXT
    assert store.size(key) == len(TEXT)
    assert store.exists(key)


def test_a_source_is_stored_from_its_current_position(store: Store) -> None:
    source = io.BytesIO(TEXT)
    source.seek(10)
    key = new_key()
    store.put(key, source, content_type="text/plain")
    with store.open(key) as file:
        assert file.read() == TEXT[10:]
    assert not source.closed


@pytest.mark.parametrize(
    ("start", "end"), [(0, 5), (7, None), (3, 4), (5, 5), (9, 2), (0, 10**9), (len(TEXT), None), (10**9, 10**9 + 5)]
)
def test_a_part_is_cut_as_a_slice_is(store: Store, start: int, end: int | None) -> None:
    key = put(store, TEXT)
    with store.open(key, start, end) as file:
        assert file.read() == TEXT[start:end]


def test_an_empty_object_is_an_object(store: Store) -> None:
    key = put(store, b"")
    with store.open(key) as file:
        assert file.read() == b""
    assert store.size(key) == 0


def test_the_same_again_is_nothing_and_another_is_refused(store: Store) -> None:
    key = put(store, TEXT)
    put(store, TEXT, key)
    with pytest.raises(KeyTaken):
        put(store, TEXT + b"!", key)
    with store.open(key) as file:
        assert file.read() == TEXT


def test_of_many_writers_one_wins_and_nothing_is_overwritten(store: Store) -> None:
    key = new_key()
    refused: list[int] = []

    def write(length: int) -> None:
        try:
            put(store, b"x" * length, key)
        except KeyTaken:
            refused.append(length)

    writers = [threading.Thread(target=write, args=(1000 + number,)) for number in range(20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with store.open(key) as file:
        won = len(file.read())
    assert len(refused) == 19
    assert won not in refused


def test_an_unknown_key_is_missing(store: Store) -> None:
    key = blob_key("0" * 64)
    assert not store.exists(key)
    with pytest.raises(KeyMissing):
        store.size(key)
    with pytest.raises(KeyMissing):
        store.open(key)
    with pytest.raises(KeyMissing):
        store.open(key, 3, 3)
    with pytest.raises(KeyMissing):
        store.verify(key)
    with pytest.raises(KeyMissing):
        store.copy(key, new_key())


@pytest.mark.parametrize(
    "key",
    ["", "/etc/passwd", "../secret_key", "blobs/../../key", "a//b", "a/", "a/.b", "a\\b", "a\0b", "sách", "a" * 300],
)
def test_a_key_cannot_lead_elsewhere(store: Store, key: str) -> None:
    with pytest.raises(KeyRefused):
        store.put(key, io.BytesIO(b"x"), content_type="text/plain")
    with pytest.raises(KeyRefused):
        store.open(key)
    with pytest.raises(KeyRefused):
        store.remove(key)
    with pytest.raises(KeyRefused):
        store.link(key, seconds=5, content_type="text/plain", file_name="x", inline=True)


def test_verify_tells_right_bytes_from_wrong_ones(store: Store) -> None:
    right = blob_key(hashlib.sha256(TEXT).hexdigest())
    wrong = blob_key(hashlib.sha256(uuid.uuid4().bytes).hexdigest())
    put(store, TEXT, right)
    put(store, TEXT, wrong)
    assert store.verify(right)
    assert not store.verify(wrong)
    store.remove(wrong)


def test_walk_lists_all_under_a_prefix_in_order(store: Store) -> None:
    folder = f"records/{uuid.uuid4()}"
    names = ["a/1", "a-b", "b", "a/10", "a/2"]
    for name in names:
        put(store, TEXT, f"{folder}/{name}")
    found = list(store.list_objects(folder))
    assert [item.key for item in found] == sorted(f"{folder}/{name}" for name in names)
    assert {item.size for item in found} == {len(TEXT)}
    assert all(abs(datetime.now(UTC) - item.modified) < timedelta(minutes=2) for item in found)


def test_removing_twice_is_removing_once(store: Store) -> None:
    key = put(store, TEXT)
    store.remove(key)
    store.remove(key)
    assert not store.exists(key)


def test_a_copy_outlives_its_source(store: Store) -> None:
    source, target = put(store, TEXT), new_key()
    store.copy(source, target)
    store.copy(source, target)
    store.remove(source)
    with store.open(target) as file:
        assert file.read() == TEXT


def test_a_copy_overwrites_nothing(store: Store) -> None:
    source, target = put(store, TEXT), put(store, b"other")
    with pytest.raises(KeyTaken):
        store.copy(source, target)
    with store.open(target) as file:
        assert file.read() == b"other"


def test_parts_become_one_object(both: tuple[Store, Intake]) -> None:
    """Parts come out of order, one of them twice: the last one sent counts; finishing again returns the same result."""
    store, intake = both
    first, last = os.urandom(PART_SIZE), TEXT
    size = PART_SIZE + len(TEXT)
    upload = intake.start("Sách “lớp 6”.pdf", size)
    late = intake.part(upload, 2, last)
    replaced = intake.part(upload, 1, b"\0" * PART_SIZE)
    early = intake.part(upload, 1, first)
    assert intake.parts(upload) == [early, late]
    with pytest.raises(UploadBroken):
        intake.finish(upload, [replaced, late], size=size)
    key = intake.finish(upload, [late, early], size=size)
    assert key.startswith("incoming/")
    with store.open(key) as file:
        assert file.read() == first + last
    assert intake.finish(upload, [late, early], size=size) == key
    assert intake.finish(upload, [], size=size) == key
    with pytest.raises(UploadUnknown):
        intake.parts(upload)
    store.remove(key)


def test_a_last_part_may_become_shorter(both: tuple[Store, Intake]) -> None:
    store, intake = both
    upload = intake.start("a.pdf", 4)
    intake.part(upload, 1, TEXT)
    part = intake.part(upload, 1, b"%PDF")
    key = intake.finish(upload, [part], size=4)
    with store.open(key) as file:
        assert file.read() == b"%PDF"
    store.remove(key)


def test_what_is_not_exactly_the_file_is_not_joined(intake: Intake) -> None:
    upload = intake.start("a.pdf", len(TEXT))
    part = intake.part(upload, 1, TEXT)
    wrong = [
        ([part, replace(part, number=2)], len(TEXT)),  # a part that never arrived
        ([replace(part, tag="0" * 64)], len(TEXT)),  # other bytes
        ([part], len(TEXT) + 1),  # too short
        ([part], PART_SIZE + 1),  # the second is missing
        ([], len(TEXT)),
        ([part, part], len(TEXT)),
    ]
    for parts, size in wrong:
        with pytest.raises(UploadBroken):
            intake.finish(upload, parts, size=size)
    assert intake.parts(upload) == [part]
    intake.abort(upload)


def test_an_aborted_upload_is_forgotten(intake: Intake) -> None:
    upload = intake.start("a.pdf", 10)
    part = intake.part(upload, 1, TEXT)
    intake.abort(upload)
    intake.abort(upload)
    for name in (upload, "../../secret", f"{uuid.uuid4()}"):
        with pytest.raises(UploadUnknown):
            intake.part(name, 2, TEXT)
        with pytest.raises(UploadUnknown):
            intake.parts(name)
        with pytest.raises(UploadUnknown):
            intake.finish(name, [part], size=len(TEXT))


SENDER = """
import os, signal, sys
import django
django.setup()
from repository.store import _open
intake = _open(sys.argv[1])[1]
upload = intake.start("a.pdf", 2 * 8 * 2**20 + 3)
intake.part(upload, 1, b"1" * 8 * 2**20)
intake.part(upload, 3, b"end")
print(upload, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_another_process_goes_on_where_one_died(url: str, both: tuple[Store, Intake]) -> None:
    died = subprocess.run([sys.executable, "-c", SENDER, url], capture_output=True, text=True, check=False)
    assert died.returncode == -9, died.stderr
    store, intake = both
    upload = died.stdout.strip()
    there = intake.parts(upload)
    assert [(part.number, part.size) for part in there] == [(1, PART_SIZE), (3, 3)]
    missing = intake.part(upload, 2, b"2" * PART_SIZE)
    key = intake.finish(upload, [*there, missing], size=2 * PART_SIZE + 3)
    with store.open(key) as file:
        assert file.read() == b"1" * PART_SIZE + b"2" * PART_SIZE + b"end"
    store.remove(key)


def test_two_browsers_that_send_the_same_part_leave_one_whole_part(both: tuple[Store, Intake]) -> None:
    store, intake = both
    upload = intake.start("a.pdf", PART_SIZE)
    contents = [bytes([number]) * PART_SIZE for number in range(4)]
    with ThreadPoolExecutor(4) as browsers:
        list(browsers.map(lambda data: intake.part(upload, 1, data), contents))
    key = intake.finish(upload, intake.parts(upload), size=PART_SIZE)
    with store.open(key) as file:
        assert file.read() in contents
    with pytest.raises(UploadUnknown):
        intake.part(upload, 1, b"late" * 10)
    store.remove(key)


def test_a_browser_puts_exactly_that_part_into_the_bucket(s3_url: str) -> None:
    store, intake = open_both(s3_url)
    upload = intake.start("a.pdf", len(TEXT))
    md5 = md5_of(TEXT)
    address = intake.address(upload, 1, len(TEXT), md5=md5, seconds=60)
    whole = {"Content-MD5": md5}
    assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in address
    assert httpx.put(address, content=TEXT + b"!", headers=whole).status_code == 403
    assert httpx.put(address.replace("partNumber=1", "partNumber=2"), content=TEXT, headers=whole).status_code == 403
    assert httpx.put(address, content=TEXT).status_code == 403
    assert httpx.put(address, content=TEXT[::-1], headers=whole).status_code == 400
    assert intake.parts(upload) == []
    assert httpx.put(address, content=TEXT, headers=whole).status_code == 200
    key = intake.finish(upload, intake.parts(upload), size=len(TEXT))
    with store.open(key) as file:
        assert file.read() == TEXT
    store.remove(key)


def test_only_a_bucket_is_reached_by_browsers(settings, tmp_path: Path) -> None:
    settings.OBJECT_STORE_URL = f"file://{tmp_path}/store"
    assert upload_origins() == ()
    assert open_both(settings.OBJECT_STORE_URL)[1].address(str(uuid.uuid4()), 1, 5, md5="", seconds=60) == ""
    settings.OBJECT_STORE_URL = "s3://a:b@s3.inside:9000/bucket?secure=0&public=https://kho.truong.vn"
    assert upload_origins() == ("https://kho.truong.vn",)
    settings.OBJECT_STORE_URL = "s3://a:b@s3.truong.vn/bucket"
    assert upload_origins() == ("https://s3.truong.vn",)


def test_what_a_killed_writer_left_on_disk_is_tidied_and_nothing_else(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    disk, _ = open_both(f"file://{tmp_path}/store")
    key = put(disk, TEXT)
    left = tmp_path / "store" / ".unfinished" / "left"
    left.write_bytes(TEXT)
    disk.remove_incomplete(before=now - timedelta(days=1))
    assert left.exists()
    disk.remove_incomplete(before=now + timedelta(minutes=1))
    assert not left.exists()
    assert disk.exists(key)


def test_what_a_killed_writer_left_in_a_bucket_is_tidied_and_nothing_else(s3_url: str) -> None:
    now = datetime.now(UTC)
    bucket, intake = open_both(s3_url)
    bucket.client.create_multipart_upload(Bucket=bucket.bucket, Key=new_key())
    upload = intake.start("a.pdf", 5)
    bucket.remove_incomplete(before=now - timedelta(days=1))
    assert len(list(bucket.multiparts("records/"))) == 1
    bucket.remove_incomplete(before=now + timedelta(minutes=1))
    assert list(bucket.multiparts("records/")) == []
    assert intake.parts(upload) == []
    intake.abort(upload)


def test_the_sweeper_sees_what_was_begun_long_ago(intake: Intake) -> None:
    upload = intake.start("a.pdf", 10)
    intake.part(upload, 1, TEXT)
    now = datetime.now(UTC)
    assert upload in intake.unfinished(before=now + timedelta(minutes=1))
    assert upload not in intake.unfinished(before=now - timedelta(minutes=1))
    intake.abort(upload)
    assert upload not in intake.unfinished(before=now + timedelta(minutes=1))


def test_a_link_to_the_bucket_serves_type_name_and_ranges(s3_url: str) -> None:
    store, _ = open_both(s3_url)
    key = put(store, TEXT)
    address = store.link(key, seconds=30, content_type="application/pdf", file_name="Toán 6.pdf", inline=False)
    assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in address
    answer = httpx.get(address, headers={"Range": "bytes=5-9"})
    assert (answer.status_code, answer.content) == (206, TEXT[5:10])
    assert answer.headers["content-type"] == "application/pdf"
    assert "Toán 6.pdf" in unquote(answer.headers["content-disposition"])
    assert httpx.get(address.replace(key, put(store, b"other"))).status_code == 403


def test_a_link_to_disk_says_what_was_signed_until_its_time_is_over(tmp_path: Path) -> None:
    store, _ = open_both(f"file://{tmp_path}/store")
    key = put(store, TEXT)

    def token(seconds: int) -> str:
        address = store.link(key, seconds=seconds, content_type="image/jpeg", file_name="Bìa.jpg", inline=True)
        return urlsplit(address).path.removeprefix(links.PATH)

    link = links.read(token(30))
    assert (link.key, link.content_type, link.file_name, link.inline) == (key, "image/jpeg", "Bìa.jpg", True)
    with pytest.raises(LinkRefused):
        links.read(token(-1))
    with pytest.raises(LinkRefused):
        links.read(token(30)[:-2])


def test_an_unreachable_server_is_reported_within_its_timeout() -> None:
    store, _ = open_both("s3://a:b@127.0.0.1:9/bucket?secure=0")
    with pytest.raises(StoreUnavailable):
        store.exists("blobs/x")


def test_a_half_written_object_is_never_seen(tmp_path: Path) -> None:
    class Breaks(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(28, "No space left on device")

    store, _ = open_both(f"file://{tmp_path}/store")
    key = new_key()
    with pytest.raises(StoreUnavailable):
        store.put(key, Breaks(TEXT), content_type="text/plain")
    assert not store.exists(key)
    assert list(store.list_objects()) == []
    assert [path for path in (tmp_path / "store").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("url", ["", "file://", "file://store", "s3://host-without-bucket", "ftp://host/path"])
def test_an_address_that_names_no_store_is_refused(settings, url: str) -> None:
    settings.OBJECT_STORE_URL = url
    with pytest.raises(StoreMisconfigured):
        chosen_store()
