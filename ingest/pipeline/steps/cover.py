"""Give a book a cover if its first page could not be read.

The batch of the first page attaches its image as the cover; `transcode` attaches the cover of a recording.
"""

from ingest.pipeline.job import Job
from repository import actions as catalogue
from repository.actions.files import FileToAttach
from repository.models import PageImage, ResourceFile


def run(job: Job) -> None:
    """Use the thumbnail of the first readable page, unless there is a cover."""
    if job.resource.files.filter(role=ResourceFile.Role.COVER).exists():
        return
    page = job.resource.pages.exclude(image=None).select_related("image__thumbnail").first()
    if page is not None and page.image is not None:
        _attach(job, page.image)


def _attach(job: Job, image: PageImage) -> None:
    file = FileToAttach(ResourceFile.Role.COVER, image.thumbnail or image.blob, "cover.jpg", "image/jpeg")
    with job.writing():
        catalogue.attach_file(job.resource, file=file, by=job.by)
