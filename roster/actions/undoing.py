"""Take back what an import did, row by row, the last one first; what people did since then stays.

An account that the import created is deleted only if nobody has signed in with it; otherwise its membership ends. A
name, a class or an end that was changed again since then is left as it is.
"""

from datetime import date, datetime
from typing import Any

from access.viewer import Viewer
from accounts.actions import end_membership, rename_person
from accounts.audit import record
from accounts.models import Membership, Person
from roster.models import Enrolment, ListImport, ListRow, MemberDetails, SchoolClass
from roster.queries import day_of


def take_out(member: Membership, *, by: Viewer) -> dict[str, Any]:
    """End a membership and its places in classes now; return what reverses it."""
    if member.until is not None and member.until <= by.now:
        return {}
    undo = {"ended": [member.pk, member.until.isoformat() if member.until else None]}
    end_membership(member, by=by)
    open_ones = Enrolment.objects.filter(membership=member, until=None)
    undo["left_classes"] = list(open_ones.values_list("pk", flat=True))
    open_ones.update(until=day_of(by))
    return undo


def undo_rows(list_import: ListImport, viewer: Viewer, *, limit: int) -> bool:
    """Take back the last rows in the caller's transaction; return whether there are more."""
    rows = list(list_import.rows.filter(applied=True).select_related("membership__person").order_by("-number")[:limit])
    for row in rows:
        _undo(row, viewer)
        row.applied, row.undo = False, {}
    ListRow.objects.bulk_update(rows, ["applied", "undo"], batch_size=200)
    if len(rows) < limit:
        SchoolClass.objects.filter(year=list_import.year_id, enrolments=None).delete()  # that only this list had
    return len(rows) == limit


def _undo(row: ListRow, viewer: Viewer) -> None:
    undo, member = row.undo, row.membership
    if undo.get("enrolment"):
        Enrolment.objects.filter(pk=undo["enrolment"], until=None).delete()
    if "ended" in undo:
        _reopen(*undo["ended"], viewer=viewer)
    if member is None:
        return
    if "name" in undo and member.person.name == undo["name"][1]:
        rename_person(member, name=undo["name"][0], by=viewer)
    if "details" in undo:
        _restore_details(member, undo["details"])
    if "membership" in undo:
        _remove(undo, viewer)
    if not Enrolment.objects.filter(membership=member, until=None).exists():
        Enrolment.objects.filter(pk__in=undo.get("left_classes", [])).update(until=None)


def _reopen(key: int, until: str | None, *, viewer: Viewer) -> None:
    member = Membership.objects.filter(pk=key).first()
    if (
        member is None
        or member.person.memberships.filter(school=member.school_id, role=member.role, until=None).exists()
    ):
        return
    member.until = datetime.fromisoformat(until) if until else None
    member.save(update_fields=["until"])
    record("membership.change", by=viewer, target=member.uuid, role=member.role)


def _restore_details(member: Membership, before: dict[str, str] | None) -> None:
    details = MemberDetails.objects.filter(person=member.person_id, school=member.school_id)
    if before is None:
        details.delete()
        return
    born = date.fromisoformat(before["birth_date"]) if before["birth_date"] else None
    details.update(sector_id=before["sector_id"], code=before["code"], birth_date=born)


def _remove(undo: dict[str, Any], viewer: Viewer) -> None:
    """Delete the account that the import created, if it was never used; otherwise end the membership."""
    member = Membership.objects.filter(pk=undo["membership"]).first()
    if member is None:
        return
    person = Person.objects.filter(pk=undo.get("person") or 0, last_login=None).first()
    if person is not None and not person.memberships.exclude(pk=member.pk).exists():
        record("person.delete", by=viewer, target=person.uuid)
        person.delete()
    elif member.until is None or member.until > viewer.now:
        end_membership(member, by=viewer)
