"""The delivery gate: which viewer gets which bytes, with which ranges, and from when on one is refused."""

from datetime import timedelta
from urllib.parse import unquote

import httpx
import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.actions import Action
from access.labels import school_audience
from circulation.licences.actions import return_loan
from circulation.models import Loan
from reading.errors import NotOpenToRead
from reading.gate import authorize_discover, authorize_read
from repository import actions
from repository.models import Resource
from repository.store import links, store
from repository.store.keys import blob_key
from sharing.viewer import system_viewer, viewer_for
from tests.factories import SchoolFactory
from tests.reading.conftest import (
    RECORDING,
    SEGMENTS,
    Reader,
    a_book,
    a_reader,
    a_recording,
    attach,
    first_page,
    lend_to,
    open_to,
)

pytestmark = pytest.mark.django_db(databases="__all__")


def body(answer: HttpResponseBase) -> bytes:
    """Return the whole body; the test client closes a stream that was read to its end."""
    return b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type,attr-defined]


def image_url(resource: Resource) -> str:
    return reverse("reading:page_image", args=[resource.uuid, first_page(resource).uuid])


def image_bytes(resource: Resource) -> bytes:
    image = first_page(resource).image
    assert image is not None
    with store().open(blob_key(image.blob_id)) as file:
        return file.read()


def all_urls(resource: Resource) -> list[str]:
    page = first_page(resource).uuid
    named = ["read", "book", "find_inside"]
    paged = ["page_image", "page_thumbnail", "page_text"]
    return [
        *(reverse(f"reading:{name}", args=[resource.uuid]) for name in named),
        *(reverse(f"reading:{name}", args=[resource.uuid, page]) for name in paged),
    ]


def statuses(client: Client, urls: list[str]) -> set[int]:
    answers = [client.get(url) for url in urls]
    return {answer.status_code for answer in answers if body(answer) is not None}


def follow(answer: HttpResponseBase) -> bytes:
    """Return what a browser gets after the redirect."""
    assert answer.status_code == 302
    address = answer["Location"]
    return httpx.get(address).content if address.startswith("http") else body(Client().get(address))


def test_a_free_page_is_signed_and_redirected(backend: str) -> None:
    resource = a_book()
    open_to(resource, Action.READ)
    answer = Client().get(image_url(resource))
    assert follow(answer) == image_bytes(resource)
    assert "private" in answer["Cache-Control"]


def test_a_protected_page_passes_the_gate_and_is_not_cached(backend: str) -> None:
    resource = a_book(protected=True)
    open_to(resource, Action.READ)
    answer = Client().get(image_url(resource))
    assert (answer.status_code, body(answer)) == (200, image_bytes(resource))
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "image/jpeg"


def test_a_lent_page_never_gets_a_signed_address(backend: str) -> None:
    resource, teacher = a_book(), a_reader()
    lend_to(resource, teacher)
    teacher.borrow(resource)
    answer = teacher.client.get(image_url(resource))
    assert (answer.status_code, body(answer)) == (200, image_bytes(resource))
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("bytes=0-0", 0, 1), ("bytes=5-14", 5, 15), ("bytes=-7", -7, None), ("bytes=20-", 20, None)],
)
def test_a_range_of_a_page(backend: str, wanted: str, start: int, end: int | None) -> None:
    resource = a_book(protected=True)
    open_to(resource, Action.READ)
    answer, whole = Client().get(image_url(resource), headers={"range": wanted}), image_bytes(resource)
    cut = whole[start:end]
    first = start % len(whole)
    assert (answer.status_code, body(answer)) == (206, cut)
    assert answer["Content-Range"] == f"bytes {first}-{first + len(cut) - 1}/{len(whole)}"
    assert answer["Content-Length"] == str(len(cut))


