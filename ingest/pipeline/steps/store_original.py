"""Hash what arrived and keep it under its digest; nobody is told whether it was already here."""

from hashlib import sha256

from ingest.errors import EmptyFile
from ingest.pipeline.job import Job
from repository import actions as catalogue
from repository.store import store
from repository.store.keys import blob_key
from workers import fault_injection

_PIECE = 4 * 1024 * 1024
_BEAT = 64 * _PIECE  # a large file takes longer than a lease


def run(job: Job) -> None:
    """Afterwards the upload knows its digest, and the blob is in the store and in the catalogue."""
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
        job.upload.digest, job.upload.size = digest, size
        job.upload.save(update_fields=["digest", "size"])
        fault_injection.point("store.row-written")


def _digest(job: Job) -> tuple[str, int]:
    total, size = sha256(), 0
    with store().open(job.upload.incoming_key) as source:
        while piece := source.read(_PIECE):
            total.update(piece)
            size += len(piece)
            if size % _BEAT == 0:
                job.heartbeat()
    return total.hexdigest(), size
