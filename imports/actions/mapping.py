"""What the columns of a list hold: as the school saved it for the same headings, or as a librarian says."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import NotFound
from imports.actions.reviewing import locked
from imports.errors import WrongMoment
from imports.events import batch_waiting
from imports.models import ImportBatch, SavedMapping
from imports.spreadsheets.errors import NoTitleColumn
from imports.spreadsheets.lists import Layout
from imports.spreadsheets.mapping import applied, check, heads_key, layouts_in, mapping_of

MAX_SAVED = 200  # mappings of one school; the oldest go first


def with_saved(school: int, mapping: Mapping[str, Any]) -> dict[str, Any]:
    """Return the mapping of a new batch, with the columns that the school saved for the same headings."""
    layouts = layouts_in(mapping)
    keys = {heads_key(layout.heads): layout for layout in layouts if any(layout.heads)}
    for saved in SavedMapping.objects.filter(school=school, key__in=keys):
        layout = keys[saved.key]
        if len(saved.columns) == len(layout.heads):
            layout.columns = saved.columns
    return mapping_of(layouts)


def require_titles(mapping: Mapping[str, Any]) -> None:
    """Raise NoTitleColumn if no list of the batch has titles; lists without are left out otherwise."""
    if not any(map(_is_usable, layouts_in(mapping))):
        raise NoTitleColumn


@transaction.atomic
def set_columns(batch: ImportBatch, *, columns: Mapping[int, Sequence[str]], by: Viewer) -> None:
    """Say what the columns of each list hold, save it for the school, and let a worker read the file again.

    Raise UnknownColumn, ColumnTwice, NoTitleColumn; WrongMoment once the import was started.
    """
    changed = locked(batch, ImportBatch.State.REVIEW, by=by)
    layouts = layouts_in(changed.mapping)
    if not changed.key or not layouts:
        raise WrongMoment
    for number, layout in enumerate(layouts):
        given = list(columns.get(number, layout.columns))
        layout.columns = [*given, *[""] * len(layout.heads)][: len(layout.heads)]
        if any(layout.columns) or len(layouts) == 1:
            check(layout.columns)
            _save(layout, changed, by)
    _read_again(changed, layouts, by)


@transaction.atomic
def use_saved(batch: ImportBatch, *, saved: int, by: Viewer) -> None:
    """Give the first list of a batch the columns of a saved mapping. Raise NotFound, MissingColumn."""
    changed = locked(batch, ImportBatch.State.REVIEW, by=by)
    layouts = layouts_in(changed.mapping)
    chosen = SavedMapping.objects.filter(school=changed.school_id, pk=saved).first()
    if chosen is None:
        raise NotFound
    if not changed.key or not layouts:
        raise WrongMoment
    pairs = [list(pair) for pair in zip(chosen.heads, chosen.columns, strict=True)]
    layouts[0].columns = applied(layouts[0].heads, {"columns": pairs})
    _read_again(changed, layouts, by)


def _read_again(batch: ImportBatch, layouts: Sequence[Layout], by: Viewer) -> None:
    batch.records.all().delete()
    batch.mapping = mapping_of(layouts)
    batch.state, batch.problem, batch.problem_details = ImportBatch.State.LOADING, "", {}
    batch.loaded = batch.loaded_bytes = batch.attempts = 0
    batch.touched_at = by.now
    batch.save()
    record("import.columns", by=by, target=batch.uuid)
    transaction.on_commit(partial(batch_waiting.send, None, batch=batch.pk))


def _save(layout: Layout, batch: ImportBatch, by: Viewer) -> None:
    if not any(layout.heads):
        return
    values = {"name": batch.file_name, "heads": layout.heads, "columns": layout.columns, "saved_at": by.now}
    SavedMapping.objects.update_or_create(school=batch.school, key=heads_key(layout.heads), defaults=values)
    old = SavedMapping.objects.filter(school=batch.school).order_by("-saved_at", "-pk")[MAX_SAVED:]
    SavedMapping.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()


def _is_usable(layout: Layout) -> bool:
    try:
        check(layout.columns)
    except NoTitleColumn:
        return False
    return True
