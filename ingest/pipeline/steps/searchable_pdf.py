"""The searchable PDF: the original, or its page pictures bound, with an invisible text layer."""

import json
import shutil
from pathlib import Path
from typing import Any

from ingest.parsers import parser_pool
from ingest.parsers.file_type import SourceKind
from ingest.pipeline.job import Job
from repository import actions as catalogue
from repository.actions.files import FileToAttach
from repository.models import Page, PageText, ResourceFile
from repository.store import store
from repository.store.keys import blob_key
from workers import fault_injection

QUEUE = "pages"
SECONDS = 900
PDF = "application/pdf"


def concerns(job: Job) -> bool:
    """Whether there is anything to do."""
    return job.source != SourceKind.RECORDING


def run(job: Job) -> None:
    """Only pages that were read by machine get a layer; a PDF that has its own is searchable as it is."""
    if not concerns(job):
        return
    pages = _read_by_machine(job)
    if not pages:
        return
    with parser_pool.parser() as child, parser_pool.scratch() as folder:
        target = folder / "searchable.pdf"
        question, arguments = _question(job, folder, pages)
        child.one(question, seconds=SECONDS, target=str(target), **arguments)
        fault_injection.point("searchable.made")
        blob = job.store_file(target, PDF)
    name = f"{Path(job.upload.name).stem}.pdf"
    with job.writing():
        file = FileToAttach(ResourceFile.Role.SEARCHABLE_PDF, blob, name, PDF)
        catalogue.attach_file(job.resource, file=file, by=job.by)


def _read_by_machine(job: Job) -> list[Page]:
    pages = job.resource.pages.filter(text__source=PageText.Source.OCR).select_related("image", "text")
    return list(pages.exclude(image=None))


def _question(job: Job, folder: Path, pages: list[Page]) -> tuple[str, dict[str, Any]]:
    pictures = job.source != SourceKind.PDF
    rows = []
    for page in pages:
        rows.append(_row(page, folder, pictures))
        job.heartbeat()
    sheets = folder / "sheets"
    sheets.write_text("\n".join(json.dumps(row) for row in rows))
    if pictures:
        return "bind", {"sheets": str(sheets)}
    return "add_text", {"path": str(job.original), "sheets": str(sheets)}


def _row(page: Page, folder: Path, pictures: bool) -> dict[str, Any]:
    assert page.image is not None
    assert page.text is not None
    number = page.order_key // Page.ORDER_STEP - 1
    row: dict[str, Any] = {"number": number, "width": page.image.width, "height": page.image.height}
    row["boxes"] = _local(page.text.boxes_id, folder)
    if pictures:
        row["picture"] = _local(page.image.blob_id, folder)
    return row


def _local(digest: str | None, folder: Path) -> str:
    assert digest is not None
    place = folder / digest
    with store().open(blob_key(digest)) as source, place.open("wb") as target:
        shutil.copyfileobj(source, target)
    return str(place)
