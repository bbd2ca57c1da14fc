"""Reason codes for a decision; `sharing` turns them into sentences for viewers who may discover the resource."""

from dataclasses import dataclass
from enum import StrEnum

from access.actions import Action
from access.policy import NOT_CLEARED, AccessFacts, can
from access.viewer import Viewer


class ReasonCode(StrEnum):
    """Why access is given (STAFF, KEY) or refused (all others). PROTECTED: its school offers no downloads."""

    STAFF = "staff"
    KEY = "key"
    NOT_PUBLISHED = "not_published"
    NOT_YET_OPEN = "not_yet_open"
    CLOSED = "closed"
    NO_KEY = "no_key"
    NOT_CLEARED = "not_cleared"
    PROTECTED = "protected"


@dataclass(frozen=True)
class Reason:
    """A code; `key` is the key that opened a label, or empty."""

    code: ReasonCode
    action: Action
    key: str = ""


def explain(viewer: Viewer, action: Action, facts: AccessFacts) -> tuple[Reason, ...]:
    """Return all reasons for the decision of `can`, ordered by key."""
    staff_keys = sorted(viewer.staff_keys & facts.labels)
    if staff_keys:
        return tuple(Reason(ReasonCode.STAFF, action, key) for key in staff_keys)
    keys = sorted(viewer.keys_for(action) & facts.labels)
    if can(viewer, action, facts):
        return tuple(Reason(ReasonCode.KEY, action, key) for key in keys)
    return (Reason(_refusal(viewer, facts, has_key=bool(keys)), action),)


def _refusal(viewer: Viewer, facts: AccessFacts, *, has_key: bool) -> ReasonCode:
    if not has_key:
        return ReasonCode.NO_KEY
    if not facts.published:
        return ReasonCode.NOT_PUBLISHED
    if facts.opens_at is not None and facts.opens_at > viewer.now:
        return ReasonCode.NOT_YET_OPEN
    if not facts.is_open(viewer.now):
        return ReasonCode.CLOSED
    return ReasonCode.NOT_CLEARED if facts.rights in NOT_CLEARED else ReasonCode.PROTECTED
