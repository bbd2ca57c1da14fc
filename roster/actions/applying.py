"""Import the rows of a list: new members, other classes, corrected names; each row notes how it can be taken back."""

from dataclasses import replace
from datetime import date

from access.viewer import Viewer
from accounts.actions import add_membership, create_person, rename_person
from accounts.errors import NotAllowed
from accounts.models import Membership, Role
from accounts.queries import assignable_roles, current_memberships
from roster.actions.undoing import take_out
from roster.actions.years import class_of, enrol
from roster.entries import Entry, entry_from
from roster.errors import TwiceInList
from roster.models import ListImport, ListRow, MemberDetails
from roster.queries import STAFF, day_of
from roster.usernames import free_username

Outcome, Decision = ListRow.Outcome, ListRow.Decision
FACTS = ("birth_date", "sector_id", "code")


def apply_rows(list_import: ListImport, viewer: Viewer, *, limit: int) -> bool:
    """Import the next rows in the caller's transaction; return whether there are more."""
    role = Role(list_import.role)
    if role not in assignable_roles(viewer):
        raise NotAllowed
    waiting = list_import.rows.filter(applied=False).exclude(outcome__in=["", Outcome.BAD])
    rows = list(waiting.exclude(decision__in=["", Decision.SKIP, Decision.STAYS])[:limit])
    for row in rows:
        _apply(row, list_import, role, viewer)
        row.applied = row.outcome != Outcome.BAD
    ListRow.objects.bulk_update(rows, ["applied", "undo", "membership", "outcome", "problem", "entry"], batch_size=200)
    return len(rows) == limit


def _apply(row: ListRow, list_import: ListImport, role: Role, viewer: Viewer) -> None:
    if row.decision == Decision.LEAVES:
        if row.membership is not None and row.membership_id != viewer.membership:
            row.undo = take_out(row.membership, by=viewer)
        return
    entry = entry_from(row.entry)
    member = None if row.decision == Decision.OTHER_PERSON else row.membership
    if row.outcome == Outcome.NEW:
        member = _known_by_id(list_import, entry)
    if member is not None and list_import.rows.filter(applied=True, membership=member).exclude(pk=row.pk).exists():
        row.outcome, row.problem, row.entry = Outcome.BAD, TwiceInList.code, {"details": {"line": "?"}}
        return
    if member is None:
        member = _create(row, list_import, role, entry, viewer)
    else:
        member = _update(row, member, role, entry, viewer)
    _store_details(row, member, entry)
    if role == Role.PUPIL:
        enrolment, ended = enrol(member, class_of(list_import.year, entry.class_name), today=day_of(viewer))
        row.undo["enrolment"] = enrolment.pk if enrolment else None
        row.undo["left_classes"] = [old.pk for old in ended]
    row.membership = member


def _known_by_id(list_import: ListImport, entry: Entry) -> Membership | None:
    """Return the member who got this identifier since the comparison, for example by another list."""
    details = MemberDetails.objects.filter(school=list_import.school_id)
    found = (entry.sector_id and details.filter(sector_id=entry.sector_id).first()) or (
        entry.code and details.filter(code=entry.code).first()
    )
    if not found:
        return None
    return Membership.objects.filter(person=found.person_id, school=list_import.school_id).order_by("-since").first()


def _create(row: ListRow, list_import: ListImport, role: Role, entry: Entry, viewer: Viewer) -> Membership:
    school = list_import.school
    person = create_person(username=free_username(entry.name), name=entry.name, school=school, by=viewer)
    member = add_membership(person, school=school, role=role, by=viewer)
    row.undo = {"person": person.pk, "membership": member.pk}
    return member


def _update(row: ListRow, member: Membership, role: Role, entry: Entry, viewer: Viewer) -> Membership:
    """Correct the name, as far as the account is in the hands of this school, and let a member who left come back."""
    row.undo = {}
    now_here = current_memberships(member.person, now=viewer.now).filter(school=member.school_id)
    roles = STAFF if role == Role.TEACHER else (role,)
    member = now_here.filter(role__in=roles).first() or member
    if member.until is not None and member.until <= viewer.now:
        member = add_membership(member.person, school=member.school, role=role, by=viewer)
        row.undo["membership"] = member.pk
    old = member.person.name
    if old != entry.name and rename_person(member, name=entry.name, by=viewer):
        row.undo["name"] = [old, entry.name]
    return member


def _store_details(row: ListRow, member: Membership, entry: Entry) -> None:
    """Store by what the next list finds the person; a fact that the list does not give stays."""
    details = MemberDetails.objects.filter(person=member.person_id, school=member.school_id).first()
    details = details or MemberDetails(person_id=member.person_id, school_id=member.school_id)
    row.undo["details"] = {fact: str(getattr(details, fact) or "") for fact in FACTS} if details.pk else None
    others = MemberDetails.objects.filter(school=member.school_id).exclude(person=member.person_id)
    if others.filter(sector_id=entry.sector_id).exclude(sector_id="").exists():
        entry = replace(entry, sector_id="")
    if others.filter(code=entry.code).exclude(code="").exists():
        entry = replace(entry, code="")
    details.sector_id = entry.sector_id or details.sector_id
    details.code = entry.code or details.code
    details.birth_date = date.fromisoformat(entry.birth_date) if entry.birth_date else details.birth_date
    details.save()
