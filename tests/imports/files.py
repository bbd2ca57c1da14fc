"""Files of records, and what a librarian does with one until it is imported."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from access.viewer import Viewer
from changesets.actions import running
from imports.actions import committing, loading, receiving, reviewing
from imports.actions.reviewing import Terms
from imports.models import ImportBatch, StagedRecord
from imports.parser_jobs import bounded
from imports.readers import FORMATS
from imports.staged import Refused, Staged
from repository.description import Description
from repository.formats import marc

ALICE = Description(
    title="Kính vạn hoa", creators=["Nguyễn Nhật Ánh"], isbn="9786041000001", publisher="Kim Đồng", year=2019
)
TOAN = Description(title="Toán 6", subtitle="tập một", creators=["Hà Huy Khoái"], publisher="Giáo dục", year=2021)
DE_MEN = Description(title="Dế Mèn phiêu lưu ký", creators=["Tô Hoài"], isbn="9786042000000", year=2020)
DAMAGED = b"00100nam a2200000 a 4500" + b"001000500000\x1eno end\x1d"


def mrc(*records: Description | bytes) -> bytes:
    """Return an ISO 2709 file."""
    return b"".join(one if isinstance(one, bytes) else marc.of(one) for one in records)


def read_in_process(path: Path, batch: ImportBatch, *, after: int) -> Iterator[Staged | Refused]:
    """Read a file without a process of its own."""
    records = bounded(FORMATS[batch.format].read(path, batch.mapping))
    return (one for one in records if one.number > after)


def prepare_in_process(path: Path, batch: ImportBatch) -> dict[str, Any]:
    """Prepare a batch without a process of its own."""
    ask = FORMATS[batch.format].prepare
    return ask(path) if ask else {}


def load(data: bytes, *, by: Viewer, name: str = "koha.mrc") -> ImportBatch:
    """Upload a file, and let a worker load it."""
    made = receiving.start(BytesIO(data), name=name, size=len(data), by=by)
    loading.run(made.pk)
    made.refresh_from_db()
    return made


def commit(batch: ImportBatch, *, by: Viewer, **terms: Any) -> ImportBatch:
    """Press “Import”, and let a worker do it."""
    given = {"on_match": batch.on_match, "audience": "", "collection": None, **terms}
    reviewing.set_terms(batch, terms=Terms(**given), by=by)
    running.run(committing.start(batch, by=by).pk)
    batch.refresh_from_db()
    return batch


def undo(batch: ImportBatch, *, by: Viewer) -> None:
    """Press “Undo”, and let a worker do it."""
    running.run(committing.undo(batch, by=by).pk)
    batch.refresh_from_db()


def actions(batch: ImportBatch) -> list[str]:
    """Return the action of each record in the order of the file."""
    return list(batch.records.values_list("action", flat=True))


def outcomes(batch: ImportBatch) -> list[str]:
    """Return what became of each record in the order of the file."""
    return list(batch.records.values_list("outcome", flat=True))


def decide(batch: ImportBatch, number: int, decision: str, chosen: int | None = None, *, by: Viewer) -> StagedRecord:
    """Decide about one record."""
    reviewing.decide(batch, decisions={number: (decision, chosen)}, by=by)
    return batch.records.get(number=number)
