"""What the record might say, for the librarian to accept or correct. A wrong proposal is worse than none."""

from ingest.models import Upload
from ingest.parsers.language import languages_of
from ingest.parsers.proposals import FIRST_PAGES, Evidence, propose
from ingest.parsers.title_page import Line, lines_of
from ingest.pipeline.job import Job
from repository.models import Page
from repository.store import store
from repository.store.keys import blob_key
from repository.word_boxes import unpack
from workers import fault_injection


def run(job: Job) -> None:
    """Afterwards the upload carries its proposals; the record itself is only changed by the review."""
    pages = list(job.resource.pages.select_related("text").exclude(text=None))
    texts = [page.text.text for page in pages if page.text]
    cue_texts = [cue.text for cue in job.resource.cues.all()[:200]]
    found = propose(_evidence(job, pages))
    languages = languages_of(texts) or languages_of([" ".join(cue_texts)])
    with job.writing():
        Upload.objects.filter(pk=job.upload.pk).update(proposals={**found.plain(), "languages": languages})
        fault_injection.point("proposals.written")


def _evidence(job: Job, pages: list[Page]) -> Evidence:
    facts = job.facts
    lines = [_lines(page) for page in pages[:FIRST_PAGES]]
    return Evidence(job.upload.name, facts.get("metadata") or _tags(facts), facts.get("xmp", ""), lines)


def _tags(facts: dict[str, dict[str, str]]) -> dict[str, str]:
    """What a recording says of itself, by the names that a PDF's properties have."""
    tags = facts.get("tags") or {}
    return {"title": tags.get("title", ""), "author": tags.get("artist", "")}


def _lines(page: Page) -> list[Line]:
    if page.text is None or page.text.boxes_id is None:
        return []
    with store().open(blob_key(page.text.boxes_id)) as file:
        return lines_of(unpack(file.read()).words)
