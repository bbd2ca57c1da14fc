"""All writes of the desk. Each takes the loan lock, the row of the title and that of the copy, in this order."""

from circulation.desk.actions.cards import issue_card, issue_missing_cards, replace_card
from circulation.desk.actions.copy_state import change_condition, mark_lost
from circulation.desk.actions.lending import check_in, check_out, renew
from circulation.desk.actions.scanning import delete_old_scans, post

__all__ = [
    "change_condition",
    "check_in",
    "check_out",
    "delete_old_scans",
    "issue_card",
    "issue_missing_cards",
    "mark_lost",
    "post",
    "renew",
    "replace_card",
]
