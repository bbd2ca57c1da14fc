"""Make the copies of page images for screens, in the background: of new pages when their book is done, and of old ones.

The web server sends the JPEG of a page until its copies exist. A run works on the pages of one resource, so that no
file can touch another's pages, and is short, so that uploads do not wait for it.
"""

import io
import logging
from hashlib import sha256
from pathlib import Path

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from ingest.errors import BadInput, ParserCrashed, ParserTimedOut
from ingest.models import PageBatch
from ingest.parsers import parser_pool
from ingest.pipeline import outages
from repository import actions as catalogue
from repository.models import Blob, PageImage
from repository.store import store
from repository.store.keys import blob_key
from sharing.viewer import system_viewer
from workers import shutdown

logger = logging.getLogger("ingest")

RUN = 12  # pages; about three seconds
SECONDS = 30  # longest silence of the parser
WEBP = "image/webp"


def waiting() -> QuerySet[PageImage]:
    """Return the current images of pages that have no copies yet, newest first, without books that are in work."""
    in_work = PageBatch.objects.filter(upload__resource=OuterRef("page__resource")).exclude(
        status=PageBatch.Status.DONE
    )
    images = PageImage.objects.filter(sized_at=None, page__image=F("pk"))
    return images.filter(~Exists(in_work)).order_by("-pk")


def make_next() -> bool:
    """Make the copies of the next pages; return whether others wait. Safe to run twice at once, and to stop."""
    newest = waiting().select_related("page").first()
    if newest is None:
        return False
    images = list(waiting().filter(page__resource=newest.page.resource_id).select_related("page__resource")[:RUN])
    try:
        _make_all(images)
    except shutdown.ShutdownRequested:  # the next process continues
        return True
    return waiting().exists()


def _make_all(images: list[PageImage]) -> None:
    """Make the copies of these pages together, or one by one if that fails."""
    try:
        _make(images)
    except (BadInput, ParserCrashed, ParserTimedOut) as problem:
        if outages.outage_for(problem):
            raise
        for image in images:
            _make_alone(image)


def _make_alone(image: PageImage) -> None:
    """Make the copies of one page; one that cannot be read gets none, and keeps its JPEG."""
    try:
        _make([image])
    except (BadInput, ParserCrashed, ParserTimedOut) as problem:
        if outages.outage_for(problem):
            raise
        logger.warning("page image %s has no copies for screens: %r", image.pk, problem)
        catalogue.record_page_sizes(image, sizes={}, now=timezone.now())


def _make(images: list[PageImage]) -> None:
    with parser_pool.scratch() as folder, parser_pool.parser() as parser:
        paths = [fetched(image.blob_id, folder / f"{image.pk}.jpg") for image in images]
        answers = parser.ask("screen_sizes", seconds=SECONDS, paths=[str(path) for path in paths])
        for image, (values, copies) in zip(images, answers, strict=True):
            school = image.page.resource.owner_id
            sizes = zip(values["widths"], copies, strict=True)
            blobs = {width: stored(data, WEBP, school) for width, data in sizes}
            catalogue.record_page_sizes(image, sizes=blobs, now=timezone.now())


def fetched(digest: str, path: Path) -> Path:
    """Write the blob of a digest to the path, and return the path."""
    with store().open(blob_key(digest)) as file:
        path.write_bytes(file.read())
    return path


def stored(data: bytes, content_type: str, school: int) -> Blob:
    """Store the bytes under their digest, then the row that names them."""
    digest = sha256(data).hexdigest()
    store().put(blob_key(digest), io.BytesIO(data), content_type=content_type)
    by = system_viewer(school, now=timezone.now())
    return catalogue.register_blob(digest=digest, size=len(data), content_type=content_type, by=by)
