"""All writes of the catalogue, by noun: record, rights, files, pages, contents, grants, collections, state."""

from repository.actions.collections import (
    add_to_collection,
    make_collection,
    move_in_collection,
    remove_from_collection,
    rename_collection,
)
from repository.actions.contents import Heading, set_contents
from repository.actions.creation import Opening, create_draft, create_records
from repository.actions.editions import join_edition, part_edition
from repository.actions.files import attach_file, detach_file, register_blob, save_cues
from repository.actions.grants import grant, grant_all, rebuild_labels, revoke
from repository.actions.page_sizes import record_page_sizes, record_small_cover
from repository.actions.pages import PageToAdd, add_pages, label_pages, number_pages, replace_page
from repository.actions.record import (
    change_record,
    copy_to_school,
    set_free_seats,
    update_record,
)
from repository.actions.rights import clear_rights
from repository.actions.state import delete_draft, publish, withdraw
from repository.actions.versions import Undone, restore_version, undo_change
from repository.description import Credit, Description, Link, Record, SubjectHeading

__all__ = [
    "Credit",
    "Description",
    "Heading",
    "Link",
    "Opening",
    "PageToAdd",
    "Record",
    "SubjectHeading",
    "Undone",
    "add_pages",
    "add_to_collection",
    "attach_file",
    "change_record",
    "clear_rights",
    "copy_to_school",
    "create_draft",
    "create_records",
    "delete_draft",
    "detach_file",
    "grant",
    "grant_all",
    "join_edition",
    "label_pages",
    "make_collection",
    "move_in_collection",
    "number_pages",
    "part_edition",
    "publish",
    "rebuild_labels",
    "record_page_sizes",
    "record_small_cover",
    "register_blob",
    "remove_from_collection",
    "rename_collection",
    "replace_page",
    "restore_version",
    "revoke",
    "save_cues",
    "set_contents",
    "set_free_seats",
    "undo_change",
    "update_record",
    "withdraw",
]
