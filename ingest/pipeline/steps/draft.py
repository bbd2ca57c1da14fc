"""Make the record that the school's librarians can see and correct while the pages are still coming."""

import unicodedata
from pathlib import PurePath

from ingest.parsers.file_type import SourceKind
from ingest.pipeline.job import Job
from repository import actions as catalogue
from repository.actions.files import FileToAttach
from repository.models import Blob, Resource, ResourceFile
from workers import fault_injection


def run(job: Job) -> None:
    """One draft for each upload, named by its file until somebody knows better, with the original attached."""
    with job.writing():
        job.upload.refresh_from_db()
        if job.upload.resource is None:
            job.upload.resource = catalogue.create_draft(
                owner=job.upload.school,
                description=catalogue.Description(title=title_of(job.upload.name), kind=_kind(job)),
                by=job.by,
            )
            fault_injection.point("draft.made")
            job.upload.save(update_fields=["resource"])
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
    """The file's name without its ending, underscores as spaces, NFC."""
    stem = PurePath(unicodedata.normalize("NFC", name)).stem
    return " ".join(stem.replace("_", " ").split())[:500] or name[:500]


def _kind(job: Job) -> str:
    if job.source != SourceKind.RECORDING:
        return Resource.Kind.BOOK
    return Resource.Kind.VIDEO if job.facts["height"] else Resource.Kind.AUDIO
