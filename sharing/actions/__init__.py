"""All writes of sharing, by noun: agreements, clauses, groups."""

from sharing.actions.agreements import accept, decline, discard, draft_agreement, end, propose, take_back
from sharing.actions.clauses import Terms, add_clause, change_clause, remove_clause
from sharing.actions.groups import add_group, add_school, make_group, remove_member

__all__ = [
    "Terms",
    "accept",
    "add_clause",
    "add_group",
    "add_school",
    "change_clause",
    "decline",
    "discard",
    "draft_agreement",
    "end",
    "make_group",
    "propose",
    "remove_clause",
    "remove_member",
    "take_back",
]
