"""Fair scheduling: thousands of uploads of one school neither starve another school nor make the choice slower."""

from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import School
from ingest.models import SchoolTurn, Upload, UploadStep
from ingest.pipeline import queries, runner, scheduling
from ingest.pipeline.actions import leases
from ingest.states import State
from tests.factories import SchoolFactory
from tests.ingest import material
from tests.ingest.conftest import received

MANY = 3000


def many_books(school: School, path: Path, number: int = MANY) -> None:
    """Create the rows of as many uploads, all of the same bytes."""
    first = received(school, path)
    values = {"school": school, "incoming_key": first.incoming_key, "created_at": first.created_at, "size": first.size}
    Upload.objects.bulk_create(Upload(name=f"sách {n}.png", **values) for n in range(number - 1))


def test_one_book_is_done_in_a_few_turns_though_thousands_of_another_school_came_first(
    db: None, tmp_path: Path
) -> None:
    big, small = SchoolFactory.create_batch(2)
    page = material.a_picture(tmp_path / "trang.png")
    many_books(big, page)
    book = received(small, page)
    served: list[int] = []
    for _ in range(8):  # two workers, one of each queue, take turns
        for queue in ("default", "pages"):
            upload = runner.run_next(queue)
            served += [upload.school_id] if upload else []
        book.refresh_from_db()
        if book.state == State.REVIEW:
            break
    assert book.state == State.REVIEW
    assert served.count(big.pk) >= 3, "the big school has its turns, too"
    assert Upload.objects.filter(school=big, state=State.RECEIVED).count() > MANY - 10


def test_the_school_with_the_least_running_work_comes_first_then_the_one_served_longest_ago(
    db: None, tmp_path: Path
) -> None:
    now = timezone.now()
    busy, recent, long_ago = SchoolFactory.create_batch(3)
    page = material.a_picture(tmp_path / "trang.png")
    uploads = {school.pk: [received(school, page), received(school, page)] for school in (busy, recent, long_ago)}
    SchoolTurn.objects.create(school=recent, queue="default", served_at=now - timedelta(seconds=5))
    SchoolTurn.objects.create(school=long_ago, queue="default", served_at=now - timedelta(seconds=50))
    step = UploadStep.objects.create(upload=uploads[busy.pk][0], name="store_original")
    assert leases.acquire(step)
    chosen = list(scheduling.next_uploads("default", now))
    assert [upload.school_id for upload in chosen] == [long_ago.pk, recent.pk, busy.pk]
    assert chosen[-1] == uploads[busy.pk][1], "an upload whose step a worker holds is not chosen"


def test_after_a_failed_attempt_other_uploads_go_first(db: None, tmp_path: Path) -> None:
    school = SchoolFactory.create()
    page = material.a_picture(tmp_path / "trang.png")
    failing, next_one = received(school, page), received(school, page)
    step = UploadStep.objects.create(upload=failing, name="store_original")
    leases.acquire(step)
    leases.retry_later(step)
    now = timezone.now()
    assert list(scheduling.next_uploads("default", now)) == [next_one]
    assert list(scheduling.next_uploads("default", now + queries.lease_duration())) == [failing]


def test_a_choice_costs_the_same_however_many_wait(db: None, tmp_path: Path) -> None:
    big, small = SchoolFactory.create_batch(2)
    page = material.a_picture(tmp_path / "trang.png")
    received(big, page), received(small, page)
    few = query_count_of_a_choice()
    many_books(big, page)
    assert query_count_of_a_choice() == few
    assert few <= 6
    if connection.vendor == "sqlite":
        plan = queries.runnable("default", timezone.now()).filter(school=big).order_by("pk")[:1].explain()
        assert "upload_schedule" in plan, plan


def query_count_of_a_choice() -> int:
    with CaptureQueriesContext(connection) as captured:
        next(scheduling.next_uploads("default", timezone.now()))
    return len(captured)
