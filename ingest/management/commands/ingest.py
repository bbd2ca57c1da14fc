"""`manage.py ingest PATH... --school CODE`: digitise files and folders, with a progress bar; safe to interrupt."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from accounts.models import School
from ingest.errors import sentence_for
from ingest.models import Upload
from ingest.pipeline.temporary_workers import temporary_workers
from ingest.states import UNFINISHED
from ingest.uploads import actions
from ingest.uploads.progress import steps_in_words
from sharing.viewer import system_viewer
from workers.heartbeat import is_attended

NEEDED = ("default", "pages", "media", "index")  # queues; where workers of a service run, no others are started
POLL_SECONDS = 0.5  # between two updates of the progress bar


class Command(BaseCommand):
    """Send each path through the same pipeline as an upload from a browser; a folder of pictures is one book."""

    help = "Digitise files: PDF, zips and folders of page pictures, videos with captions of the same name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the paths, the school, and whether to start workers."""
        parser.add_argument("paths", nargs="+", type=Path)
        parser.add_argument("--school", required=True, help="code of the school that owns them")
        parser.add_argument("--no-workers", action="store_true", help="start no workers, even if none run")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the uploads and show their progress until each is ready for review, refused or failed."""
        school = School.objects.filter(code=options["school"]).first()
        if school is None:
            raise CommandError(_("There is no school with the code “%s”.") % options["school"])
        uploads = self._receive(options["paths"], school)
        if options["no_workers"] or all(is_attended(queue, timezone.now()) for queue in NEEDED):
            self._watch(uploads)
        else:
            with temporary_workers():
                self._watch(uploads)
        self._report(uploads)

    def _receive(self, paths: list[Path], school: School) -> list[Upload]:
        missing = [str(path) for path in paths if not path.exists()]
        if missing:
            raise CommandError(_("Nothing found at: %s") % ", ".join(missing))
        by = system_viewer(school.pk, now=timezone.now())
        received = [
            file for path in tqdm(paths, desc=_("uploading"), disable=None) for file in actions.receive_path(path)
        ]
        return actions.create_uploads(received, school=school, by=by, submission=uuid4())

    def _watch(self, uploads: list[Upload]) -> None:
        with tqdm(total=1, unit=_("page"), disable=None) as bar:
            while True:
                rows = list(Upload.objects.filter(pk__in=[upload.pk for upload in uploads]))
                bar.total = max(sum(row.pages_total for row in rows), 1)
                bar.n = sum(row.pages_done for row in rows)
                bar.set_description(steps_in_words(rows) or _("done"))
                bar.refresh()
                if not any(row.state in UNFINISHED for row in rows):
                    return
                time.sleep(POLL_SECONDS)

    def _report(self, uploads: list[Upload]) -> None:
        for upload in Upload.objects.filter(pk__in=[upload.pk for upload in uploads]).order_by("pk"):
            problem = sentence_for(upload.problem, upload.problem_details)
            self.stdout.write(f"{upload.name}: {upload.get_state_display()}{f' – {problem}' if problem else ''}")
