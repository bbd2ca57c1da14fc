"""Exceptions that end a unit of work without a message for the user."""

from collections.abc import Sequence

from ingest.models import PageBatch


class LeaseLost(Exception):
    """Another worker holds the lease, or the upload was cancelled: stop; nothing was written."""


class WaitForBatches(Exception):
    """The step cannot continue before all page batches of the upload are done.

    `batches` are those for which no wake-up was sent yet; the worker that ends the last batch resumes the upload.
    """

    def __init__(self, batches: Sequence[PageBatch]) -> None:
        super().__init__(len(batches))
        self.batches = batches


class EveryPageFailed(Exception):
    """Our own code failed on every page: the step is tried again, and then the upload has failed."""
