"""All reads of school years, classes, lists and merged accounts; the viewer is the first argument."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.timezone import localtime

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import Membership, Person, Role, School
from accounts.queries import managed_schools, manages
from repository.collation import given_name_key
from repository.queries import require_node_admin
from roster.entries import name_key
from roster.matching import Known
from roster.models import AccountMerge, Enrolment, ListImport, MemberDetails, SchoolClass, SchoolYear

STAFF = (Role.TEACHER, Role.HEAD, Role.LIBRARIAN)


def own_school(viewer: Viewer) -> School:
    """Return the school whose lists the viewer manages. Raise NotFound for all but its librarians."""
    if not viewer.is_staff or viewer.school is None or not manages(viewer, viewer.school):
        raise NotFound
    return School.objects.get(pk=viewer.school)


def years_of(viewer: Viewer) -> QuerySet[SchoolYear]:
    """Return the school years of the viewer's school, the latest first."""
    return SchoolYear.objects.filter(school=own_school(viewer))


def classes_of(viewer: Viewer, year: SchoolYear) -> QuerySet[SchoolClass]:
    """Return the classes of a year with the number of their current members (`size`)."""
    current = Q(enrolments__until=None) & (
        Q(enrolments__membership__until=None) | Q(enrolments__membership__until__gt=viewer.now)
    )
    return SchoolClass.objects.filter(year=year, year__school=own_school(viewer)).annotate(
        size=Count("enrolments", filter=current)
    )


def managed_classes(viewer: Viewer) -> QuerySet[SchoolClass]:
    """Return the classes of a librarian's school, the latest year first; none for others, who have too many."""
    schools = managed_schools(viewer) if viewer.is_staff else School.objects.none()
    found = SchoolClass.objects.filter(year__school__in=schools).select_related("year")
    return found.order_by("-year__first_day", "sort_key")


def with_current_class(members: QuerySet[Membership]) -> QuerySet[Membership]:
    """Read the current classes of memberships that another query found, for `current_class`."""
    enrolments = Enrolment.objects.filter(until=None).select_related("school_class__year")
    return members.prefetch_related(Prefetch("enrolments", enrolments, "open_enrolments"))


def current_class(member: Membership) -> str:
    """Return the name of the class in which a member is now, of those that `with_current_class` read."""
    return ", ".join(enrolment.school_class.name for enrolment in member.open_enrolments)  # type: ignore[attr-defined]


def class_for(viewer: Viewer, uuid: UUID) -> SchoolClass:
    """Return a class of the viewer's school. Raise NotFound for any other."""
    found = SchoolClass.objects.filter(uuid=uuid, year__school=own_school(viewer)).select_related("year").first()
    if found is None:
        raise NotFound
    return found


def members_of(viewer: Viewer, school_class: SchoolClass) -> list[Membership]:
    """Return the current members of a class, sorted by given name. Raise NotFound for a class of another school."""
    if school_class.year.school_id != own_school(viewer).pk:
        raise NotFound
    enrolled = Enrolment.objects.filter(school_class=school_class, until=None)
    rows = current(viewer).filter(pk__in=enrolled.values("membership")).select_related("person", "school")
    return sort_by_given_name(rows)


def current(viewer: Viewer) -> QuerySet[Membership]:
    """Return the memberships of the viewer's school that last at this moment."""
    return Membership.objects.filter(school=own_school(viewer)).exclude(until__lte=viewer.now)


def sort_by_given_name(rows: Iterable[Membership]) -> list[Membership]:
    """Return memberships in the order of a Vietnamese class list: by given name, then by family and middle names."""
    return sorted(rows, key=lambda row: given_name_key(row.person.name))


def imports_of(viewer: Viewer) -> QuerySet[ListImport]:
    """Return the imported lists of the viewer's school, the latest first, without their files."""
    return ListImport.objects.filter(school=own_school(viewer)).select_related("year").defer("source")


def import_for(viewer: Viewer, uuid: UUID) -> ListImport:
    """Return an import of the viewer's school. Raise NotFound for any other."""
    found = imports_of(viewer).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def classes_in(viewer: Viewer, list_import: ListImport) -> QuerySet[SchoolClass]:
    """Return the classes into which a list brought people."""
    members = list_import.rows.filter(applied=True).values("membership")
    enrolled = Enrolment.objects.filter(membership__in=members, until=None, school_class__year=list_import.year_id)
    return SchoolClass.objects.filter(pk__in=enrolled.values("school_class"), year__school=own_school(viewer))


def members_in(viewer: Viewer, list_import: ListImport) -> list[Membership]:
    """Return the current members whom a list of the viewer's school brought or named, sorted by given name."""
    named = list_import.rows.filter(applied=True).values("membership")
    return sort_by_given_name(current(viewer).filter(pk__in=named).select_related("person", "school"))


def known_members(viewer: Viewer, school: School, role: Role) -> list[Known]:
    """Return everyone whom a list of this role can name, members who have left included."""
    roles = STAFF if role == Role.TEACHER else (role,)
    rows = with_current_class(Membership.objects.filter(school=school, role__in=roles).select_related("person"))
    rows = rows.order_by("-since", "-pk")
    details = {entry.person_id: entry for entry in MemberDetails.objects.filter(school=school)}
    best: dict[int, Membership] = {}
    for row in rows:
        if row.person_id not in best or (_is_current(row, viewer) and not _is_current(best[row.person_id], viewer)):
            best[row.person_id] = row
    return [_known(row, details.get(row.person_id), _is_current(row, viewer)) for row in best.values()]


def accounts_alike(viewer: Viewer) -> list[tuple[Person, Person]]:
    """Return pairs of accounts that schools know by the same sector identifier, for the node administrator."""
    require_node_admin(viewer)
    same = MemberDetails.objects.filter(sector_id=OuterRef("sector_id"), person__is_active=True)
    rows = (
        MemberDetails.objects.filter(person__is_active=True)
        .exclude(sector_id="")
        .filter(Exists(same.exclude(person=OuterRef("person"))))
        .select_related("person")
        .order_by("sector_id", "pk")
    )
    groups: dict[str, list[Person]] = {}
    for row in rows[:200]:
        groups.setdefault(row.sector_id, []).append(row.person)
    return [(people[0], other) for people in groups.values() for other in people[1:]]


def merges(viewer: Viewer) -> QuerySet[AccountMerge]:
    """Return the merges of accounts, the latest first, for the node administrator."""
    require_node_admin(viewer)
    return AccountMerge.objects.select_related("target", "source", "acting")


def day_of(viewer: Viewer) -> date:
    """Return the viewer's day in the school's time zone."""
    return localtime(viewer.now).date()


def _is_current(row: Membership, viewer: Viewer) -> bool:
    return row.until is None or row.until > viewer.now


def _known(row: Membership, details: MemberDetails | None, is_current: bool) -> Known:
    enrolment = max(row.open_enrolments, key=lambda e: e.school_class.year.first_day, default=None)  # type: ignore[attr-defined]
    school_class = enrolment.school_class if enrolment else None
    return Known(
        membership=row.pk,
        name=row.person.name,
        name_key=name_key(row.person.name),
        birth_date=details.birth_date.isoformat() if details and details.birth_date else "",
        sector_id=details.sector_id if details else "",
        code=details.code if details else "",
        class_name=school_class.name if school_class else "",
        class_key=school_class.sort_key if school_class else "",
        year=school_class.year.first_day.isoformat() if school_class else "",
        is_current=is_current,
    )
