"""Remove what is no longer needed: the uploaded bytes, which are a blob now, and the local copy of the original."""

from ingest.pipeline import spool
from ingest.pipeline.job import Job
from repository.store import store
from repository.store.keys import blob_key
from workers import fault_injection


def run(job: Job) -> None:
    """Remove the incoming objects of the upload and the local copy."""
    job.heartbeat()
    for key in (job.upload.incoming_key, *(attachment["key"] for attachment in job.upload.attachments)):
        if key and store().exists(key):
            store().remove(key)
            fault_injection.point("cleanup.removed")
    spool.delete(blob_key(job.upload.digest))
