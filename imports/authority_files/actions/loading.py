"""What a worker does with a new file: read it entry by entry, find the authority of each, and store it.

Each chunk is one transaction that also advances the number of entries. A worker that is killed loses one chunk, and the
next one goes on behind the last; of two workers on one file the slower one stops.
"""

import logging
import shutil
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from accounts.errors import UserFacingError
from changesets.kinds import CHUNK
from imports.authority_files.actions.staging import stage
from imports.authority_files.errors import FileOfBooks
from imports.authority_files.models import AuthorityFile
from imports.authority_files.reading import unpacked
from imports.errors import LoadingFailed, NoRecords
from ingest.errors import BadInput
from ingest.parsers import parser_pool
from ingest.parsers.errors import IsolationMissing, ParserFault
from repository.authority_entry import Entry, Unread
from repository.errors import NoAuthorityRecord
from repository.store import store
from workers import shutdown
from workers.heartbeat import activity

logger = logging.getLogger("imports")

State = AuthorityFile.State
MAX_ATTEMPTS = 5
READ_SECONDS = 60.0  # longest silence of the parser


def run(key: int) -> None:
    """Read what is left of this file. An unexpected exception is raised, and the sweeper notifies again."""
    found = AuthorityFile.objects.filter(pk=key, state=State.LOADING).first()
    if found is None or not _attempt(found):
        return
    with activity("import", found.uuid):
        try:
            _load(found)
        except IsolationMissing as missing:  # not the file's fault: the sweeper tries again
            AuthorityFile.objects.filter(pk=key, state=State.LOADING).update(problem=missing.code, attempts=0)
        except ParserFault:
            logger.exception("the file of authorities %s could not be read", found.uuid)
            _refuse(found, LoadingFailed())
        except (BadInput, NoRecords, FileOfBooks) as refusal:
            _refuse(found, refusal)


def read(path: Path, file: AuthorityFile, *, after: int) -> Iterator[Entry | Unread]:
    """Yield the entries of a file behind the first `after`, read in an isolated process.

    Raise BadInput, IsolationMissing, ParserFault.
    """
    job = {"path": str(path), "format_code": file.format, "kind": file.kind, "after": after}
    with parser_pool.parser_of("imports.parser_main") as parser:
        for message in parser.ask("read_authorities", seconds=READ_SECONDS, **job):
            yield from unpacked(message)


def _attempt(found: AuthorityFile) -> bool:
    """Count an attempt; return False, and refuse the file, after too many that did not get ahead."""
    if found.attempts >= MAX_ATTEMPTS:
        logger.error("the file of authorities %s stopped after %s attempts", found.uuid, found.attempts)
        _refuse(found, LoadingFailed())
        return False
    now = timezone.now()
    AuthorityFile.objects.filter(pk=found.pk).update(attempts=found.attempts + 1, touched_at=now)
    return True


def _load(found: AuthorityFile) -> None:
    loaded = found.loaded
    with parser_pool.scratch() as folder:
        path = folder / "authorities"
        with store().open(found.key) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target)
        with closing(read(path, found, after=loaded)) as entries:  # type: ignore[type-var]
            while chunk := list(islice(entries, CHUNK)):
                if not loaded and all(map(_is_of_a_book, chunk)):
                    raise FileOfBooks
                if not _store(found, chunk, after=loaded):
                    return
                loaded = chunk[-1].number
                shutdown.raise_if_requested()
    if not loaded:
        raise NoRecords
    done = AuthorityFile.objects.filter(pk=found.pk, state=State.LOADING)
    done.update(state=State.REVIEW, key="", problem="", touched_at=timezone.now())
    store().remove(found.key)  # the upkeep of imports does it where this process dies


def _is_of_a_book(one: Entry | Unread) -> bool:
    return isinstance(one, Unread) and one.refusal.code == NoAuthorityRecord.code


@transaction.atomic
def _store(found: AuthorityFile, chunk: list[Entry | Unread], *, after: int) -> bool:
    """Store a chunk; return False if the file is gone, or another worker has stored it."""
    file = AuthorityFile.objects.select_for_update().filter(pk=found.pk, state=State.LOADING, loaded=after).first()
    if file is None:
        return False
    stage(file, chunk)
    file.loaded = chunk[-1].number
    file.attempts, file.problem, file.touched_at = 0, "", timezone.now()
    file.save(update_fields=["loaded", "attempts", "problem", "touched_at"])
    return True


def _refuse(found: AuthorityFile, refusal: UserFacingError) -> None:
    """Refuse the file; entries that were stored before stay for review, with the reason on the page."""
    with transaction.atomic():
        file = AuthorityFile.objects.select_for_update().filter(pk=found.pk, state=State.LOADING).first()
        if file is None:
            return
        file.state = State.REVIEW if file.loaded else State.REFUSED
        file.problem, file.problem_details = refusal.code, dict(refusal.details)
        file.key, file.touched_at = "", timezone.now()
        file.save(update_fields=["state", "key", "problem", "problem_details", "touched_at"])
    store().remove(found.key)
