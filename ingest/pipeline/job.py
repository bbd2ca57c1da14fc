"""The job that steps read and add to: one upload, the lease of the work at hand, the original as a local file."""

import io
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from django.db import transaction

from access.viewer import Viewer
from ingest.models import Lease, PageBatch, Upload, UploadStep
from ingest.parsers.file_type import SourceKind
from ingest.pipeline import leases, spool
from ingest.states import State
from repository import actions as catalogue
from repository.models import Blob, Resource
from repository.store import store
from repository.store.keys import blob_key
from workers import fault_injection, shutdown

UNFINISHED = (State.RECEIVED, State.WORKING)


class WaitForBatches(Exception):
    """The step cannot go on before these batches are done; those are rung for, and the last one rings back."""

    def __init__(self, batches: Sequence[PageBatch]) -> None:
        super().__init__(len(batches))
        self.batches = batches


@dataclass
class Job:
    """One piece of work for one upload. `by` is the system at work for the upload's school.

    Work without a row is a librarian's own, who waits for it: nobody else can have it.
    """

    upload: Upload
    work: Lease
    by: Viewer

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction of whoever holds the lease of an upload that is alive; raises LeaseLost before any write."""
        with transaction.atomic():
            leases.renew(self.work)
            if not Upload.objects.filter(pk=self.upload.pk, state__in=UNFINISHED).exists():
                raise leases.LeaseLost
            yield

    def heartbeat(self) -> None:
        """Say that the work goes on; raises LeaseLost when it should not, Stopped when this process is to end."""
        shutdown.raise_if_requested()
        with self.writing():
            pass

    def result_of(self, step: str) -> dict[str, Any]:
        """What an earlier step found."""
        return UploadStep.objects.get(upload=self.upload, name=step).result

    def store_result(self, result: dict[str, Any]) -> None:
        """What this step found, for later ones; inside `writing`."""
        UploadStep.objects.filter(pk=self.work.pk).update(result=result)

    @property
    def facts(self) -> dict[str, Any]:
        """What the file said of itself."""
        return dict(self.result_of("identify")["facts"])

    def store_value(self, data: bytes, content_type: str) -> Blob:
        """Store bytes under their digest: the object first, so that a row never names what is not there."""
        self._require()
        digest = _stored(data, content_type)
        with self._guarded():
            return catalogue.register_blob(digest=digest, size=len(data), content_type=content_type, by=self.by)

    def store_values(self, blobs: Sequence[tuple[bytes, str]]) -> list[Blob]:
        """Several at once, bytes and content type, with one transaction for their rows; the lease is renewed."""
        self._require()
        digests = [_stored(data, content_type) for data, content_type in blobs]
        with self._guarded():
            return [
                catalogue.register_blob(digest=digest, size=len(data), content_type=content_type, by=self.by)
                for digest, (data, content_type) in zip(digests, blobs, strict=True)
            ]

    def store_file(self, file: Path, content_type: str) -> Blob:
        """The same for a file of any size; the lease is renewed before and after."""
        with file.open("rb") as source:
            digest = file_digest(source, "sha256").hexdigest()
            self.heartbeat()
            source.seek(0)
            store().put(blob_key(digest), source, content_type=content_type)
        fault_injection.point("file.stored")
        with self._guarded():
            return catalogue.register_blob(
                digest=digest, size=file.stat().st_size, content_type=content_type, by=self.by
            )

    def _require(self) -> None:
        if self.work.pk:
            leases.require(self.work)

    def _guarded(self) -> AbstractContextManager[None]:
        return self.writing() if self.work.pk else nullcontext()

    @cached_property
    def source(self) -> SourceKind:
        """Which way through the pipeline it takes."""
        return SourceKind(self.result_of("identify")["source"])

    @property
    def resource(self) -> Resource:
        """The draft that this upload fills."""
        self.upload.refresh_from_db(fields=["resource"])
        if self.upload.resource is None:
            raise leases.LeaseLost
        return self.upload.resource

    @cached_property
    def original(self) -> Path:
        """The original as a file of this machine, fetched once."""
        return spool.local_copy(blob_key(self.upload.digest))


def _stored(data: bytes, content_type: str) -> str:
    """Put bytes into the store under their digest, which is returned."""
    digest = sha256(data).hexdigest()
    store().put(blob_key(digest), io.BytesIO(data), content_type=content_type)
    fault_injection.point("blob.stored")
    return digest
