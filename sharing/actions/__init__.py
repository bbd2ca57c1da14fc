"""All writes of sharing, by noun: agreements, clauses, groups."""

from sharing.actions.agreements import accept, decline, delete_draft, draft_agreement, end, propose, withdraw_proposal
from sharing.actions.clauses import ClauseTerms, add_clause, change_clause, remove_clause
from sharing.actions.groups import add_group, add_members, add_school, make_group, remove_member

__all__ = [
    "ClauseTerms",
    "accept",
    "add_clause",
    "add_group",
    "add_members",
    "add_school",
    "change_clause",
    "decline",
    "delete_draft",
    "draft_agreement",
    "end",
    "make_group",
    "propose",
    "remove_clause",
    "remove_member",
    "withdraw_proposal",
]
