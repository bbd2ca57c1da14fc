"""All writes of copies: enter and change them, enter what lists said, their states, the general register."""

from circulation.copies.actions.entering import CopyValues, add_copies, change_copy
from circulation.copies.actions.general_register import enter_accession, enter_withdrawal
from circulation.copies.actions.registering import enter_all_listed, enter_listed
from circulation.copies.actions.states import mark_found, mark_lost, remove, send_to_repair

__all__ = [
    "CopyValues",
    "add_copies",
    "change_copy",
    "enter_accession",
    "enter_all_listed",
    "enter_listed",
    "enter_withdrawal",
    "mark_found",
    "mark_lost",
    "remove",
    "send_to_repair",
]
