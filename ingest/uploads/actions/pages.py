"""Writes of single pages of an upload, while a librarian waits."""

import shutil
from typing import BinaryIO

from access.viewer import Viewer
from ingest.errors import by_code
from ingest.models import PageBatch, Upload
from ingest.parsers import parser_pool
from ingest.pipeline.batches import PAGE_TIMEOUT, stored_page
from ingest.pipeline.job import Job
from repository import actions as catalogue
from repository.models import Page
from repository.queries import require_staff

FACTS_TIMEOUT = 60  # seconds; longest silence of the parser


def replace_page(upload: Upload, *, page: Page, picture: BinaryIO, by: Viewer) -> None:
    """Replace one page by a new scan, read like the others; its position and links stay.

    Raises a BadInput, PageFailed.
    """
    require_staff(by, upload.school_id)
    job = Job(upload=upload, work=PageBatch(upload=upload), by=by)
    with parser_pool.scratch() as folder, parser_pool.parser(ocr=True) as parser:
        path = folder / "page"
        with path.open("wb") as target:
            shutil.copyfileobj(picture, target)
        parser.one("picture_facts", seconds=FACTS_TIMEOUT, path=str(path))
        number = page.order_key // Page.ORDER_STEP - 1
        units = [(number, "", 0)]
        ((values, blobs),) = parser.ask("read_pictures", seconds=PAGE_TIMEOUT, path=str(path), units=units)
    if values["problem"]:
        raise by_code(values["problem"])(**values["details"])
    new_page = stored_page(job, values, blobs[:3], {"number": number, "label": page.label})
    catalogue.replace_page(page, with_page=new_page, by=by)
