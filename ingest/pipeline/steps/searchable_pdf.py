"""Create the searchable PDF: the original, or its page images bound, with an invisible text layer."""

import json
import logging
import shutil
from pathlib import Path
from typing import Any

from ingest.errors import Damaged
from ingest.parsers import parser_pool
from ingest.parsers.file_type import SourceKind
from ingest.pipeline.job import Job
from repository import actions as catalogue
from repository.actions.files import FileToAttach
from repository.models import Page, PageText, ResourceFile
from repository.store import store
from repository.store.keys import blob_key
from workers import fault_injection

logger = logging.getLogger("ingest")
SECONDS = 900  # longest silence of the parser
PDF = "application/pdf"


def run(job: Job) -> None:
    """Add a layer to the pages that were read by OCR; a PDF with a text layer of its own needs none.

    A PDF into which nothing can be written is a book all the same: it has no searchable copy.
    """
    pages = _pages_read_by_ocr(job)
    if not pages:
        return
    try:
        _make(job, pages)
    except Damaged:
        logger.warning("upload %s: the PDF takes no text layer", job.upload.uuid, exc_info=True)


def _make(job: Job, pages: list[Page]) -> None:
    with parser_pool.parser() as parser, parser_pool.scratch() as folder:
        target = folder / "searchable.pdf"
        parser_job, arguments = _request(job, folder, pages)
        parser.one(parser_job, seconds=SECONDS, target=str(target), **arguments)
        fault_injection.point("searchable.made")
        blob = job.store_file(target, PDF)
    name = f"{Path(job.upload.name).stem}.pdf"
    with job.writing():
        file = FileToAttach(ResourceFile.Role.SEARCHABLE_PDF, blob, name, PDF)
        catalogue.attach_file(job.resource, file=file, by=job.by)


def _pages_read_by_ocr(job: Job) -> list[Page]:
    pages = job.resource.pages.filter(text__source=PageText.Source.OCR).select_related("image", "text")
    return list(pages.exclude(image=None))


def _request(job: Job, folder: Path, pages: list[Page]) -> tuple[str, dict[str, Any]]:
    """Return the parser's job and its arguments; `sheets` names a file with one JSON object per page."""
    with_pictures = job.source != SourceKind.PDF
    rows = []
    for page in pages:
        rows.append(_row(page, folder, with_picture=with_pictures))
        job.heartbeat()
    sheets = folder / "sheets"
    sheets.write_text("\n".join(json.dumps(row) for row in rows))
    if with_pictures:
        return "bind", {"sheets": str(sheets)}
    return "add_text", {"path": str(job.original), "sheets": str(sheets)}


def _row(page: Page, folder: Path, *, with_picture: bool) -> dict[str, Any]:
    assert page.image is not None
    assert page.text is not None
    number = page.order_key // Page.ORDER_STEP - 1
    row: dict[str, Any] = {"number": number, "width": page.image.width, "height": page.image.height}
    row["boxes"] = _local_blob(page.text.boxes_id, folder)
    if with_picture:
        row["picture"] = _local_blob(page.image.blob_id, folder)
    return row


def _local_blob(digest: str | None, folder: Path) -> str:
    assert digest is not None
    path = folder / digest
    with store().open(blob_key(digest)) as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)
    return str(path)
