"""Make the small copies of covers for lists, in the background: a list of covers in full would be half a megabyte.

Lists show the cover in full until its copy exists.
"""

import logging

from django.db.models import Exists, OuterRef, QuerySet

from ingest.errors import BadInput, ParserCrashed, ParserTimedOut
from ingest.parsers import parser_pool
from ingest.pipeline import outages
from ingest.pipeline.page_sizes import RUN, SECONDS, WEBP, fetched, stored
from repository import actions as catalogue
from repository.models import ResourceFile
from workers import shutdown

logger = logging.getLogger("ingest")
Role = ResourceFile.Role


def waiting() -> QuerySet[ResourceFile]:
    """Return the covers without a small copy of just these bytes, newest first."""
    copies = ResourceFile.objects.filter(resource=OuterRef("resource"), role=Role.SMALL_COVER, name=OuterRef("blob_id"))
    covers = ResourceFile.objects.filter(role=Role.COVER, position=0).filter(~Exists(copies))
    return covers.select_related("resource", "blob").order_by("-pk")


def make_next() -> bool:
    """Make the copies of the next covers; return whether others wait. Safe to run twice at once, and to stop."""
    try:
        for cover in waiting()[:RUN]:
            _make(cover)
    except shutdown.ShutdownRequested:  # the next process continues
        return True
    return waiting().exists()


def _make(cover: ResourceFile) -> None:
    """Make the copy of a cover, in a parser of its own; a cover that cannot be read is its own copy."""
    try:
        with parser_pool.scratch() as folder, parser_pool.parser() as parser:
            path = fetched(cover.blob_id, folder / "cover")
            ((_values, (data,)),) = parser.ask("small_cover", seconds=SECONDS, path=str(path))
        blob = stored(data, WEBP, cover.resource.owner_id)
    except (BadInput, ParserCrashed, ParserTimedOut) as problem:
        if outages.outage_for(problem):
            raise
        logger.warning("cover %s has no small copy: %r", cover.uuid, problem)
        blob = cover.blob
    catalogue.record_small_cover(cover, copy=blob)
