"""The job that a step works on: one upload, the lease of the current work, and the original as a local file."""

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
from ingest.models import Lease, Upload, UploadStep
from ingest.parsers.file_type import SourceKind
from ingest.pipeline import spool
from ingest.pipeline.actions import leases
from ingest.pipeline.errors import LeaseLost
from ingest.states import UNFINISHED
from repository import actions as catalogue
from repository.models import Blob, Resource
from repository.store import store
from repository.store.keys import blob_key
from workers import fault_injection, shutdown


@dataclass
class Job:
    """One unit of work for one upload. `by` is the system viewer of the upload's school.

    `work` without a primary key is a request that a librarian waits for; no other worker can take it, so it needs no
    lease.
    """

    upload: Upload
    work: Lease
    by: Viewer

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Open a transaction for the holder of the lease of an unfinished upload; otherwise raise LeaseLost."""
        with transaction.atomic():
            leases.renew(self.work)
            if not Upload.objects.filter(pk=self.upload.pk, state__in=UNFINISHED).exists():
                raise LeaseLost
            yield

    def heartbeat(self) -> None:
        """Renew the lease. Raises LeaseLost, and ShutdownRequested when this process is asked to end."""
        shutdown.raise_if_requested()
        with self.writing():
            pass

    def result_of(self, step: str) -> dict[str, Any]:
        """Return what an earlier step saved with `save_result`."""
        return UploadStep.objects.get(upload=self.upload, name=step).result

    def save_result(self, result: dict[str, Any]) -> None:
        """Save a value for later steps; call this inside `writing`."""
        UploadStep.objects.filter(pk=self.work.pk).update(result=result)

    @property
    def facts(self) -> dict[str, Any]:
        """What `identify` read from the file: see parsers/parser_jobs.py for the keys of each kind of source."""
        return dict(self.result_of("identify")["facts"])

    @cached_property
    def source(self) -> SourceKind:
        """The kind of source, as `identify` found it."""
        return SourceKind(self.result_of("identify")["source"])

    @property
    def draft(self) -> Resource | None:
        """The draft that this upload fills, if there is one yet."""
        self.upload.refresh_from_db(fields=["resource"])
        return self.upload.resource

    @property
    def resource(self) -> Resource:
        """The draft that this upload fills. Raises LeaseLost when the upload was cancelled and its draft deleted."""
        draft = self.draft
        if draft is None:
            raise LeaseLost
        return draft

    @cached_property
    def original(self) -> Path:
        """The original as a local file, fetched once."""
        return spool.local_copy(blob_key(self.upload.digest))

    def store_value(self, data: bytes, content_type: str) -> Blob:
        """Store one value; see `store_values`."""
        return self.store_values([(data, content_type)])[0]

    def store_values(self, values: Sequence[tuple[bytes, str]]) -> list[Blob]:
        """Store bytes under their digest, each with its content type, and renew the lease. Raises LeaseLost.

        The objects are written before the rows, so that no row names a missing object.
        """
        if self.work.pk:
            leases.require(self.work)
        digests = [_store(data, content_type) for data, content_type in values]
        with self._writing_if_leased():
            return [
                catalogue.register_blob(digest=digest, size=len(data), content_type=content_type, by=self.by)
                for digest, (data, content_type) in zip(digests, values, strict=True)
            ]

    def store_file(self, file: Path, content_type: str) -> Blob:
        """Store a file of any size under its digest; the lease is renewed before and after. Raises LeaseLost."""
        with file.open("rb") as source:
            digest = file_digest(source, "sha256").hexdigest()
            self.heartbeat()
            source.seek(0)
            store().put(blob_key(digest), source, content_type=content_type)
        fault_injection.point("file.stored")
        with self._writing_if_leased():
            return catalogue.register_blob(
                digest=digest, size=file.stat().st_size, content_type=content_type, by=self.by
            )

    def _writing_if_leased(self) -> AbstractContextManager[None]:
        return self.writing() if self.work.pk else nullcontext()


def store_bytes(data: bytes, content_type: str, *, by: Viewer) -> Blob:
    """Store bytes under their digest without a lease, while a librarian waits."""
    digest = _store(data, content_type)
    with transaction.atomic():
        return catalogue.register_blob(digest=digest, size=len(data), content_type=content_type, by=by)


def _store(data: bytes, content_type: str) -> str:
    """Put bytes into the store under their SHA-256 digest, and return the digest."""
    digest = sha256(data).hexdigest()
    store().put(blob_key(digest), io.BytesIO(data), content_type=content_type)
    fault_injection.point("blob.stored")
    return digest
