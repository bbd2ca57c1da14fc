"""Why a viewer may or may not: reason codes, which `sharing` puts into words for those who may discover the thing."""

from dataclasses import dataclass
from enum import StrEnum

from access.actions import Action
from access.policy import AccessFacts, can
from access.viewer import Viewer


class ReasonCode(StrEnum):
    """One reason of a decision."""

    STAFF = "staff"
    KEY = "key"
    NOT_PUBLISHED = "not_published"
    NOT_YET_OPEN = "not_yet_open"
    CLOSED = "closed"
    NO_KEY = "no_key"


@dataclass(frozen=True)
class Reason:
    """A code, and the key that fitted where one did."""

    code: ReasonCode
    action: Action
    key: str = ""


def explain(viewer: Viewer, action: Action, facts: AccessFacts) -> tuple[Reason, ...]:
    """All reasons of the decision that `can` takes, in a fixed order."""
    staff_keys = sorted(viewer.staff_keys & facts.labels)
    if staff_keys:
        return tuple(Reason(ReasonCode.STAFF, action, key) for key in staff_keys)
    keys = sorted(viewer.keys_for(action) & facts.labels)
    if can(viewer, action, facts):
        return tuple(Reason(ReasonCode.KEY, action, key) for key in keys)
    return (Reason(_obstacle(viewer, facts, has_key=bool(keys)), action),)


def _obstacle(viewer: Viewer, facts: AccessFacts, *, has_key: bool) -> ReasonCode:
    if not has_key:
        return ReasonCode.NO_KEY
    if not facts.published:
        return ReasonCode.NOT_PUBLISHED
    if facts.opens_at is not None and facts.opens_at > viewer.now:
        return ReasonCode.NOT_YET_OPEN
    return ReasonCode.CLOSED
