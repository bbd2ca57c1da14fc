"""Compare the rows of a list with the school's members, and store what the import would do."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict

from access.viewer import Viewer
from accounts.models import Role
from roster.entries import Entry, entry_of
from roster.errors import RowProblem, TwiceInList
from roster.matching import Comparison, Known, Members
from roster.models import ListImport, ListRow
from roster.queries import day_of, known_members

Outcome, Decision = ListRow.Outcome, ListRow.Decision


def compare(list_import: ListImport, viewer: Viewer) -> None:
    """Give every row its outcome, and add a row for each member whom the list lacks."""
    role = Role(list_import.role)
    list_import.rows.filter(line=0, applied=False).delete()
    rows = list(list_import.rows.filter(applied=False, line__gt=0))
    entries = {row.number: entry for row in rows if (entry := _entry(row, list_import, viewer)) is not None}
    _refuse_twins(rows, entries)
    members = Members(
        known_members(viewer, list_import.school, role),
        year=list_import.year.first_day.isoformat() if role == Role.PUPIL else "",
    )
    alike = Counter((entry.name_key, entry.birth_date) for entry in entries.values())
    matched: set[int] = set()
    for row in rows:
        entry = entries.get(row.number)
        if entry is not None:
            is_only = alike[entry.name_key, entry.birth_date] == 1
            matched |= _store_comparison(row, entry, members.compare(entry, is_only=is_only))
    changed = ["name", "entry", "outcome", "decision", "problem", "membership", "before"]
    ListRow.objects.bulk_update(rows, changed, batch_size=200)
    _add_missing(list_import, members, entries.values(), matched)


def _entry(row: ListRow, list_import: ListImport, viewer: Viewer) -> Entry | None:
    """Read a row; store the problem of one that cannot be imported. A row of nobody is deleted."""
    layout = list_import.layouts[row.layout]
    row.name, row.entry, row.problem, row.membership, row.before, row.decision = "", {}, "", None, {}, ""
    row.outcome = Outcome.BAD
    try:
        entry = entry_of(
            row.cells,
            layout["fields"],
            class_name=layout["classes"].get(row.sheet, ""),
            wants_class=list_import.role == Role.PUPIL,
            today=day_of(viewer),
        )
    except RowProblem as problem:
        row.problem, row.entry = problem.code, {"details": problem.details}
        row.name = _name_in(row, layout["fields"])
        return None
    if entry is None:
        row.outcome, row.problem = "", ""
        return None
    row.name, row.entry, row.outcome = entry.name, asdict(entry), ""
    return entry


def _name_in(row: ListRow, fields: list[str]) -> str:
    names = [cell for cell, field in zip(row.cells, fields, strict=True) if field.endswith("name")]
    return " ".join(filter(None, names))[:150]


def _refuse_twins(rows: Iterable[ListRow], entries: dict[int, Entry]) -> None:
    """Refuse the second row of one person: the same identifier, or name, date of birth and class."""
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        entry = entries.get(row.number)
        if entry is None:
            continue
        keys = [(kind, value) for kind, value in (("id", entry.sector_id), ("code", entry.code)) if value]
        if not keys and entry.birth_date:
            keys = [("person", entry.name_key, entry.birth_date, entry.class_name)]  # type: ignore[list-item]
        first = next((seen[key] for key in keys if key in seen), None)
        if first is not None:
            row.outcome, row.problem = Outcome.BAD, TwiceInList.code
            row.entry = {"details": {"line": first}}
            del entries[row.number]
        else:
            seen |= dict.fromkeys(keys, row.line)


def _store_comparison(row: ListRow, entry: Entry, found: Comparison) -> set[int]:
    """Store the comparison in the row; return the membership that the row is about, as a set of one or none."""
    row.outcome, row.before = found.outcome, found.before
    row.membership_id = found.member.membership if found.member else None
    row.decision = {Outcome.UNCLEAR: "", Outcome.LEFT: Decision.LEAVES}.get(found.outcome, Decision.ACCEPT)
    if found.outcome == Outcome.LEFT and found.member is None:
        row.decision = Decision.SKIP
    return {found.member.membership} if found.member else set()


def _add_missing(list_import: ListImport, members: Members, entries: Iterable[Entry], matched: set[int]) -> None:
    classes = {entry.class_name for entry in entries if entry.class_name}
    missing = members.missing(matched, sorted(classes), whole_school=list_import.whole_school)
    if list_import.role != Role.PUPIL:
        teachers = list_import.school.memberships.filter(role=list_import.role, pk__in=[m.membership for m in missing])
        keys = set(teachers.values_list("pk", flat=True))
        missing = [member for member in missing if member.membership in keys]
    last = list_import.rows.order_by("-number").values_list("number", flat=True).first() or 0
    ListRow.objects.bulk_create(
        (_missing_row(list_import, member, last + place) for place, member in enumerate(missing, start=1)),
        batch_size=500,
    )


def _missing_row(list_import: ListImport, member: Known, number: int) -> ListRow:
    return ListRow(
        list_import=list_import,
        number=number,
        name=member.name,
        outcome=Outcome.MISSING,
        membership_id=member.membership,
        before={"class": member.class_name},
    )
