"""Saving what was typed in the MARC editor, unless the record has changed since it was opened."""

import hashlib
import json
from collections.abc import Sequence

from access.viewer import Viewer
from portal.marc_editor.rows import Row, written
from repository.actions import Record, change_record
from repository.errors import RecordChanged
from repository.formats import marc
from repository.formats.exports import marc_of
from repository.models import Resource


def version_of(record: Record) -> str:
    """Return what a form remembers of the record that it was opened with."""
    text = json.dumps(record.values(), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def save(resource: Resource, *, leader: str, rows: Sequence[Row], version: str, why: str, by: Viewer) -> Resource:
    """Save the rows, and the values of the description that they change.

    Raise RecordChanged, and what `change_record` raises.
    """

    def change(before: Record) -> Record:
        if version_of(before) != version:
            raise RecordChanged
        old = marc_of(before)
        new = written(marc.parse(old), leader, rows).to_bytes()
        return before if new == old else Record(marc.reread(before.description, old, new), new)

    return change_record(resource, change, by=by, why=why)
