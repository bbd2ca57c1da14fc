"""The requests of a browser, in a process that a test may kill.

    python -m tests.ingest.uploads.upload_process begin|resume direct|through-the-site

`begin` prints the name of each file whose end was acknowledged; `resume` prints what is stored before and after.
"""

import hashlib
import json
import sys
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import Membership, Role  # noqa: E402
from ingest.models import FileGroup, Upload  # noqa: E402
from ingest.uploads.actions import cleanup  # noqa: E402
from repository.store import intake, store  # noqa: E402
from repository.store.protocol import PART_SIZE  # noqa: E402
from tests.factories import MembershipFactory, PersonFactory  # noqa: E402
from tests.ingest import browser  # noqa: E402
from tests.ingest.browser import InMemory, Refused  # noqa: E402

FILES = {
    "sách.pdf": b"%PDF-" + b"1" * PART_SIZE,
    "bài.mp4": b"video",
    "bài.vtt": b"WEBVTT",
    "1.jpg": b"one",
    "2.jpg": b"two",
}
ABORTED = "bỏ.pdf"


def main(command: str, route: str) -> None:
    """Send everything, resuming what was begun; after `resume`, complete and clean up a month later."""
    if command == "begin":
        MembershipFactory.create(person=PersonFactory.create(username="thu-thu"), role=Role.LIBRARIAN)
    before = digests()
    client = Client(SERVER_NAME="localhost")
    client.force_login(Membership.objects.get(person__username="thu-thu").person)
    sender = browser.of_tests(client, direct=route == "direct")
    start_and_abort(sender)
    for name, file in file_ids(sender).items():
        send(sender, name, file)
        if command == "begin":
            print(name, flush=True)
    if command == "resume":
        print(json.dumps({"before": before, **result()}))


def digests() -> list[tuple[str, str]]:
    """Return the name of each upload and the SHA-256 of its incoming bytes."""
    stored = []
    for upload in Upload.objects.order_by("pk"):
        with store().open(upload.incoming_key) as file:
            stored.append((upload.name, hashlib.sha256(file.read()).hexdigest()))
    return stored


def result() -> dict[str, object]:
    """Return what is left when a month has passed."""
    cleanup.complete_stalled(timezone.now() + timedelta(hours=1))
    cleanup.delete_abandoned(timezone.now() + timedelta(days=30))
    uploads = list(Upload.objects.all())
    keys = [upload.incoming_key for upload in uploads] + [
        attachment["key"] for upload in uploads for attachment in upload.attachments
    ]
    return {
        "uploads": digests(),
        "groups": FileGroup.objects.count(),
        "unfinished": list(intake().unfinished(before=timezone.now() + timedelta(days=1))),
        "objects": sorted(stored.key for stored in store().list_objects("incoming/")),
        "needed": sorted(keys),
    }


def file_ids(sender: browser.Browser) -> dict[str, str]:
    """Return the ids of the files by name, which a page remembers while it is open."""
    memory = settings.VAR_DIR / "page.json"
    if not memory.exists():
        started = sender.start(*((name, len(data)) for name, data in FILES.items()), book="Ảnh")
        memory.write_text(json.dumps({file["name"]: file["id"] for file in started}))
    return json.loads(memory.read_text())


def send(sender: browser.Browser, name: str, file: str) -> None:
    """Finish a file; if parts are missing, send them first."""
    data = FILES[name]
    try:
        sender.finish(file)
    except Refused as early:
        if early.status != 409:
            raise
        (started,) = sender.start((name, len(data)))
        if started["id"] != file:
            raise
        list(sender.send_parts(started, InMemory(data)))
        sender.finish(file)


def start_and_abort(sender: browser.Browser) -> None:
    """Start one more file and abort it."""
    (started,) = sender.start((ABORTED, 5))
    sender.send_part(started["id"], 1, b"%PDF-")
    sender.abort(started["id"])


if __name__ == "__main__":
    main(*sys.argv[1:])
