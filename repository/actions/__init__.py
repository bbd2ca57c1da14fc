"""All writes of the catalogue, by noun: record, files, pages, openings, collections, state."""

from repository.actions.collections import (
    add_to_collection,
    make_collection,
    remove_from_collection,
    rename_collection,
)
from repository.actions.files import attach_file, keep_blob, save_cues
from repository.actions.openings import close_to, open_to, relabel
from repository.actions.pages import PageToAdd, add_pages, label_pages, replace_page
from repository.actions.record import (
    Description,
    describe,
    draft,
    set_free_seats,
    take_copy,
)
from repository.actions.state import discard, publish, withdraw

__all__ = [
    "Description",
    "PageToAdd",
    "add_pages",
    "add_to_collection",
    "attach_file",
    "close_to",
    "describe",
    "discard",
    "draft",
    "keep_blob",
    "label_pages",
    "make_collection",
    "open_to",
    "publish",
    "relabel",
    "remove_from_collection",
    "rename_collection",
    "replace_page",
    "save_cues",
    "set_free_seats",
    "take_copy",
    "withdraw",
]
