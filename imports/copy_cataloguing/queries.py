"""All reads of copy cataloguing; the first argument is the viewer. A list of another school is not found."""

from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Value, When

from access.actions import Action
from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import School
from imports.copy_cataloguing.models import Candidate, ScanList, ScannedBook, Target
from repository.models import Resource
from repository.queries import require_staff, resources_allowed

State = ScannedBook.State
MAX_SCHOOLS = 5  # candidates from other schools


def own_school(viewer: Viewer) -> School:
    """Return the school whose librarian the viewer is. Raise NotFound for everybody else."""
    school = viewer.school or 0
    require_staff(viewer, school)
    return School.objects.get(pk=school)


def targets_for(viewer: Viewer) -> QuerySet[Target]:
    """Return the targets for those who edit them: the administrators of the node."""
    return Target.objects.all() if viewer.is_node_admin else Target.objects.none()


def active_targets() -> list[Target]:
    """Return the targets that lookups ask, in order."""
    return list(Target.objects.filter(is_active=True))


def listed_hosts() -> frozenset[str]:
    """Return the hosts to which a redirect may lead."""
    return frozenset(Target.objects.values_list("host", flat=True))


def is_resting(target: Target, now: datetime) -> bool:
    """Return whether the target failed a moment ago and is not asked."""
    return target.resting_until is not None and target.resting_until > now


def lists_of(viewer: Viewer) -> QuerySet[ScanList]:
    """Return the lists of the viewer's school, the latest first, with the numbers of their books."""
    done = Q(books__state__in=(State.TAKEN, State.LEFT_OUT, State.REFUSED))
    found = ScanList.objects.filter(school=own_school(viewer)).select_related("acting__person")
    return found.annotate(size=Count("books"), decided=Count("books", filter=done))


def list_for(viewer: Viewer, uuid: UUID) -> ScanList:
    """Return a list of the viewer's school. Raise NotFound for any other."""
    found = lists_of(viewer).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def books_of(viewer: Viewer, scan_list: ScanList) -> QuerySet[ScannedBook]:
    """Return the books of a list with their candidates, the last entered first. Raise NotFound for another school's."""
    if scan_list.school_id != own_school(viewer).pk:
        raise NotFound
    books = scan_list.books.select_related("held", "resource").order_by("-number")
    return books.prefetch_related(Prefetch("candidates", Candidate.objects.defer("marc")))


def book_for(viewer: Viewer, scan_list: ScanList, number: int) -> ScannedBook:
    """Return one book of a list. Raise NotFound."""
    found = books_of(viewer, scan_list).filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def counts(viewer: Viewer, scan_list: ScanList) -> dict[str, int]:
    """Return how many books of the list are in each state; a taken one without its record is found or held again."""
    undone = Q(state=State.TAKEN, resource=None)
    shown = Case(
        When(undone & ~Q(held=None), then=Value(State.HELD)), When(undone, then=Value(State.FOUND)), default=F("state")
    )
    rows = books_of(viewer, scan_list).order_by().annotate(shown=shown).values_list("shown")
    return dict(rows.annotate(size=Count("pk")))


def held_by_school(school: School, isbn: str) -> Resource | None:
    """Return the record of a school with this ISBN; a withdrawn one does not count."""
    own = Resource.objects.filter(Q(isbn=isbn) | Q(edition__isbn=isbn), owner=school)
    return own.exclude(state=Resource.State.WITHDRAWN).order_by("pk").first()


def records_of_other_schools(viewer: Viewer, isbn: str) -> list[Resource]:
    """Return records of this ISBN in other schools of the node that the viewer may discover."""
    same = resources_allowed(viewer, Action.DISCOVER).filter(Q(isbn=isbn) | Q(edition__isbn=isbn))
    others = same.exclude(owner=viewer.school).select_related("owner", "edition")
    return list(others.order_by("pk")[:MAX_SCHOOLS])
