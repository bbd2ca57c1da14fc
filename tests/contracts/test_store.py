"""One contract for both stores: files on disk and a bucket on a real S3 server."""

import hashlib
import io
import os
import threading
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx
import pytest

from repository.store import links
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

TEXT = "Trường THCS Nguyễn Du – sách số 12\n".encode() * 40


def open_both(url: str) -> tuple[Store, Intake]:
    """The store and the intake at this address."""
    from repository.store import _open

    return _open(url)


@pytest.fixture(params=["disk", "s3"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Store, Intake]:
    url = f"file://{tmp_path}/store" if request.param == "disk" else request.getfixturevalue("s3_url")
    return open_both(url)


@pytest.fixture
def kept(both: tuple[Store, Intake]) -> Store:
    return both[0]


@pytest.fixture
def arrivals(both: tuple[Store, Intake]) -> Intake:
    return both[1]


def new_key() -> str:
    """A key that no other test uses: a bucket lives longer than a test."""
    return record_key(uuid.uuid4(), 1)


def keep(kept: Store, data: bytes, key: str = "") -> str:
    key = key or new_key()
    kept.put(key, io.BytesIO(data), content_type="text/plain")
    return key


def test_what_was_put_comes_back(kept: Store) -> None:
    key = keep(kept, TEXT)
    with kept.open(key) as file:
        assert file.read() == TEXT
    assert kept.size(key) == len(TEXT)
    assert kept.exists(key)


def test_a_source_is_kept_from_where_it_stands(kept: Store) -> None:
    source = io.BytesIO(TEXT)
    source.seek(10)
    key = new_key()
    kept.put(key, source, content_type="text/plain")
    with kept.open(key) as file:
        assert file.read() == TEXT[10:]
    assert not source.closed


@pytest.mark.parametrize(
    ("start", "end"), [(0, 5), (7, None), (3, 4), (5, 5), (9, 2), (0, 10**9), (len(TEXT), None), (10**9, 10**9 + 5)]
)
def test_a_part_is_cut_as_a_slice_is(kept: Store, start: int, end: int | None) -> None:
    key = keep(kept, TEXT)
    with kept.open(key, start, end) as file:
        assert file.read() == TEXT[start:end]


def test_an_empty_object_is_an_object(kept: Store) -> None:
    key = keep(kept, b"")
    with kept.open(key) as file:
        assert file.read() == b""
    assert kept.size(key) == 0


def test_the_same_again_is_nothing_and_another_is_refused(kept: Store) -> None:
    key = keep(kept, TEXT)
    keep(kept, TEXT, key)
    with pytest.raises(KeyTaken):
        keep(kept, TEXT + b"!", key)
    with kept.open(key) as file:
        assert file.read() == TEXT


def test_of_many_writers_one_wins_and_nothing_is_overwritten(kept: Store) -> None:
    key = new_key()
    refused: list[int] = []

    def write(length: int) -> None:
        try:
            keep(kept, b"x" * length, key)
        except KeyTaken:
            refused.append(length)

    writers = [threading.Thread(target=write, args=(1000 + number,)) for number in range(20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with kept.open(key) as file:
        won = len(file.read())
    assert len(refused) == 19
    assert won not in refused


def test_what_is_not_there_is_missing(kept: Store) -> None:
    key = blob_key("0" * 64)
    assert not kept.exists(key)
    with pytest.raises(KeyMissing):
        kept.size(key)
    with pytest.raises(KeyMissing):
        kept.open(key)
    with pytest.raises(KeyMissing):
        kept.open(key, 3, 3)
    with pytest.raises(KeyMissing):
        kept.verify(key)
    with pytest.raises(KeyMissing):
        kept.copy(key, new_key())


@pytest.mark.parametrize(
    "key",
    ["", "/etc/passwd", "../secret_key", "blobs/../../key", "a//b", "a/", "a/.b", "a\\b", "a\0b", "sách", "a" * 300],
)
def test_a_key_cannot_lead_elsewhere(kept: Store, key: str) -> None:
    with pytest.raises(KeyRefused):
        kept.put(key, io.BytesIO(b"x"), content_type="text/plain")
    with pytest.raises(KeyRefused):
        kept.open(key)
    with pytest.raises(KeyRefused):
        kept.remove(key)
    with pytest.raises(KeyRefused):
        kept.link(key, seconds=5, content_type="text/plain", file_name="x", inline=True)


def test_verify_tells_right_bytes_from_wrong_ones(kept: Store) -> None:
    right = blob_key(hashlib.sha256(TEXT).hexdigest())
    wrong = blob_key(hashlib.sha256(uuid.uuid4().bytes).hexdigest())
    keep(kept, TEXT, right)
    keep(kept, TEXT, wrong)
    assert kept.verify(right)
    assert not kept.verify(wrong)
    kept.remove(wrong)


def test_walk_lists_all_under_a_prefix_in_order(kept: Store) -> None:
    folder = f"records/{uuid.uuid4()}"
    names = ["a/1", "a-b", "b", "a/10", "a/2"]
    for name in names:
        keep(kept, TEXT, f"{folder}/{name}")
    found = list(kept.walk(folder))
    assert [item.key for item in found] == sorted(f"{folder}/{name}" for name in names)
    assert {item.size for item in found} == {len(TEXT)}
    assert all(abs(datetime.now(UTC) - item.modified) < timedelta(minutes=2) for item in found)


def test_removing_twice_is_removing_once(kept: Store) -> None:
    key = keep(kept, TEXT)
    kept.remove(key)
    kept.remove(key)
    assert not kept.exists(key)


def test_a_copy_outlives_its_source(kept: Store) -> None:
    source, target = keep(kept, TEXT), new_key()
    kept.copy(source, target)
    kept.copy(source, target)
    kept.remove(source)
    with kept.open(target) as file:
        assert file.read() == TEXT


def test_a_copy_overwrites_nothing(kept: Store) -> None:
    source, target = keep(kept, TEXT), keep(kept, b"other")
    with pytest.raises(KeyTaken):
        kept.copy(source, target)
    with kept.open(target) as file:
        assert file.read() == b"other"


def test_parts_become_one_object(both: tuple[Store, Intake]) -> None:
    kept, arrivals = both
    first, last = os.urandom(PART_SIZE), TEXT
    upload = arrivals.start("Sách “lớp 6”.pdf", PART_SIZE + len(TEXT))
    late = arrivals.part(upload, 2, last)
    arrivals.part(upload, 1, b"\0" * PART_SIZE)
    early = arrivals.part(upload, 1, first)
    key = arrivals.finish(upload, [late, early])
    assert key.startswith("incoming/")
    with kept.open(key) as file:
        assert file.read() == first + last
    assert arrivals.finish(upload, [late, early]) == key
    kept.remove(key)


def test_an_upload_without_one_of_its_parts_is_not_joined(arrivals: Intake) -> None:
    upload = arrivals.start("a.pdf", 10)
    part = arrivals.part(upload, 1, TEXT)
    with pytest.raises(UploadBroken):
        arrivals.finish(upload, [part, part.__class__(2, part.tag)])
    with pytest.raises(UploadBroken):
        arrivals.finish(upload, [part.__class__(1, "0" * 64)])
    arrivals.abort(upload)


def test_an_aborted_upload_is_forgotten(arrivals: Intake) -> None:
    upload = arrivals.start("a.pdf", 10)
    part = arrivals.part(upload, 1, TEXT)
    arrivals.abort(upload)
    arrivals.abort(upload)
    with pytest.raises(UploadUnknown):
        arrivals.part(upload, 2, TEXT)
    with pytest.raises(UploadUnknown):
        arrivals.finish(upload, [part])
    with pytest.raises(UploadUnknown):
        arrivals.part("../../secret", 1, TEXT)


def test_the_sweeper_sees_what_was_begun_long_ago(arrivals: Intake) -> None:
    upload = arrivals.start("a.pdf", 10)
    arrivals.part(upload, 1, TEXT)
    now = datetime.now(UTC)
    assert upload in arrivals.unfinished(before=now + timedelta(minutes=1))
    assert upload not in arrivals.unfinished(before=now - timedelta(minutes=1))
    arrivals.abort(upload)
    assert upload not in arrivals.unfinished(before=now + timedelta(minutes=1))


def test_a_link_to_the_bucket_serves_type_name_and_ranges(s3_url: str) -> None:
    kept, _ = open_both(s3_url)
    key = keep(kept, TEXT)
    address = kept.link(key, seconds=30, content_type="application/pdf", file_name="Toán 6.pdf", inline=False)
    assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in address
    answer = httpx.get(address, headers={"Range": "bytes=5-9"})
    assert (answer.status_code, answer.content) == (206, TEXT[5:10])
    assert answer.headers["content-type"] == "application/pdf"
    assert "Toán 6.pdf" in unquote(answer.headers["content-disposition"])
    assert httpx.get(address.replace(key, keep(kept, b"other"))).status_code == 403


def test_a_link_to_disk_says_what_was_signed_until_its_time_is_over(tmp_path: Path) -> None:
    kept, _ = open_both(f"file://{tmp_path}/store")
    key = keep(kept, TEXT)

    def token(seconds: int) -> str:
        address = kept.link(key, seconds=seconds, content_type="image/jpeg", file_name="Bìa.jpg", inline=True)
        return urlsplit(address).path.removeprefix(links.PATH)

    link = links.read(token(30))
    assert (link.key, link.content_type, link.file_name, link.inline) == (key, "image/jpeg", "Bìa.jpg", True)
    with pytest.raises(LinkRefused):
        links.read(token(-1))
    with pytest.raises(LinkRefused):
        links.read(token(30)[:-2])


def test_a_server_that_is_away_is_told_so_within_its_time() -> None:
    kept, _ = open_both("s3://a:b@127.0.0.1:9/bucket?secure=0")
    with pytest.raises(StoreUnavailable):
        kept.exists("blobs/x")


def test_a_half_written_object_is_never_seen(tmp_path: Path) -> None:
    class Breaks(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(28, "No space left on device")

    kept, _ = open_both(f"file://{tmp_path}/store")
    key = new_key()
    with pytest.raises(StoreUnavailable):
        kept.put(key, Breaks(TEXT), content_type="text/plain")
    assert not kept.exists(key)
    assert list(kept.walk()) == []
    assert [path for path in (tmp_path / "store").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("url", ["", "file://", "file://store", "s3://host-without-bucket", "ftp://host/path"])
def test_an_address_that_names_no_store_is_refused(settings, url: str) -> None:
    settings.OBJECT_STORE_URL = url
    with pytest.raises(StoreMisconfigured):
        chosen_store()
