"""What a browser asks of the site, in a process that a test may kill.

    python -m tests.ingest.upload_process begin|go_on straight|through-the-site

`begin` prints at once whose end was acknowledged; `go_on` prints what is there before and after.
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
from ingest import cleanup  # noqa: E402
from ingest.models import FileGroup, Upload  # noqa: E402
from repository.store import intake, store  # noqa: E402
from repository.store.protocol import PART_SIZE  # noqa: E402
from tests.factories import MembershipFactory, PersonFactory  # noqa: E402
from tests.ingest import browser  # noqa: E402
from tests.ingest.browser import HOME, Refused, Text  # noqa: E402

FILES = {
    "sách.pdf": b"%PDF-" + b"1" * PART_SIZE,
    "bài.mp4": b"video",
    "bài.vtt": b"WEBVTT",
    "1.jpg": b"one",
    "2.jpg": b"two",
}
DROPPED = "bỏ.pdf"


def main(word: str, way: str) -> None:
    """Send everything; what was begun before goes on as a browser does that waited for an answer, then all is swept."""
    if word == "begin":
        MembershipFactory.create(person=PersonFactory.create(username="thu-thu"), role=Role.LIBRARIAN)
    before = digests()
    client = Client(SERVER_NAME="localhost")
    client.force_login(Membership.objects.get(person__username="thu-thu").person)
    sender = browser.of_tests(client, goes_straight=way == "straight")
    drop(sender)
    for name, sending in sendings(sender).items():
        send(sender, name, sending)
        if word == "begin":
            print(name, flush=True)
    if word == "go_on":
        print(json.dumps({"before": before, **end()}))


def digests() -> list[tuple[str, str]]:
    """The name of each upload, and the SHA-256 of what waits of it."""
    found = []
    for upload in Upload.objects.order_by("pk"):
        with store().open(upload.incoming_key) as file:
            found.append((upload.name, hashlib.sha256(file.read()).hexdigest()))
    return found


def end() -> dict[str, object]:
    """What is left when a month has passed."""
    cleanup.complete_stalled(timezone.now() + timedelta(hours=1))
    cleanup.delete_abandoned(timezone.now() + timedelta(days=30))
    uploads = list(Upload.objects.all())
    keys = [upload.incoming_key for upload in uploads] + [
        one["key"] for upload in uploads for one in upload.attachments
    ]
    return {
        "uploads": digests(),
        "parcels": FileGroup.objects.count(),
        "unfinished": list(intake().unfinished(before=timezone.now() + timedelta(days=1))),
        "objects": sorted(found.key for found in store().list_objects("incoming/")),
        "wanted": sorted(keys),
    }


def sendings(sender: browser.Browser) -> dict[str, str]:
    """The ids, which a page remembers while it is open."""
    memory = settings.VAR_DIR / "page.json"
    if not memory.exists():
        begun = sender.announce(*((name, len(data)) for name, data in FILES.items()), book="Ảnh")
        memory.write_text(json.dumps({one["name"]: one["id"] for one in begun}))
    return json.loads(memory.read_text())


def send(sender: browser.Browser, name: str, sending: str) -> None:
    """Its end, or first the parts that are missing."""
    data = FILES[name]
    try:
        sender.finish(sending)
    except Refused as early:
        if early.status != 409:
            raise
        (begun,) = sender.announce((name, len(data)))
        if begun["id"] != sending:
            raise
        list(sender.send_parts(begun, Text(data)))
        sender.finish(sending)


def drop(sender: browser.Browser) -> None:
    """One that she begins and gives up."""
    (begun,) = sender.announce((DROPPED, 5))
    sender.send_part(begun["id"], 1, b"%PDF-")
    sender.ask("POST", f"{HOME}{begun['id']}/bo/")


if __name__ == "__main__":
    main(*sys.argv[1:])
