"""All writes of copies: enter and change them, their states."""

from circulation.copies.actions.entering import CopyValues, add_copies, change_copy
from circulation.copies.actions.states import mark_found, mark_lost, remove, send_to_repair

__all__ = [
    "CopyValues",
    "add_copies",
    "change_copy",
    "mark_found",
    "mark_lost",
    "remove",
    "send_to_repair",
]
