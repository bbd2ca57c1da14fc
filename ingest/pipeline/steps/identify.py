"""Identify the file by its content, check it against the limits, and read its own metadata."""

from typing import Any

from ingest.parsers import parser_pool
from ingest.parsers.file_type import SourceKind, source_of
from ingest.pipeline.actions import results, transitions
from ingest.pipeline.job import Job
from ingest.states import State

SECONDS = 120  # longest silence of the parser
FACTS_JOBS = {
    SourceKind.PDF: "pdf_facts",
    SourceKind.PICTURE: "picture_facts",
    SourceKind.ARCHIVE: "archive_facts",
    SourceKind.RECORDING: "probe",
}


def run(job: Job) -> None:
    """Save the kind of source and its facts as the step's result. Raises the BadInput for which the file is refused."""
    path = str(job.original)
    with parser_pool.parser() as parser:
        content_type = parser.one("content_type", seconds=SECONDS, path=path)["content_type"]
        source = source_of(content_type)
        facts = parser.one(FACTS_JOBS[source], seconds=SECONDS, path=path)
    with job.writing():
        job.save_result({"source": source.value, "facts": facts})
        results.save_type(job.upload, content_type=content_type, pages_total=_page_count(facts))
        if job.upload.state == State.RECEIVED:
            transitions.transition(job.upload, State.WORKING)


def _page_count(facts: dict[str, Any]) -> int:
    return len(facts["units"]) if "units" in facts else int(facts.get("pages", 0))
