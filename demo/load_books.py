"""Loading of the demo's sources through the real pipeline: upload, digitisation, a librarian's review, lending."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from access.labels import EVERYONE, group_audience, school_audience
from access.viewer import Viewer
from accounts.models import School
from circulation.licences.actions import LicenceTerms, add_licence
from circulation.models import Licence
from demo import holdings
from demo.holdings import Holding
from demo.loans import SINCE
from ingest.models import Upload
from ingest.states import UNFINISHED, State
from ingest.uploads import actions
from sharing.models import SchoolGroup

LOOK_EVERY = 0.5  # seconds between two queries
STALL_SECONDS = 180  # seconds without progress before NobodyWorks


class NobodyWorks(Exception):
    """Uploads wait and no worker takes them."""

    def __str__(self) -> str:
        return _(
            "No worker took the uploads of the demo."
            " `make run` starts the workers; `manage.py demo --with-workers` too."
        )


@dataclass(frozen=True)
class Library:
    """A school of the demo with its librarian and its group."""

    school: School
    librarian: Callable[[datetime], Viewer]
    group: SchoolGroup

    def audience(self, word: str) -> str:
        """Return the audience that a holding names, as labels write it."""
        if word == holdings.OWN_SCHOOL:
            return school_audience(self.school.pk)
        return group_audience(self.group.pk) if word == holdings.GROUP else EVERYONE


def send_missing(wanted: Sequence[Holding], libraries: dict[str, Library], folder: Path) -> None:
    """Upload the sources that were not uploaded yet."""
    for holding in wanted:
        library = libraries[holding.school]
        if upload_of(holding, library.school) is None:
            sent = actions.receive_path(folder / holding.source)
            captions = (folder / holding.source).with_suffix(".vtt")
            if captions.exists():
                sent += actions.receive_path(captions)
            actions.create_uploads(sent, school=library.school, by=library.librarian(timezone.now()))


def watch_and_publish(
    wanted: Sequence[Holding], libraries: dict[str, Library], show: Callable[[list[Upload]], None]
) -> list[Upload]:
    """Review each upload as it becomes ready, until none is in progress; return them all. Raise NobodyWorks."""
    seen, moved_at = "", time.monotonic()
    while True:
        uploads = [upload for holding in wanted if (upload := _reviewed(holding, libraries))]
        show(uploads)
        if not any(upload.state in UNFINISHED for upload in uploads):
            return uploads
        now_seen = str([(upload.state, upload.step, upload.pages_done) for upload in uploads])
        if now_seen != seen:
            seen, moved_at = now_seen, time.monotonic()
        if time.monotonic() - moved_at > STALL_SECONDS:
            raise NobodyWorks
        time.sleep(LOOK_EVERY)


def upload_of(holding: Holding, school: School) -> Upload | None:
    """Return the upload of this source, whatever its state."""
    names = [holding.source, f"{holding.source}.zip"]
    return Upload.objects.filter(school=school, name__in=names).exclude(state=State.CANCELLED).first()


def _reviewed(holding: Holding, libraries: dict[str, Library]) -> Upload | None:
    library = libraries[holding.school]
    upload = upload_of(holding, library.school)
    if upload is not None and upload.state == State.REVIEW:
        grants: dict = {}
        for action, word in holding.opened:
            grants.setdefault(action, []).append(library.audience(word))
        by = library.librarian(timezone.now())
        actions.publish(upload, description=holding.description, grants=grants, by=by)
        upload.refresh_from_db()
    if upload is not None and upload.state == State.PUBLISHED and holding.seats:
        _lend(upload, holding.seats, library.librarian(timezone.now()))
    return upload


def _lend(upload: Upload, seats: int, by: Viewer) -> None:
    if upload.resource is not None and not Licence.objects.filter(resource=upload.resource).exists():
        add_licence(upload.resource, terms=LicenceTerms(seats=seats, starts_at=by.now - SINCE), by=by)
