"""Label the pages of a scan with the numbers printed on them, if enough of them could be read."""

from ingest.parsers import page_numbers
from ingest.pipeline.job import Job
from repository import actions as catalogue


def run(job: Job) -> None:
    """Label the pages; a file with page labels of its own keeps them."""
    if job.facts.get("labels"):
        return
    pages = list(job.resource.pages.select_related("text").order_by("order_key"))
    labels = page_numbers.labels([page.text.text if page.text else "" for page in pages])
    with job.writing():
        catalogue.label_pages(job.resource, labels=dict(zip(pages, labels, strict=bool(labels))), by=job.by)
