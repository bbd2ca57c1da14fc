"""Ten thousand books of one school do not starve one book of another, and the choice costs no more for them."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import School
from ingest import cleanup, tasks
from ingest.models import PageBatch, SchoolTurn, Upload, UploadStep
from ingest.pipeline import leases, scheduling
from ingest.states import State
from ingest.uploads import actions, bundling
from tests.factories import SchoolFactory, a_librarian
from tests.ingest import material
from workers import wakeups

MANY = 3000


@pytest.fixture
def rings(django_capture_on_commit_callbacks: Callable) -> Callable:
    """As it is outside a test: what is rung on commit is rung."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def many_books(school: School, path: Path, number: int = MANY) -> None:
    """Rows of as many uploads, all of the same bytes."""
    (first,) = actions.create_uploads(bundling.receive_path(path), school=school, by=a_librarian(school))
    values = {"school": school, "incoming_key": first.incoming_key, "created_at": first.created_at, "size": first.size}
    Upload.objects.bulk_create(Upload(name=f"sách {n}.png", **values) for n in range(number - 1))


def one_book(school: School, path: Path) -> Upload:
    (upload,) = actions.create_uploads(bundling.receive_path(path), school=school, by=a_librarian(school))
    return upload


def test_one_book_is_done_in_a_few_turns_though_thousands_of_another_school_came_first(
    db: None, tmp_path: Path
) -> None:
    big, small = SchoolFactory.create_batch(2)
    page = material.a_picture(tmp_path / "trang.png")
    many_books(big, page)
    ours = one_book(small, page)
    answered: list[int] = []
    for _ in range(8):  # two workers, one of each queue, take turns
        for queue in ("default", "pages"):
            upload = tasks.run_next(queue)
            answered += [upload.school_id] if upload else []
        ours.refresh_from_db()
        if ours.state == State.REVIEW:
            break
    assert ours.state == State.REVIEW
    assert answered.count(big.pk) >= 3, "the big school has its turns, too"
    assert Upload.objects.filter(school=big, state=State.RECEIVED).count() > MANY - 10


def test_the_school_with_least_in_work_comes_first_then_the_one_served_longest_ago(db: None, tmp_path: Path) -> None:
    now = timezone.now()
    busy, lately, long_ago = SchoolFactory.create_batch(3)
    page = material.a_picture(tmp_path / "trang.png")
    uploads = {school.pk: [one_book(school, page), one_book(school, page)] for school in (busy, lately, long_ago)}
    SchoolTurn.objects.create(school=lately, queue="default", at=now - timedelta(seconds=5))
    SchoolTurn.objects.create(school=long_ago, queue="default", at=now - timedelta(seconds=50))
    step = UploadStep.objects.create(upload=uploads[busy.pk][0], name="store_original")
    assert leases.acquire(step)
    chosen = list(scheduling.next_uploads("default", now))
    assert [upload.school_id for upload in chosen] == [long_ago.pk, lately.pk, busy.pk]
    assert chosen[-1] == uploads[busy.pk][1], "what somebody is at is nobody's to take"


def test_what_failed_a_moment_ago_lets_others_go_first(db: None, tmp_path: Path) -> None:
    school = SchoolFactory.create()
    page = material.a_picture(tmp_path / "trang.png")
    failing, next_one = one_book(school, page), one_book(school, page)
    step = UploadStep.objects.create(upload=failing, name="store_original")
    leases.acquire(step)
    leases.retry_later(step)
    now = timezone.now()
    assert list(scheduling.next_uploads("default", now)) == [next_one]
    assert list(scheduling.next_uploads("default", now + leases.duration())) == [failing]


def test_a_choice_costs_the_same_however_many_wait(db: None, tmp_path: Path) -> None:
    big, small = SchoolFactory.create_batch(2)
    page = material.a_picture(tmp_path / "trang.png")
    one_book(big, page), one_book(small, page)
    few = queries_of_a_choice()
    many_books(big, page)
    assert queries_of_a_choice() == few
    assert few <= 6
    if connection.vendor == "sqlite":
        plan = scheduling.runnable("default", timezone.now()).filter(school=big).order_by("pk")[:1].explain()
        assert "upload_waits" in plan, plan


def queries_of_a_choice() -> int:
    with CaptureQueriesContext(connection) as asked:
        next(scheduling.next_uploads("default", timezone.now()))
    return len(asked)


def test_two_workers_never_get_the_same_pages(db: None, tmp_path: Path) -> None:
    school = SchoolFactory.create()
    upload = one_book(school, material.a_pdf(tmp_path / "a.pdf", pages=9))
    assert tasks.run_next("default") == upload
    upload.refresh_from_db()
    assert upload.queue == "pages"
    now = timezone.now()
    first, second = scheduling.runnable_batches(upload, now), scheduling.runnable_batches(upload, now)
    assert leases.acquire(first[0])
    assert not leases.acquire(second[0])
    assert leases.acquire(second[1])
    assert scheduling.runnable_batches(upload, now) == second[2:]


def test_a_bell_that_finds_nothing_does_nothing(db: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert tasks.run_next("pages") is None
    assert len(asked) <= 3


def test_the_sweep_rings_as_often_as_there_is_work_and_not_more(db: None, tmp_path: Path, rings: Callable) -> None:
    school = SchoolFactory.create()
    for _ in range(3):
        one_book(school, material.a_picture(tmp_path / "trang.png"))  # their own bells are lost
    for _ in range(2):
        with rings():
            cleanup.notify_waiting(timezone.now())
        assert wakeups.pending_count("default") == 3


def test_the_last_batch_sends_the_book_on(db: None, tmp_path: Path) -> None:
    school = SchoolFactory.create()
    upload = one_book(school, material.a_pdf(tmp_path / "a.pdf", pages=2))
    tasks.run_next("default")
    for expected in ("pages", "default"):
        tasks.run_next("pages")
        upload.refresh_from_db()
        assert upload.queue == expected
    assert not PageBatch.objects.exclude(status=PageBatch.Status.DONE).exists()
    assert upload.pages_done == 2
