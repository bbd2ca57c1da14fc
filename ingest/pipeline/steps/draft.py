"""Create the draft, which the school's librarians can find and correct while the pages are being read."""

from pathlib import PurePath

from accounts.text import clean_line
from ingest.parsers.file_type import SourceKind
from ingest.pipeline.actions import results
from ingest.pipeline.job import Job
from repository import actions as catalogue
from repository.actions.files import FileToAttach
from repository.models import Blob, Resource, ResourceFile
from repository.record_bounds import MAX_LINE
from workers import fault_injection


def run(job: Job) -> None:
    """Create one draft for the upload, titled by the file's name, and attach the original."""
    with job.writing():
        job.upload.refresh_from_db()
        if job.upload.resource is None:
            draft = catalogue.create_draft(
                owner=job.upload.school,
                description=catalogue.Description(title=title_of(job.upload.name), kind=_kind(job)),
                by=job.by,
            )
            fault_injection.point("draft.made")
            results.save_draft(job.upload, draft)
        assert job.upload.resource is not None
        catalogue.attach_file(
            job.upload.resource,
            file=FileToAttach(
                role=ResourceFile.Role.ORIGINAL,
                blob=Blob.objects.get(pk=job.upload.digest),
                name=job.upload.name,
                content_type=job.upload.content_type,
            ),
            by=job.by,
        )


def title_of(name: str) -> str:
    """Return a working title: the file's name without its ending, underscores as spaces, NFC, up to 500 characters."""
    title = clean_line(PurePath(name).stem.replace("_", " ")) or clean_line(name)
    return title[: MAX_LINE["title"]].rstrip() or "?"


def _kind(job: Job) -> str:
    if job.source != SourceKind.RECORDING:
        return Resource.Kind.BOOK
    return Resource.Kind.VIDEO if job.facts["height"] else Resource.Kind.AUDIO
