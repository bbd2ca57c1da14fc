"""Hash the uploaded bytes and store them under their digest. No user learns whether the store already had them."""

from hashlib import sha256

from ingest.errors import EmptyFile
from ingest.pipeline.actions import results
from ingest.pipeline.job import Job
from repository import actions as catalogue
from repository.store import store
from repository.store.keys import blob_key
from workers import fault_injection

CHUNK_SIZE = 4 * 1024 * 1024  # bytes
HEARTBEAT_BYTES = 64 * CHUNK_SIZE  # hashing a large file takes longer than a lease


def run(job: Job) -> None:
    """Store the original; afterwards the upload has its digest, and the blob has a row. Raises EmptyFile."""
    if job.upload.digest:
        return
    digest, size = _digest(job)
    if size == 0:
        raise EmptyFile
    fault_injection.point("hash.known")
    job.heartbeat()
    store().copy(job.upload.incoming_key, blob_key(digest))
    fault_injection.point("store.copied")
    with job.writing():
        catalogue.register_blob(digest=digest, size=size, content_type="application/octet-stream", by=job.by)
        results.save_original(job.upload, digest=digest, size=size)
        fault_injection.point("store.row-written")


def _digest(job: Job) -> tuple[str, int]:
    """Return the SHA-256 digest of the uploaded bytes, and their number."""
    total, size = sha256(), 0
    with store().open(job.upload.incoming_key) as source:
        while chunk := source.read(CHUNK_SIZE):
            total.update(chunk)
            size += len(chunk)
            if size % HEARTBEAT_BYTES == 0:
                job.heartbeat()
    return total.hexdigest(), size
