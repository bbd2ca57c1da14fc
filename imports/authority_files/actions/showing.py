"""Let records show the headings that entries of a file changed, or that were restored."""

from django.db.models import QuerySet

from access.viewer import Viewer
from changesets.kinds import CHUNK
from changesets.models import ChangeSet
from imports.authority_files.models import StagedAuthority
from repository.authorities.spreading import resources_linked, spread


def show_next(
    rows: QuerySet[StagedAuthority], change_set: ChangeSet, *, by: Viewer, why: str, undo: bool = False
) -> bool:
    """Bring the next records of the authorities of these rows up to date; return whether there may be more.

    The cursor says how far: `rows_after` is the number of the last row that is done, `record` the key of the last
    record of the rows behind it. All is done twice, for edits of records that were saved meanwhile.
    """
    name = "undo_showing" if undo else "showing"
    at = change_set.cursor.get(name) or {"rows_after": 0, "record": 0, "again": False}
    some = list(rows.filter(number__gt=at["rows_after"]).order_by("number").values_list("number", "authority")[:CHUNK])
    if not some:
        if at["again"]:
            return False
        change_set.cursor = {**change_set.cursor, name: {"rows_after": 0, "record": 0, "again": True}}
        return True
    keys = [key for _number, key in some if key is not None]
    records = resources_linked(keys, after=at["record"], limit=CHUNK)
    if records:
        spread(records, by=by, why=why, change_set=None if undo else change_set.uuid)
        at = {**at, "record": records[-1]}
    else:
        at = {**at, "record": 0, "rows_after": some[-1][0]}
    change_set.cursor = {**change_set.cursor, name: at}
    return True
