"""Undo the import of a file: created authorities that nothing uses go, changed ones get their form back, then records.

The last entries first, so that an authority that two entries changed passes through both forms. What was edited or used
since stays, and is named.
"""

from access.viewer import Viewer
from changesets.errors import RightsEnded
from changesets.kinds import CHUNK
from changesets.models import ChangeSet
from imports.authority_files.actions.showing import show_next
from imports.authority_files.models import AuthorityFile, StagedAuthority
from repository.actions.uses import RECORDS
from repository.authorities.actions import remove_unused, restore_form
from repository.authorities.form import Form
from repository.authorities.numbers import set_number
from repository.authorities.spreading import AUTHORITY
from repository.models import Authority

Outcome = StagedAuthority.Outcome


def step(change_set: ChangeSet, by: Viewer) -> bool:
    """Take the next entries back, then bring the next records up to date; return whether there may be more.

    Raise RightsEnded without a cataloguer.
    """
    if not by.is_cataloguer:
        raise RightsEnded
    cursor = change_set.cursor
    file = AuthorityFile.objects.filter(pk=cursor["file"]).first()
    if file is None:
        change_set.spare("", change_set.title, [AUTHORITY])
        return False
    written = file.entries.filter(outcome__in=(Outcome.CREATED, Outcome.CHANGED)).select_related("authority")
    rows = list(written.order_by("-number")[:CHUNK])
    if not rows:
        restored = file.entries.filter(outcome=Outcome.UNDONE, heading_changed=True)
        return show_next(restored, change_set, by=by, why=file.file_name, undo=True)
    for row in rows:
        if row.outcome == Outcome.CHANGED:
            _restore(row, change_set, by)
    _remove([row for row in rows if row.outcome == Outcome.CREATED], change_set, by)
    change_set.undone += sum(row.outcome == Outcome.UNDONE for row in rows)
    StagedAuthority.objects.bulk_update(rows, ["outcome"], batch_size=CHUNK)
    return True


def _restore(row: StagedAuthority, change_set: ChangeSet, by: Viewer) -> None:
    if row.authority is None:  # it was deleted since
        row.outcome = Outcome.UNDONE
        return
    before, after = (Form.from_values(state["form"]) for state in (row.before, row.after))
    restored = before == after or restore_form(row.authority, before=before, after=after, by=by)
    if row.before["number"] != row.after["number"]:
        numbers = {name: (state["number"][0], state["number"][1]) for name, state in _states(row)}
        restored = set_number(row.authority, before=numbers["after"], after=numbers["before"], by=by) and restored
    row.outcome = Outcome.UNDONE if restored else Outcome.SPARED
    if not restored:
        change_set.spare(str(row.authority.uuid), row.shown, [AUTHORITY])


def _states(row: StagedAuthority) -> list[tuple[str, dict[str, list[str]]]]:
    return [("before", row.before), ("after", row.after)]


def _remove(rows: list[StagedAuthority], change_set: ChangeSet, by: Viewer) -> None:
    """Delete the created authorities of these rows; those that records have, or that were edited, stay."""
    keys = [row.authority_id for row in rows if row.authority_id is not None]
    remove_unused(keys, by=by)
    left = Authority.objects.in_bulk(keys)
    for row in rows:
        stays = left.get(row.authority_id or 0)
        row.outcome = Outcome.SPARED if stays else Outcome.UNDONE
        if stays is not None:
            edited = [AUTHORITY] if stays.revision != 1 else []
            change_set.spare(str(stays.uuid), row.shown, edited, [] if edited else [RECORDS])
        elif row.authority_id is not None:
            row.authority = None
