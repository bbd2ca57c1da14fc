"""What the file is by its content, within limits, and what it says of itself."""

from typing import Any

from ingest.parsers import parser_pool
from ingest.parsers.file_type import SourceKind, source_of
from ingest.pipeline import transitions
from ingest.pipeline.job import Job
from ingest.states import State

SECONDS = 120
FACTS = {
    SourceKind.PDF: "pdf_facts",
    SourceKind.PICTURE: "picture_facts",
    SourceKind.ARCHIVE: "archive_facts",
    SourceKind.RECORDING: "probe",
}


def run(job: Job) -> None:
    """Keeps what it found as the step's result; raises the named reason where the file is refused."""
    path = str(job.original)
    with parser_pool.parser() as child:
        content_type = child.one("content_type", seconds=SECONDS, path=path)["content_type"]
        source = source_of(content_type)
        facts = child.one(FACTS[source], seconds=SECONDS, path=path)
    with job.writing():
        job.store_result({"source": source.value, "facts": facts})
        job.upload.refresh_from_db()
        job.upload.content_type = content_type
        job.upload.pages_total = _pages(facts)
        job.upload.save(update_fields=["content_type", "pages_total"])
        if job.upload.state == State.RECEIVED:
            transitions.transition(job.upload, State.WORKING)


def _pages(facts: dict[str, Any]) -> int:
    return len(facts["units"]) if "units" in facts else int(facts.get("pages", 0))
