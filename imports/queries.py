"""All reads of import batches; the first argument is the viewer. A batch of another school is not found."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import School
from imports.models import ImportBatch, SavedMapping, StagedRecord
from repository.queries import require_staff


def own_school(viewer: Viewer) -> School:
    """Return the school whose librarian the viewer is. Raise NotFound for everybody else."""
    require_staff(viewer, viewer.school or 0)
    return School.objects.get(pk=viewer.school or 0)


def batches_of(viewer: Viewer) -> QuerySet[ImportBatch]:
    """Return the batches of the viewer's school, the latest first."""
    return ImportBatch.objects.filter(school=own_school(viewer)).select_related("change_set", "collection")


def batch_for(viewer: Viewer, uuid: UUID) -> ImportBatch:
    """Return a batch of the viewer's school. Raise NotFound for any other."""
    found = batches_of(viewer).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def saved_mappings(viewer: Viewer) -> QuerySet[SavedMapping]:
    """Return the mappings that the viewer's school saved, the latest first."""
    return SavedMapping.objects.filter(school=own_school(viewer))


def records_of(viewer: Viewer, batch: ImportBatch) -> QuerySet[StagedRecord]:
    """Return the staged records of a batch of the viewer's school, without their bytes."""
    if batch.school_id != own_school(viewer).pk:
        raise NotFound
    return batch.records.select_related("match", "result").defer("raw")


def record_for(viewer: Viewer, batch: ImportBatch, number: int) -> StagedRecord:
    """Return one record with its bytes. Raise NotFound."""
    found = records_of(viewer, batch).defer(None).filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def counts(viewer: Viewer, batch: ImportBatch, column: str) -> dict[str, int]:
    """Return how many records of the batch have each action, or after the import each outcome."""
    rows = records_of(viewer, batch).order_by().values_list(column).annotate(number=Count("pk"))
    return dict(rows)


def to_do(viewer: Viewer, batch: ImportBatch) -> int:
    """Return how many records the import would create, or change if they differ, as it is decided now."""
    actions, decisions = StagedRecord.Action, StagedRecord.Decision
    proposed = Q(action__in=(actions.NEW, actions.CHANGED)) & ~Q(decision=decisions.SKIP)
    decided = Q(action=actions.DOUBTFUL, decision__in=(decisions.MATCH, decisions.NEW))
    return records_of(viewer, batch).filter(proposed | decided).count()


def undecided(viewer: Viewer, batch: ImportBatch) -> int:
    """Return how many doubtful records wait for a decision."""
    waiting = records_of(viewer, batch).filter(action=StagedRecord.Action.DOUBTFUL, decision="", outcome="")
    return waiting.count()
