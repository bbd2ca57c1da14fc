"""Throw away what is needed no more: what arrived (its bytes are a blob now) and the local copy."""

from ingest import spool
from ingest.job import Job
from repository import fault
from repository.store import store
from repository.store.keys import blob_key


def run(job: Job) -> None:
    """Twice is as good as once."""
    job.heartbeat()
    for key in (job.upload.incoming_key, *(companion["key"] for companion in job.upload.attachments)):
        if key and store().exists(key):
            store().remove(key)
            fault.point("tidy.removed")
    spool.delete(blob_key(job.upload.digest))
