"""Give the pages of a scan the numbers that are printed on them, where enough of them could be read."""

from ingest.parsers import page_numbers
from ingest.parsers.file_type import SourceKind
from ingest.pipeline.job import Job
from repository import actions as catalogue


def run(job: Job) -> None:
    """A file that says its own page numbers keeps them."""
    if job.source == SourceKind.RECORDING or job.facts.get("labels"):
        return
    pages = list(job.resource.pages.select_related("text").order_by("order_key"))
    found = page_numbers.labels([page.text.text if page.text else "" for page in pages])
    with job.writing():
        catalogue.label_pages(job.resource, labels=dict(zip(pages, found, strict=bool(found))), by=job.by)
