"""All reads of copies; the first argument is the viewer. Librarians read the copies that their school holds."""

from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Length

from access.actions import Action
from access.viewer import Viewer
from accounts.errors import NotFound
from circulation.copies.errors import BarcodeOfAnotherSchool, CopyRemoved, UnknownBarcode
from circulation.copies.models import Accession, Copy, Withdrawal
from circulation.copies.scanned_text import spellings_of
from circulation.loans.models import Loan
from repository.models import CopyData, Resource
from repository.queries import is_allowed, require_staff

State = Copy.State
OFFERED, MAX_OFFERED, MAX_SOURCES = ("store", "source"), 50, 200


def held_copies(viewer: Viewer) -> QuerySet[Copy]:
    """Return all copies of the school whose librarian the viewer is, removed ones too. Raise NotFound for others."""
    return Copy.objects.filter(holder=_own_school(viewer))


def copies_of(viewer: Viewer, resource: Resource) -> QuerySet[Copy]:
    """Return the copies of a resource that the viewer's school holds, in the order of their numbers.

    Each has `on_loan`, whether a reader has it. Raise NotFound for all but librarians.
    """
    return with_loans(held_copies(viewer).filter(resource=resource)).order_by("barcode", "pk")


def with_loans(copies: QuerySet[Copy]) -> QuerySet[Copy]:
    """Return the copies with `on_loan`, whether a reader has the copy."""
    return copies.annotate(on_loan=Exists(Loan.objects.filter(copy=OuterRef("pk"), ended_at=None)))


def copy_for(viewer: Viewer, uuid: UUID | str) -> Copy:
    """Return one copy of the viewer's school. Raise NotFound for any other."""
    found = with_loans(held_copies(viewer).filter(uuid=uuid)).select_related("resource").first()
    if found is None:
        raise NotFound
    return found


def copy_by_barcode(viewer: Viewer, text: str) -> Copy:
    """Return the copy of the viewer's school with this barcode, else with this accession number; lost ones too.

    Spaces, line ends and capitals do not matter. Raise NotFound for all but librarians, UnknownBarcode,
    BarcodeOfAnotherSchool where the viewer may know of that copy, CopyRemoved.
    """
    spelt = spellings_of(text)
    found = _best(held_copies(viewer).select_related("resource"), spelt)
    if found is None:
        raise _unknown(viewer, text, spelt)
    if found.state == State.REMOVED:
        raise CopyRemoved(text=found.barcode, title=found.resource.title)
    return found


def listed_records(viewer: Viewer) -> QuerySet[Resource]:
    """Return the records of the viewer's school of whose copies a list said something."""
    listed = Exists(CopyData.objects.filter(resource=OuterRef("pk")))
    return Resource.objects.filter(listed, owner=_own_school(viewer))


def listed_count(resource: Resource) -> int:
    """Return how many copies lists say a record has."""
    return resource.copy_data.aggregate(total=Sum("count"))["total"] or 0


def register_of(viewer: Viewer) -> QuerySet[Copy]:
    """Return the copies of the viewer's school as its accession register has them, in the order of their numbers."""
    entered = with_loans(held_copies(viewer)).select_related("resource", "accession", "withdrawal")
    entered = entered.prefetch_related("resource__contributors")
    return entered.order_by(Length("accession_number"), "accession_number", "pk")


def not_accessioned(viewer: Viewer) -> QuerySet[Copy]:
    """Return the copies of the viewer's school that no entry of the general register has."""
    return held_copies(viewer).filter(accession=None, entered_at__isnull=False)


def not_withdrawn(viewer: Viewer) -> QuerySet[Copy]:
    """Return the removed copies of the viewer's school that no protocol has."""
    return held_copies(viewer).filter(state=State.REMOVED, withdrawal=None)


def waiting_sources(viewer: Viewer) -> list[tuple[str, int]]:
    """Return the sources of copies that wait for an entry of the general register, with their numbers of copies."""
    rows = not_accessioned(viewer).order_by("source").values_list("source").annotate(size=Count("pk"))
    return list(rows[:MAX_SOURCES])


def accessions_of(viewer: Viewer) -> QuerySet[Accession]:
    """Return the entries of part I of the general register, the last first."""
    return Accession.objects.filter(school=_own_school(viewer))


def withdrawals_of(viewer: Viewer) -> QuerySet[Withdrawal]:
    """Return the entries of part II of the general register, the last first."""
    return Withdrawal.objects.filter(school=_own_school(viewer))


def withdrawal_for(viewer: Viewer, uuid: UUID) -> Withdrawal:
    """Return one entry of part II. Raise NotFound for another school's."""
    found = withdrawals_of(viewer).filter(uuid=uuid).select_related("school").first()
    if found is None:
        raise NotFound
    return found


def last_copy(viewer: Viewer, resource: Resource | None) -> Copy | None:
    """Return the copy that was entered last: of the resource, else of the school."""
    held = held_copies(viewer).order_by("-pk")
    return (held.filter(resource=resource).first() if resource else None) or held.first()


def known_values(viewer: Viewer) -> dict[str, list[str]]:
    """Return the rooms and the sources that copies of the school have, for fields that offer them."""
    held = held_copies(viewer).order_by()
    return {
        name: list(held.exclude(**{name: ""}).values_list(name, flat=True).distinct()[:MAX_OFFERED]) for name in OFFERED
    }


def _own_school(viewer: Viewer) -> int:
    """Return the key of the school whose librarian the viewer is. Raise NotFound for others."""
    school = viewer.school or 0
    require_staff(viewer, school)
    return school


def _best(copies: QuerySet[Copy], spelt: list[str]) -> Copy | None:
    """Return the copy with one of the spellings exactly, else in other capitals; a barcode before another's number."""
    exact = Q(barcode__in=spelt) | Q(accession_number__in=spelt)
    alike = Q()
    for form in spelt:
        alike |= Q(barcode__iexact=form) | Q(accession_number__iexact=form)
    for condition in (exact, alike):
        if spelt and (rows := list(copies.filter(condition).order_by("pk"))):
            lowered = [form.lower() for form in spelt]
            return next((row for row in rows if row.barcode.lower() in lowered), rows[0])
    return None


def _unknown(viewer: Viewer, text: str, spelt: list[str]) -> UnknownBarcode | BarcodeOfAnotherSchool:
    shown = spelt[0][:60] if spelt else text[:60].strip()
    others = Copy.objects.filter(barcode__in=spelt).exclude(holder=viewer.school).exclude(state=State.REMOVED)
    for copy in others.select_related("resource", "holder")[:5]:
        if is_allowed(viewer, Action.DISCOVER, copy.resource):
            return BarcodeOfAnotherSchool(text=shown, school=copy.holder.name, title=copy.resource.title)
    return UnknownBarcode(text=shown)