def test_unsatisfiable_ranges_and_ranges_of_other_bytes(backend: str) -> None:
    resource = a_book(protected=True)
    open_to(resource, Action.READ)
    client, url, whole = Client(), image_url(resource), image_bytes(resource)
    beyond = client.get(url, headers={"range": f"bytes={len(whole)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(whole)}")
    tag = client.head(url)["ETag"]
    same = client.get(url, headers={"range": "bytes=1-3", "if-range": tag})
    assert (same.status_code, body(same)) == (206, whole[1:4])
    for other in ['"0"', f"W/{tag}", "Mon, 23 Nov 2026 10:00:00 GMT"]:
        answer = client.get(url, headers={"range": "bytes=1-3", "if-range": other})
        assert (answer.status_code, body(answer)) == (200, whole)
    several = client.get(url, headers={"range": "bytes=0-1,4-5"})
    assert (several.status_code, body(several)) == (200, whole)


def test_head_returns_the_size_and_no_body(backend: str) -> None:
    resource = a_book(protected=True)
    open_to(resource, Action.READ)
    answer = Client().head(image_url(resource), headers={"range": "bytes=0-3"})
    assert (answer.status_code, body(answer)) == (200, b"")
    assert answer["Content-Length"] == str(len(image_bytes(resource)))
    assert answer["Accept-Ranges"] == "bytes"


def test_a_segment_is_its_part_of_the_stream_and_has_ranges_of_its_own(backend: str) -> None:
    resource = a_recording(protected=True)
    open_to(resource, Action.READ)
    client = Client()
    playlist = body(client.get(reverse("reading:stream", args=[resource.uuid]))).decode()
    addresses = [line for line in playlist.splitlines() if line and not line.startswith("#")]
    assert playlist.count("#EXTINF") == len(SEGMENTS)
    assert b"".join(body(client.get(address)) for address in addresses) == RECORDING
    part = client.get(addresses[1], headers={"range": "bytes=-10"})
    assert (part.status_code, body(part)) == (206, RECORDING[7990:8000])
    assert part["Content-Range"] == "bytes 3990-3999/4000"
    assert part["Cache-Control"] == "private, no-store"
    assert client.get(addresses[-1].replace("/2", "/3")).status_code == 404


def test_after_the_return_the_next_request_is_refused(backend: str) -> None:
    resource, teacher = a_book(), a_reader()
    lend_to(resource, teacher)
    urls = all_urls(resource)
    assert statuses(teacher.client, urls) == {403}
    loan = teacher.borrow(resource)
    assert statuses(teacher.client, urls) == {200}
    return_loan(loan, by=viewer_for(teacher.person, now=timezone.now()))
    assert statuses(teacher.client, urls) == {403}


def test_after_the_due_time_the_next_request_is_refused(in_store: None) -> None:
    resource, teacher = a_book(), a_reader()
    lend_to(resource, teacher)
    loan = teacher.borrow(resource)
    assert statuses(teacher.client, all_urls(resource)) == {200}
    now = timezone.now()
    Loan.objects.filter(pk=loan.pk).update(started_at=now - timedelta(days=9), due_at=now - timedelta(seconds=1))
    assert statuses(teacher.client, all_urls(resource)) == {403}


def test_after_the_withdrawal_only_its_librarians_find_it(in_store: None) -> None:
    resource, teacher = a_book(), a_reader()
    librarian = a_reader(resource.owner, "librarian")
    lend_to(resource, teacher)
    teacher.borrow(resource)
    actions.withdraw(resource, by=system_viewer(resource.owner_id, now=timezone.now()))
    assert statuses(teacher.client, all_urls(resource)) == {404}
    assert statuses(librarian.client, all_urls(resource)) <= {200, 302}


def test_its_existence_is_hidden_from_a_third_school(in_store: None) -> None:
    resource, reader, third = a_book(), a_reader(), a_reader()
    attach(resource, "cover", b"cover", "bia.jpg", "image/jpeg")
    open_to(resource, Action.READ, school_audience(reader.membership.school_id))
    urls = [*all_urls(resource), reverse("reading:cover", args=[resource.uuid])]
    assert statuses(third.client, urls) == {404}
    assert statuses(Client(), urls) == {404}
    assert statuses(reader.client, urls) <= {200, 302}


def test_the_cover_follows_discover_and_the_pages_follow_read(in_store: None) -> None:
    resource = a_book()
    attach(resource, "cover", b"cover", "bia.jpg", "image/jpeg")
    open_to(resource, Action.LOOK_INSIDE)
    cover = Client().get(reverse("reading:cover", args=[resource.uuid]))
    assert (cover.status_code, body(cover)) == (200, b"cover")
    assert statuses(Client(), all_urls(resource)) == {403}
    again = Client().get(reverse("reading:cover", args=[resource.uuid]), headers={"if-none-match": cover["ETag"]})
    assert again.status_code == 304


def test_a_page_of_another_book_is_not_found_under_this_one(in_store: None) -> None:
    open_book, closed_book = a_book(), a_book(owner=SchoolFactory())
    open_to(open_book, Action.READ)
    url = reverse("reading:page_image", args=[open_book.uuid, first_page(closed_book).uuid])
    assert Client().get(url).status_code == 404


def test_free_files_can_be_downloaded_and_protected_ones_cannot(backend: str) -> None:
    free, held = a_book(), a_book(protected=True)
    for resource in (free, held):
        open_to(resource, Action.READ)
        attach(resource, "searchable_pdf", b"%PDF- with text", "Sách.pdf", "application/pdf")
    librarian: Reader = a_reader(held.owner, "librarian")
    for name, data in (("original", b"%PDF- as it came"), ("searchable_pdf", b"%PDF- with text")):
        files = [
            attach(resource, "original", b"%PDF- as it came", "Toán 6.pdf", "application/pdf")
            for resource in (free, held)
        ]
        args = [[r.uuid, f.uuid] if name == "original" else [r.uuid] for r, f in zip((free, held), files, strict=True)]
        urls = [reverse(f"reading:{name}", args=arg) for arg in args]
        assert follow(Client().get(urls[0])) == data
        assert Client().get(urls[1]).status_code == 403
        assert follow(librarian.client.get(urls[1])) == data


def test_what_is_not_cleared_is_read_page_by_page_until_its_rights_are(on_disk: None) -> None:
    resource = a_book(rights="unknown")
    open_to(resource, Action.READ)
    file = attach(resource, "original", b"%PDF- as it came", "Toán 6.pdf", "application/pdf")
    url = reverse("reading:original", args=[resource.uuid, file.uuid])
    librarian: Reader = a_reader(resource.owner, "librarian")
    page = Client().get(image_url(resource))
    assert (page.status_code, page["Cache-Control"], body(page)) == (200, "private, no-store", image_bytes(resource))
    assert Client().get(url).status_code == 403
    assert follow(librarian.client.get(url)) == b"%PDF- as it came"
    by = system_viewer(resource.owner_id, now=timezone.now())
    actions.clear_rights(resource, rights="in_copyright", reason="Nhà xuất bản từ chối", by=by)
    assert Client().get(url).status_code == 403
    actions.clear_rights(resource, rights="public_domain", reason="Tác giả mất năm 1951", by=by)
    assert follow(Client().get(url)) == b"%PDF- as it came"
    assert Client().get(image_url(resource)).status_code == 302


def test_a_download_has_its_file_name_and_active_content_is_never_shown(on_disk: None) -> None:
    resource = a_book()
    open_to(resource, Action.READ)
    file = attach(resource, "original", b"<script>alert(1)</script>", "Bìa.html", "text/html")
    answer = Client().get(reverse("reading:original", args=[resource.uuid, file.uuid]))
    given = Client().get(answer["Location"])
    assert given["Content-Disposition"].startswith("attachment")
    assert "Bìa.html" in unquote(given["Content-Disposition"])
    assert (given["X-Content-Type-Options"], "sandbox" in given["Content-Security-Policy"]) == ("nosniff", True)
    shown = store().link(blob_key(file.blob_id), seconds=9, content_type="text/html", file_name="a", inline=True)
    assert Client().get(shown)["Content-Disposition"].startswith("attachment")


def test_a_signed_address_expires_and_cannot_be_altered(on_disk: None) -> None:
    resource = a_book()
    open_to(resource, Action.READ)
    address = Client().get(image_url(resource))["Location"]
    assert Client().get(address).status_code == 200
    assert Client().get(address[:-3] + "abc").status_code == 404
    key = links.read(address.removeprefix(links.PATH)).key
    late = store().link(key, seconds=-1, content_type="image/jpeg", file_name="a", inline=True)
    assert Client().get(late).status_code == 404


def test_only_a_front_server_learns_the_path_of_a_file(on_disk: None, settings) -> None:
    settings.X_ACCEL_PREFIX = "/_kho/"
    resource, teacher = a_book(protected=True), a_reader()
    lend_to(resource, teacher)
    assert "X-Accel-Redirect" not in teacher.client.get(image_url(resource))
    teacher.borrow(resource)
    answer = teacher.client.get(image_url(resource))
    image = first_page(resource).image
    assert image is not None
    assert answer["X-Accel-Redirect"] == f"/_kho/{blob_key(image.blob_id)}"
    assert answer["Cache-Control"] == "private, no-store"


def test_an_unreachable_store_gives_status_503(in_store: None, settings) -> None:
    resource = a_book(protected=True)
    open_to(resource, Action.READ)
    url = image_url(resource)
    settings.OBJECT_STORE_URL = "s3://a:b@127.0.0.1:9/bucket?secure=0"
    assert Client().get(url).status_code == 503


def test_the_gate_names_the_loan_that_gives_access_and_the_resource_that_it_refuses(
    in_store: None, django_assert_num_queries
) -> None:
    resource, teacher = a_book(), a_reader()
    lend_to(resource, teacher)
    viewer = viewer_for(teacher.person, now=timezone.now())
    with pytest.raises(NotOpenToRead) as refused:
        authorize_read(viewer, resource.uuid)
    assert refused.value.details == {"resource": resource}
    loan = teacher.borrow(resource)
    access = authorize_read(viewer_for(teacher.person, now=timezone.now()), resource.uuid)
    assert (access.loan, access.without_loan, access.may_be_linked) == (loan, False, False)
    with django_assert_num_queries(2):
        assert authorize_discover(viewer, resource.uuid).owner == resource.owner
