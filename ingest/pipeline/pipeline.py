"""The pipeline: the steps of an upload, in order.

To add a step, write steps/NAME.py with `run(job)` and add a `Step` here; docs/howto/add-a-step.md has the details.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ingest.parsers.file_type import SourceKind
from ingest.pipeline.job import Job
from ingest.pipeline.steps import (
    captions,
    cover,
    draft,
    identify,
    page_numbers,
    pages,
    propose_metadata,
    remove_temporary,
    searchable_pdf,
    store_original,
    transcode,
)
from ingest.states import UploadQueue


def always(job: Job) -> bool:
    """Apply to every upload."""
    return True


def to_books(job: Job) -> bool:
    """Apply to everything that has pages."""
    return job.source != SourceKind.RECORDING


def to_recordings(job: Job) -> bool:
    """Apply to video and sound."""
    return job.source == SourceKind.RECORDING


@dataclass(frozen=True)
class Step:
    """One step of the pipeline.

    name: as UploadStep.name stores it and uploads/progress.py labels it.
    run: does the work. A worker may be killed anywhere in it and another will run it again: running it twice must
        leave the same result as once.
    queue: whose workers run it.
    applies_to: whether the upload needs the step; otherwise it is marked as done without running. Only steps after
        `identify` may read `job.source`.
    """

    name: str
    run: Callable[[Job], None]
    queue: UploadQueue = UploadQueue.DEFAULT
    applies_to: Callable[[Job], bool] = always


PIPELINE: tuple[Step, ...] = (
    Step("store_original", store_original.run),  # the bytes, under their digest
    Step("identify", identify.run),  # what the file is, checked against the limits
    Step("draft", draft.run),  # a record that the school's librarians can see
    Step("pages", pages.run, applies_to=to_books),  # page images and text, in batches for all workers
    Step("page_numbers", page_numbers.run, applies_to=to_books),  # the numbers printed on a scan's pages
    Step("transcode", transcode.run, UploadQueue.MEDIA, to_recordings),  # a stream that players can play
    Step("captions", captions.run),  # the words of a recording
    Step("cover", cover.run),
    Step("searchable_pdf", searchable_pdf.run, UploadQueue.PAGES, to_books),  # the PDF with its text
    Step("propose_metadata", propose_metadata.run),  # title, creators, year, ISBN, publisher
    Step("remove_temporary", remove_temporary.run),
)
