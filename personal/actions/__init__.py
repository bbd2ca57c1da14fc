"""All writes of lists, places and choices.

Only sharing writes audit lines: a log of what people save for themselves would be a log of what they read.
"""

from personal.actions.choices import save_choices
from personal.actions.entries import (
    Move,
    add_to_list,
    move_entry,
    note_entry,
    put_into_lists,
    remove_from_list,
    restore_entry,
)
from personal.actions.expiry import delete_expired
from personal.actions.lists import create_list, edit_list, favourites, remove_list, restore_list
from personal.actions.places import (
    forget,
    forget_all,
    mark_page,
    record_position,
    unmark_page,
)
from personal.actions.sharing import follow, share_list, stop_sharing, unfollow

__all__ = [
    "Move",
    "add_to_list",
    "create_list",
    "delete_expired",
    "edit_list",
    "favourites",
    "follow",
    "forget",
    "forget_all",
    "mark_page",
    "move_entry",
    "note_entry",
    "put_into_lists",
    "record_position",
    "remove_from_list",
    "remove_list",
    "restore_entry",
    "restore_list",
    "save_choices",
    "share_list",
    "stop_sharing",
    "unfollow",
    "unmark_page",
]
