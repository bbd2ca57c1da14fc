"""What a worker does with a new batch: read its file record by record, match each, and stage it.

Each chunk is one transaction that also advances the number of staged records. A worker that is killed loses one chunk,
and the next one goes on behind the last; of two workers on one batch the slower one stops.
"""

import logging
import shutil
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.errors import UserFacingError
from imports.actions.mapping import require_titles, with_saved
from imports.actions.staging import stage
from imports.errors import LoadingFailed, NoRecords
from imports.models import ImportBatch
from imports.parser_jobs import unpacked
from imports.readers import FORMATS
from imports.spreadsheets.errors import NoTitleColumn
from imports.spreadsheets.mapping import layouts_in
from imports.staged import Refused, Staged
from ingest.errors import BadInput
from ingest.parsers import parser_pool
from ingest.parsers.errors import IsolationMissing, ParserFault
from repository.curriculum.current import terms_for_process
from repository.store import store
from repository.store.keys import import_key
from sharing.keys import schools_in_scope
from workers import fault_injection, shutdown
from workers.heartbeat import activity

logger = logging.getLogger("imports")

State = ImportBatch.State
CHUNK = 500  # records in one transaction
MAX_ATTEMPTS = 5
READ_SECONDS = 60.0  # longest silence of the parser


def run(key: int) -> None:
    """Load what is left of this batch. An unexpected exception is raised, and the sweeper notifies again."""
    found = ImportBatch.objects.filter(pk=key, state=State.LOADING).first()
    if found is None or not _attempt(found):
        return
    with activity("import", found.uuid):
        try:
            _load(found)
        except IsolationMissing as missing:  # not the file's fault: the sweeper tries again
            ImportBatch.objects.filter(pk=key, state=State.LOADING).update(problem=missing.code, attempts=0)
        except ParserFault:
            logger.exception("the import %s could not be read", found.uuid)
            _refuse(found, LoadingFailed())
        except (BadInput, NoRecords, NoTitleColumn) as refusal:
            _refuse(found, refusal)


def _attempt(found: ImportBatch) -> bool:
    """Count an attempt; return False, and refuse the file, after too many that did not get ahead."""
    if found.attempts >= MAX_ATTEMPTS:
        logger.error("the import %s stopped after %s attempts", found.uuid, found.attempts)
        _refuse(found, LoadingFailed())
        return False
    now = timezone.now()
    ImportBatch.objects.filter(pk=found.pk).update(attempts=found.attempts + 1, touched_at=now)
    return True


def _load(found: ImportBatch) -> None:
    loaded = found.loaded
    with parser_pool.scratch() as folder:
        path = folder / "records"
        with store().open(found.key) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target)
        _own_file(found, path)
        if not _has_mapping(found, path):
            return
        with closing(read(path, found, after=loaded)) as records:  # type: ignore[type-var]
            while chunk := list(islice(records, CHUNK)):
                if not _store(found, chunk, after=loaded):
                    return
                loaded = chunk[-1].number
                shutdown.raise_if_requested()
    if not loaded:
        raise NoRecords
    _finish(found)


def _own_file(found: ImportBatch, path: Path) -> None:
    """Store a list that arrived in parts where files of records are: it may be read again with other columns."""
    if FORMATS[found.format].prepare is None or found.key == import_key(found.uuid):
        return
    arrived, found.key = found.key, import_key(found.uuid)
    with path.open("rb") as source:
        store().put(found.key, source, content_type="application/octet-stream")
    if ImportBatch.objects.filter(pk=found.pk, state=State.LOADING).update(key=found.key):
        store().remove(arrived)


def read(path: Path, batch: ImportBatch, *, after: int) -> Iterator[Staged | Refused]:
    """Yield the records of a file behind the first `after`, read in an isolated process.

    Raise BadInput, IsolationMissing, ParserFault.
    """
    terms = terms_for_process(schools_in_scope(batch.school_id, timezone.now()))
    job = {"path": str(path), "format_code": batch.format, "mapping": batch.mapping, "after": after, "terms": terms}
    with parser_pool.parser_of("imports.parser_main") as parser:
        for message in parser.ask("read_records", seconds=READ_SECONDS, **job):
            yield from unpacked(message)


def prepared(path: Path, batch: ImportBatch) -> dict[str, Any]:
    """Return what the format makes of a new file before it is read. Raise as `read`."""
    job = {"path": str(path), "format_code": batch.format}
    with parser_pool.parser_of("imports.parser_main") as parser:
        return dict(parser.one("prepare", seconds=READ_SECONDS, **job)["mapping"])


def _has_mapping(found: ImportBatch, path: Path) -> bool:
    """Prepare a new batch where its format asks for it; return False if the batch is gone. Raise NoTitleColumn."""
    if FORMATS[found.format].prepare is None:
        return True
    if not found.mapping:
        found.mapping = with_saved(found.school_id, prepared(path, found))
        if not ImportBatch.objects.filter(pk=found.pk, state=State.LOADING).update(mapping=found.mapping):
            return False
    if not layouts_in(found.mapping):
        raise NoRecords
    require_titles(found.mapping)
    return True


@transaction.atomic
def _store(found: ImportBatch, chunk: list[Staged | Refused], *, after: int) -> bool:
    """Stage a chunk; return False if the batch is gone, or another worker has staged it."""
    batch = ImportBatch.objects.select_for_update().filter(pk=found.pk, state=State.LOADING, loaded=after).first()
    if batch is None:
        return False
    stage(batch, chunk)
    fault_injection.point("import.chunk-staged")
    batch.loaded = chunk[-1].number
    batch.loaded_bytes += sum(len(one.raw) for one in chunk)
    batch.attempts, batch.problem, batch.touched_at = 0, "", timezone.now()
    batch.save(update_fields=["loaded", "loaded_bytes", "attempts", "problem", "touched_at"])
    return True


def _finish(found: ImportBatch) -> None:
    keeps_file = FORMATS[found.format].prepare is not None  # a list may be read again with other columns
    done = ImportBatch.objects.filter(pk=found.pk, state=State.LOADING)
    done.update(state=State.REVIEW, key=found.key if keeps_file else "", problem="", touched_at=timezone.now())
    fault_injection.point("import.loaded")
    if not keeps_file:
        store().remove(found.key)  # `upkeep.delete_files` does it where this process dies


def _refuse(found: ImportBatch, refusal: UserFacingError) -> None:
    """Refuse the file; records that were staged before stay for review, with the reason on the page.

    A list without titles waits for a person to say what its columns hold.
    """
    needs_columns = isinstance(refusal, NoTitleColumn)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().filter(pk=found.pk, state=State.LOADING).first()
        if batch is None:
            return
        batch.state = State.REVIEW if batch.loaded or needs_columns else State.REFUSED
        batch.problem, batch.problem_details = refusal.code, dict(refusal.details)
        batch.key, batch.touched_at = found.key if needs_columns else "", timezone.now()
        batch.save(update_fields=["state", "key", "problem", "problem_details", "touched_at"])
    if not needs_columns:
        store().remove(found.key)
