"""Why somebody may or may not: the reason codes of `access` in sentences, only for what the asker may discover."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from access.actions import OPENABLE, Action, implying
from access.explain import Reason, ReasonCode, explain
from access.policy import AccessFacts, can
from access.viewer import Viewer
from accounts.dates import format_date_and_time
from accounts.models import Membership
from repository.models import Resource
from repository.queries import access_facts, require_permission
from sharing import wording
from sharing.keys import clause_key, clauses_for
from sharing.models import Clause
from sharing.wording import audience_phrase, clause_sentence


@dataclass(frozen=True)
class Answer:
    """May she do this? `heading` says it in a sentence, `reasons` say why, in whole sentences."""

    action: Action
    allowed: bool
    heading: str
    reasons: tuple[str, ...]


def why(viewer: Viewer, resource: Resource, *, asker: Viewer) -> list[Answer]:
    """For each action, whether the viewer may and why. Raises NotFound unless the asker may discover the resource."""
    require_permission(asker, Action.DISCOVER, resource)
    facts = access_facts(resource)
    return [_answer(viewer, resource, facts, action) for action in OPENABLE]


def _answer(viewer: Viewer, resource: Resource, facts: AccessFacts, action: Action) -> Answer:
    allowed = can(viewer, action, facts)
    reasons = explain(viewer, action, facts)
    sentences = dict.fromkeys(sentence for reason in reasons for sentence in _sentences(reason, resource, viewer))
    return Answer(action, allowed, heading(action, allowed=allowed), tuple(sentences))


def heading(action: Action, *, allowed: bool) -> str:
    """The answer in one line."""
    may, may_not = {
        Action.DISCOVER: (_("It can be found."), _("It cannot be found.")),
        Action.LOOK_INSIDE: (_("Its text can be searched."), _("Its text cannot be searched.")),
        Action.READ: (_("It can be read without borrowing."), _("It cannot be read without borrowing.")),
        Action.BORROW: (_("It can be borrowed."), _("It cannot be borrowed.")),
        Action.COPY: (_("A librarian can copy it for the school."), _("It cannot be copied for the school.")),
    }[action]
    return may if allowed else may_not


def _sentences(reason: Reason, resource: Resource, viewer: Viewer) -> list[str]:
    """One reason may be several agreements that say the same."""
    owner = resource.owner.name
    if reason.code == ReasonCode.KEY:
        return _by_key(reason, resource, viewer)
    if reason.code == ReasonCode.STAFF:
        return [_("Because you manage the resources of %(school)s.") % {"school": owner}]
    if reason.code == ReasonCode.NOT_PUBLISHED:
        return [_("It is not published: only librarians of %(school)s can see it.") % {"school": owner}]
    if reason.code == ReasonCode.NOT_YET_OPEN and resource.opens_at:
        return [_("It opens on %(moment)s.") % {"moment": format_date_and_time(resource.opens_at)}]
    if reason.code == ReasonCode.CLOSED and resource.closes_at:
        return [_("It closed on %(moment)s.") % {"moment": format_date_and_time(resource.closes_at)}]
    return [_not_opened(resource, viewer)]


def _not_opened(resource: Resource, viewer: Viewer) -> str:
    owner = resource.owner.name
    if viewer.membership is None:
        return _("%(school)s has not given this permission to everyone. Sign in; your school may have it.") % {
            "school": owner
        }
    return _("%(school)s has not given you this permission, and no agreement with your school allows it.") % {
        "school": owner
    }


def _by_key(reason: Reason, resource: Resource, viewer: Viewer) -> list[str]:
    action, at, audience = reason.key.partition("@")
    if at:
        return [_grant_reason(resource, Action(action), audience)]
    granted = {str(action) for action in implying(reason.action)}
    clauses = [c for c in _clauses(viewer) if clause_key(c) == reason.key and granted.intersection(c.actions)]
    return [_agreed(clause, viewer) for clause in clauses]


def _grant_reason(resource: Resource, action: Action, audience: str) -> str:
    details = {"school": resource.owner.name, "deed": wording.ACTION_VERBS[action], "people": audience_phrase(audience)}
    if audience == "everyone":
        return _("Because %(school)s lets everyone %(deed)s it.") % details
    return _("Because %(school)s decided: %(people)s may %(deed)s it.") % details


def _agreed(clause: Clause, viewer: Viewer) -> str:
    numbers = list(clause.agreement.clauses.values_list("pk", flat=True))
    return _("Because of the agreement “%(title)s”, clause %(number)s: %(sentence)s") % {
        "title": clause.agreement.title,
        "number": numbers.index(clause.pk) + 1,
        "sentence": clause_sentence(clause, viewer),
    }


def _clauses(viewer: Viewer) -> list[Clause]:
    membership = Membership.objects.filter(pk=viewer.membership).first()  # type: ignore[misc]
    if membership is None:
        return []
    found = clauses_for(membership, viewer.now)
    return list(found.select_related("agreement", "giver", "taker", "collection"))


@dataclass(frozen=True)
class GroupedAnswer:
    """Some actions that are allowed, or not, for the same reasons."""

    allowed: bool
    headings: tuple[str, ...]
    reasons: tuple[str, ...]


def group_answers(answers: Iterable[Answer]) -> list[GroupedAnswer]:
    """In the order of the first of each."""
    groups: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
    for answer in answers:
        groups.setdefault((answer.allowed, answer.reasons), []).append(answer.heading)
    return [GroupedAnswer(allowed, tuple(headings), reasons) for (allowed, reasons), headings in groups.items()]
