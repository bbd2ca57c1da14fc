"""`python -m tests.faults.site_driver WORD…`: what people and the passing of time do to a site, in its own process.

prepare            a school with a librarian
send PATH…         a librarian sends files
publish            she reviews and publishes what waits
settle             workers start again, and the sweeper, until nothing is left to do
finish PATH…       what was interrupted goes on to its end; prints all that is left
show               prints what there is now
held               prints what is in work, which workers are there, how many bells wait
ring               one sweep
"""

import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from access.actions import Action  # noqa: E402
from access.labels import EVERYONE  # noqa: E402
from accounts.models import School  # noqa: E402
from ingest.models import PageBatch, Upload, UploadStep  # noqa: E402
from ingest.pipeline import leases  # noqa: E402
from ingest.pipeline.job import UNFINISHED  # noqa: E402
from ingest.states import State  # noqa: E402
from ingest.uploads import actions  # noqa: E402
from ingest.uploads.bundling import receive_path as sent  # noqa: E402
from repository.actions import Description  # noqa: E402
from repository.models import IndexChange  # noqa: E402
from sharing.viewer import system_viewer  # noqa: E402
from tests.faults import dump  # noqa: E402
from workers import wakeups  # noqa: E402
from workers.events import periodic_maintenance  # noqa: E402
from workers.models import Worker  # noqa: E402

TIMEOUT_SECONDS = 180.0
LATER = timedelta(minutes=10)  # by when every lost bell is missed
MUCH_LATER = (
    timedelta(hours=2),
    timedelta(days=9),
    timedelta(days=9, minutes=1),
)  # unused blobs are noted, then removed


def prepare(code: str = "a") -> None:
    """A school."""
    School.objects.create(code=code, name="Trường THCS Nguyễn Du", kind=School.Kind.SCHOOL)


def send(*paths: str) -> None:
    """As the browser and the command do it: bytes into the intake first, then the rows."""
    send_for("a", *paths)


def send_for(code: str, *paths: str) -> None:
    """The same for a school by its code."""
    school = School.objects.get(code=code)
    files = [one for path in paths for one in sent(Path(path))]
    actions.create_uploads(files, school=school, by=system_viewer(school.pk, now=timezone.now()))


def publish() -> None:
    """Everything that waits for review."""
    for upload in Upload.objects.filter(state=State.REVIEW):
        description = Description(title=upload.name, creators=["Nguyễn Du"], subjects=["ngu_van"], grades=[6])
        by = system_viewer(upload.school_id, now=timezone.now())
        actions.publish(upload, description=description, grants={Action.READ: [EVERYONE]}, by=by)


def settle() -> None:
    """Workers run until their queues are empty; the sweeper rings for what nobody holds; until all is quiet."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while True:
        call_command("worker", until_empty=True, interval=0, verbosity=0)
        if not Upload.objects.filter(state__in=UNFINISHED).exists() and not IndexChange.objects.exists():
            return
        assert time.monotonic() < deadline, json.dumps(dump.canonical(), default=str, indent=1)
        _wait_for_leases()
        sweep_at(timezone.now() + LATER)


def finish(*paths: str) -> None:
    """Whoever was interrupted tries again; time passes; then all that is left is printed."""
    if not Upload.objects.exists():  # nothing was acknowledged
        send(*paths)
    settle()
    publish()
    settle()
    for later in MUCH_LATER:
        cache.clear()  # so much later nothing is remembered
        sweep_at(timezone.now() + later)
    settle()
    show()


def show() -> None:
    """What there is now."""
    print(json.dumps(dump.canonical(), default=str, ensure_ascii=False, indent=1, sort_keys=True))


def states(code: str) -> None:
    """The states of a school's uploads."""
    print(*Upload.objects.filter(school__code=code).values_list("state", flat=True))


def held() -> None:
    """Who has what at this moment."""
    running = [str(row) for work in (UploadStep, PageBatch) for row in work.objects.filter(status="running")]
    there = [str(worker) for worker in Worker.objects.all()]
    pending = sum(wakeups.pending_count(queue) for queue in settings.QUEUES)
    print(json.dumps({"running": running, "workers": there, "bells": pending}))


def ring() -> None:
    """The sweeper rings for what nobody does."""
    sweep_at(timezone.now())


def sweep_at(now: object) -> None:
    """One sweep through all apps; a failure of one is ours."""
    for _receiver, outcome in periodic_maintenance.send_robust(sender=None, now=now):
        if isinstance(outcome, Exception):
            raise outcome


def _wait_for_leases() -> None:
    """Until nobody holds anything: the killed worker's lease must run out first."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while any(
        work.objects.filter(status=leases.Lease.Status.RUNNING, leased_until__gt=timezone.now()).exists()
        for work in (UploadStep, PageBatch)
    ):
        assert time.monotonic() < deadline
        time.sleep(0.05)


WORDS = {word.__name__: word for word in (prepare, send, publish, settle, finish, show, states, held, ring, send_for)}

if __name__ == "__main__":
    WORDS[sys.argv[1]](*sys.argv[2:])
