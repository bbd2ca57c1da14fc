"""`python -m tests.faults.site_driver COMMAND …`: what users and the passing of time do to a site, in its own process.

prepare            create a school with a librarian
upload PATH…       upload files as a librarian
publish            review and publish every upload that waits for review
drain              run workers and the sweeper until nothing is left to do
finish PATH…       resume what was interrupted, run it to its end, print what is left
show               print uploads, resources, objects and index
work_in_progress   print running work, the workers and the number of pending wake-ups
sweep              run the sweeper once
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
from ingest.pipeline import page_sizes, small_covers  # noqa: E402
from ingest.states import UNFINISHED, State  # noqa: E402
from ingest.uploads import actions  # noqa: E402
from repository.actions import Description  # noqa: E402
from repository.models import IndexChange  # noqa: E402
from sharing.viewer import system_viewer  # noqa: E402
from tests.faults import dump  # noqa: E402
from workers import wakeups  # noqa: E402
from workers.events import periodic_maintenance  # noqa: E402
from workers.models import Worker  # noqa: E402

TIMEOUT_SECONDS = 180.0
LATER = timedelta(minutes=10)  # by then the sweeper notices every lost wake-up
MUCH_LATER = (
    timedelta(hours=2),
    timedelta(days=9),
    timedelta(days=9, minutes=1),
)  # unreferenced blobs are marked, then deleted


def prepare(code: str = "a") -> None:
    """Create a school."""
    School.objects.create(code=code, name="Trường THCS Nguyễn Du", kind=School.Kind.SCHOOL)


def upload(*paths: str) -> None:
    """Upload files as browsers and the command `ingest` do: first the bytes, then the rows."""
    upload_for("a", *paths)


def upload_for(code: str, *paths: str) -> None:
    """Upload files for the school with this code."""
    school = School.objects.get(code=code)
    files = [file for path in paths for file in actions.receive_path(Path(path))]
    actions.create_uploads(files, school=school, by=system_viewer(school.pk, now=timezone.now()))


def publish() -> None:
    """Publish every upload that waits for review."""
    for row in Upload.objects.filter(state=State.REVIEW):
        description = Description(title=row.name, creators=["Nguyễn Du"], subjects=["ngu-van"], grades=[6])
        by = system_viewer(row.school_id, now=timezone.now())
        actions.publish(row, description=description, grants={Action.READ: [EVERYONE]}, by=by)


def drain() -> None:
    """Run workers until their queues are empty, then the sweeper, until nothing is left to do."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while True:
        call_command("worker", until_empty=True, interval=0, verbosity=0)
        while any([small_covers.make_next(), page_sizes.make_next()]):  # else the sweeper has it done, sooner or later
            continue
        if not Upload.objects.filter(state__in=UNFINISHED).exists() and not IndexChange.objects.exists():
            return
        assert time.monotonic() < deadline, json.dumps(dump.canonical(), default=str, indent=1)
        _wait_for_leases()
        sweep_at(timezone.now() + LATER)


def finish(*paths: str) -> None:
    """Repeat what was interrupted, let time pass, print what is left."""
    if not Upload.objects.exists():  # no upload was acknowledged
        upload(*paths)
    drain()
    publish()
    drain()
    for later in MUCH_LATER:
        cache.clear()  # every entry has expired by then
        sweep_at(timezone.now() + later)
    drain()
    show()


def show() -> None:
    """Print uploads, resources, objects and index."""
    print(json.dumps(dump.canonical(), default=str, ensure_ascii=False, indent=1, sort_keys=True))


def states(code: str) -> None:
    """Print the states of a school's uploads."""
    print(*Upload.objects.filter(school__code=code).values_list("state", flat=True))


def work_in_progress() -> None:
    """Print running work, the workers and the number of pending wake-ups."""
    running = [str(row) for work in (UploadStep, PageBatch) for row in work.objects.filter(status="running")]
    workers = [str(worker) for worker in Worker.objects.all()]
    pending = sum(wakeups.pending_count(queue) for queue in settings.QUEUES)
    print(json.dumps({"running": running, "workers": workers, "wakeups": pending}))


def sweep() -> None:
    """Run the sweeper once."""
    sweep_at(timezone.now())


def sweep_at(now: object) -> None:
    """Run the periodic maintenance of every app; raise its first error."""
    for _receiver, outcome in periodic_maintenance.send_robust(sender=None, now=now):
        if isinstance(outcome, Exception):
            raise outcome


def _wait_for_leases() -> None:
    """Wait until the leases of killed workers have expired."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while any(
        work.objects.filter(status=work.Status.RUNNING, leased_until__gt=timezone.now()).exists()
        for work in (UploadStep, PageBatch)
    ):
        assert time.monotonic() < deadline
        time.sleep(0.05)


COMMANDS = {
    command.__name__: command
    for command in (prepare, upload, upload_for, publish, drain, finish, show, states, work_in_progress, sweep)
}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
