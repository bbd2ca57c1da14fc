"""All reads of files of authorities; the first argument is the viewer, a cataloguer of the unit that has the file."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import School
from imports.authority_files.models import AuthorityFile, StagedAuthority
from repository.authorities.queries import require_cataloguer

Action, Decision = StagedAuthority.Action, StagedAuthority.Decision


def own_unit(viewer: Viewer) -> School:
    """Return the unit in which the viewer is a cataloguer. Raise NotFound for everybody else."""
    require_cataloguer(viewer)
    found = School.objects.filter(pk=viewer.school or 0).first()
    if found is None:
        raise NotFound
    return found


def files_of(viewer: Viewer) -> QuerySet[AuthorityFile]:
    """Return the files of the viewer's unit, the latest first."""
    return AuthorityFile.objects.filter(school=own_unit(viewer)).select_related("change_set")


def file_for(viewer: Viewer, uuid: UUID) -> AuthorityFile:
    """Return a file of the viewer's unit. Raise NotFound for any other."""
    found = files_of(viewer).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def entries_of(viewer: Viewer, file: AuthorityFile) -> QuerySet[StagedAuthority]:
    """Return the entries of a file of the viewer's unit, in the order of the file."""
    if file.school_id != own_unit(viewer).pk:
        raise NotFound
    return file.entries.select_related("authority").prefetch_related("authority__variants")


def counts(viewer: Viewer, file: AuthorityFile, column: str) -> dict[str, int]:
    """Return how many entries have each action, or after the import each outcome."""
    rows = entries_of(viewer, file).order_by().values_list(column).annotate(number=Count("pk"))
    return dict(rows)


def to_do(viewer: Viewer, file: AuthorityFile) -> int:
    """Return how many entries the import would create or change, as it is decided now."""
    proposed = Q(action__in=(Action.NEW, Action.CHANGED)) & ~Q(decision=Decision.SKIP)
    decided = Q(action=Action.DOUBTFUL, decision__in=(Decision.MATCH, Decision.NEW))
    return entries_of(viewer, file).filter(proposed | decided).count()


def undecided(viewer: Viewer, file: AuthorityFile) -> int:
    """Return how many doubtful entries wait for a decision."""
    return entries_of(viewer, file).filter(action=Action.DOUBTFUL, decision="", outcome="").count()
