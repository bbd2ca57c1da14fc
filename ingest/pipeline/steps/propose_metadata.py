"""Propose metadata for the librarian to accept or correct. A wrong proposal is worse than none."""

from ingest.parsers.language import languages_of
from ingest.parsers.proposals import FIRST_PAGES, Evidence, propose
from ingest.parsers.title_page import PageLine, lines_of
from ingest.pipeline.actions import results
from ingest.pipeline.job import Job
from repository.models import Page
from repository.store import store
from repository.store.keys import blob_key
from repository.word_boxes import unpack
from workers import fault_injection

CUE_LIMIT = 200  # cues whose language is looked at


def run(job: Job) -> None:
    """Save the proposals on the upload; the record changes only in the review."""
    pages = list(job.resource.pages.select_related("text").exclude(text=None))
    page_texts = [page.text.text for page in pages if page.text]
    cue_texts = [cue.text for cue in job.resource.cues.all()[:CUE_LIMIT]]
    proposal = propose(_evidence(job, pages))
    languages = languages_of(page_texts) or languages_of([" ".join(cue_texts)])
    with job.writing():
        results.save_proposals(job.upload, {**proposal.as_json(), "languages": languages})
        fault_injection.point("proposals.written")


def _evidence(job: Job, pages: list[Page]) -> Evidence:
    facts = job.facts
    lines = [_lines(page) for page in pages[:FIRST_PAGES]]
    return Evidence(job.upload.name, facts.get("metadata") or _tags(facts), facts.get("xmp", ""), lines)


def _tags(facts: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return the tags of a recording under the names of a PDF's properties."""
    tags = facts.get("tags") or {}
    return {"title": tags.get("title", ""), "author": tags.get("artist", "")}


def _lines(page: Page) -> list[PageLine]:
    if page.text is None or page.text.boxes_id is None:
        return []
    with store().open(blob_key(page.text.boxes_id)) as file:
        return lines_of(unpack(file.read()).words)
