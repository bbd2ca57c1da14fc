"""Throw away what is needed no more: what arrived (its bytes are a blob now) and the local copy."""

from ingest.pipeline import spool
from ingest.pipeline.job import Job
from repository.store import store
from repository.store.keys import blob_key
from workers import fault_injection


def run(job: Job) -> None:
    """Twice is as good as once."""
    job.heartbeat()
    for key in (job.upload.incoming_key, *(companion["key"] for companion in job.upload.attachments)):
        if key and store().exists(key):
            store().remove(key)
            fault_injection.point("cleanup.removed")
    spool.delete(blob_key(job.upload.digest))
