"""Fair scheduling between schools: the school with the least running work comes next, then the one served longest ago.

A wake-up says only that work exists; the worker that receives it takes what is due now. Ten thousand wake-ups of one
school are ten thousand chances for all schools. The number of database queries does not grow with the number of uploads
that wait.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Subquery

from accounts.models import School
from ingest.models import SchoolTurn, Upload
from ingest.pipeline.actions import schedule
from ingest.pipeline.queries import runnable, runnable_units, running_by_school
from ingest.states import UNFINISHED, UploadQueue
from workers import wakeups

MAX_WAKEUPS = 50  # for each queue and maintenance run


def next_uploads(queue: str, now: datetime) -> Iterator[Upload]:
    """Yield the oldest runnable upload of each school, in the order in which the schools are to be served."""
    for school in _schools(queue, now):
        upload = runnable(queue, now).filter(school=school).order_by("pk").first()
        if upload is not None:
            yield upload


def notify_waiting(now: datetime) -> None:
    """Send the wake-ups that were lost: one for each runnable unit of work that no pending wake-up covers."""
    for queue in UploadQueue.values:
        for upload in runnable_units(queue, now, MAX_WAKEUPS)[wakeups.pending_count(queue) :]:
            schedule.notify(upload, queue)


def _schools(queue: str, now: datetime) -> list[int]:
    waiting = Upload.objects.filter(school=OuterRef("pk"), queue=queue, state__in=UNFINISHED)
    served_at = SchoolTurn.objects.filter(school=OuterRef("pk"), queue=queue).values("served_at")
    schools = School.objects.filter(Exists(waiting)).annotate(served_at=Subquery(served_at))
    longest_ago_first = schools.order_by(F("served_at").asc(nulls_first=True), "pk").values_list("pk", flat=True)
    running = running_by_school(queue, now)
    return sorted(longest_ago_first, key=lambda school: running[school])  # sorted() is stable
