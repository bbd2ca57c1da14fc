"""Copies of page images for screens: made in the background for new and old pages, in a parser process."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks.base import Task
from PIL import Image, ImageDraw

from ingest import tasks
from ingest.models import PageBatch, Upload
from ingest.pipeline import page_sizes, small_covers
from reading.cards import card_for
from repository import actions
from repository.models import Blob, PageImage, Resource
from repository.preservation import mark_unreferenced
from repository.store import store
from repository.store.keys import blob_key
from sharing.viewer import system_viewer
from tests.factories import a_draft
from tests.reading.conftest import a_book, attach, keep
from workers import shutdown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_store"), pytest.mark.backend_independent]


def a_book_of_images(*sizes: tuple[int, int]) -> Resource:
    """Return a book whose pages have images of these sizes in pixels, with lines of text."""
    book = a_book([f"Trang {number}" for number, _size in enumerate(sizes)])
    for page, size in zip(book.pages.select_related("image"), sizes, strict=True):
        drawn = Image.new("L", size, "white")
        draw = ImageDraw.Draw(drawn)
        for line in range(0, size[1], 40):
            draw.text((40, line), "Trường học của chúng ta", fill=0, font_size=24)
        set_image(page.image, drawn)
    return book


def set_image(image: PageImage, picture: Image.Image) -> None:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    set_bytes(image, out.getvalue(), *picture.size)


def set_bytes(image: PageImage, data: bytes, width: int = 1, height: int = 1) -> None:
    blob = keep(data, "image/jpeg")
    PageImage.objects.filter(pk=image.pk).update(blob=blob, width=width, height=height)


def widths(book: Resource) -> list[list[int]]:
    return [[size.width for size in page.image.sizes.all()] for page in book.pages.select_related("image")]


def test_each_page_gets_its_copies_and_they_are_smaller() -> None:
    book = a_book_of_images((1160, 1600), (500, 700))
    assert page_sizes.make_next() is False, "all pages of the book were made in one run"
    assert widths(book) == [[240, 480, 800, 1160], [240, 500]]
    image = book.pages.select_related("image__blob").first().image
    for size in image.sizes.select_related("blob"):
        with store().open(blob_key(size.blob_id)) as stored, Image.open(io.BytesIO(stored.read())) as copy:
            assert (copy.format, copy.width) == ("WEBP", size.width)
            assert abs(copy.height / copy.width - 1600 / 1160) < 0.01
        assert size.blob.size < image.blob.size * 0.6
    mark_unreferenced(timezone.now() + timedelta(days=1))
    assert not Blob.objects.filter(page_image_sizes__isnull=False, unreferenced_since__isnull=False).exists()


def test_a_book_in_work_waits_until_its_pages_are_read() -> None:
    book = a_book_of_images((500, 700))
    upload = Upload.objects.create(
        school=book.owner, name="sách.pdf", incoming_key="incoming/x", resource=book, created_at=timezone.now()
    )
    batch = PageBatch.objects.create(upload=upload, first=0, last=0)
    assert not page_sizes.waiting().exists()
    PageBatch.objects.filter(pk=batch.pk).update(status=PageBatch.Status.DONE)
    assert page_sizes.waiting().count() == 1


def test_a_page_that_cannot_be_read_keeps_its_jpeg_and_stops_no_other() -> None:
    book = a_book_of_images((500, 700), (500, 700), (20, 16_500))
    damaged = book.pages.select_related("image").first().image
    set_bytes(damaged, b"\xff\xd8\xff no picture")
    assert page_sizes.make_next() is False
    assert widths(book) == [[], [240, 500], []], "the last page is too long for the format"
    assert not page_sizes.waiting().exists(), "none is tried again and again"


def test_a_run_is_short_and_wakes_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = a_book_of_images((300, 400), (300, 400), (300, 400)), a_book_of_images((300, 400))
    monkeypatch.setattr(page_sizes, "RUN", 2)
    woken: list[str] = []

    def notify(task: Task, *_arguments: object) -> bool:
        woken.append(task.name)
        return True

    monkeypatch.setattr("workers.wakeups.notify", notify)
    tasks.wakeups.reset_debounce(tasks.PAGE_SIZES)
    for expected in (3, 1, 0):  # the newest resource first, then two of three pages, then the last one
        tasks.make_page_sizes.func()
        assert page_sizes.waiting().count() == expected
    assert woken == ["make_page_sizes"] * 2
    assert widths(first) + widths(second) == [[240, 300]] * 4


def test_a_copied_book_gets_its_copies_anew() -> None:
    book = a_book_of_images((500, 700))
    page_sizes.make_next()
    copy = a_draft(book.owner, title="Bản sao")
    actions.pages.copy_pages(book, copy, now=timezone.now())
    assert widths(copy) == [[]]
    page_sizes.make_next()
    assert widths(copy) == [[240, 500]]


def test_a_worker_that_must_stop_leaves_the_pages_to_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    a_book_of_images((500, 700))
    with monkeypatch.context() as stopping:
        stopping.setattr(shutdown._state, "requested", True)
        assert page_sizes.make_next() is True
    assert page_sizes.waiting().count() == 1
    assert page_sizes.make_next() is False


def test_a_cover_gets_a_small_copy_and_a_new_cover_a_new_one() -> None:
    book = a_book_of_images((300, 400))
    for width, shade in ((640, 10), (700, 200)):
        out = io.BytesIO()
        Image.new("RGB", (width, 900), (shade, 90, 90)).save(out, "JPEG")
        cover = attach(book, "cover", out.getvalue(), "cover.jpg", "image/jpeg", width=width, height=900)
        assert card_for(Resource.objects.get(pk=book.pk)).cover.url.endswith(f"{book.uuid}.jpg"), "until it is made"
        assert not book.files.filter(role="small_cover").exists(), "that of the earlier cover is gone"
        assert small_covers.make_next() is False
        copy = book.files.get(role="small_cover")
        assert (copy.name, copy.content_type) == (cover.blob_id, "image/webp")
        with store().open(blob_key(copy.blob_id)) as file, Image.open(io.BytesIO(file.read())) as picture:
            assert picture.width == 240
        shown = card_for(Resource.objects.get(pk=book.pk)).cover
        assert shown.url.endswith("-nho.webp")
        assert shown.large_url.endswith(f"{book.uuid}.jpg")


def test_without_a_cover_there_is_no_copy_of_it() -> None:
    book = a_book_of_images((300, 400))
    cover = attach(book, "cover", b"no picture", "cover.jpg", "image/jpeg")
    small_covers.make_next()
    actions.files.detach_file(cover, by=system_viewer(book.owner_id, now=timezone.now()))
    assert not Resource.objects.get(pk=book.pk).covers


def test_a_cover_that_cannot_be_read_is_its_own_copy() -> None:
    book = a_book_of_images((300, 400))
    cover = attach(book, "cover", b"no picture", "cover.jpg", "image/jpeg")
    assert small_covers.make_next() is False
    assert book.files.get(role="small_cover").blob_id == cover.blob_id
