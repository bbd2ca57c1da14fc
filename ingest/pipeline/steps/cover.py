"""A cover: of a book its first page, which its batch brings; of a recording the poster, which its stream brings."""

from ingest.pipeline.job import Job
from repository import actions as catalogue
from repository.actions.files import FileToAttach
from repository.models import PageImage, ResourceFile


def run(job: Job) -> None:
    """Where the first page was broken, the first page that is not lends its thumbnail."""
    if job.resource.files.filter(role=ResourceFile.Role.COVER).exists():
        return
    page = job.resource.pages.exclude(image=None).select_related("image__thumbnail").first()
    if page is not None and page.image is not None:
        _lend(job, page.image)


def _lend(job: Job, image: PageImage) -> None:
    file = FileToAttach(ResourceFile.Role.COVER, image.thumbnail or image.blob, "cover.jpg", "image/jpeg")
    with job.writing():
        catalogue.attach_file(job.resource, file=file, by=job.by)
