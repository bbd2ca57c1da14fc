"""Explain access decisions: the reason codes of `access` as sentences, for resources that the asker may discover."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from access.actions import Action, implying
from access.explain import Reason, ReasonCode, explain
from access.policy import AccessFacts, can
from access.viewer import Viewer
from accounts.dates import format_date_and_time
from accounts.models import Membership
from repository.models import Resource
from repository.queries import access_facts, require_permission
from sharing.keys import clause_key, clauses_for
from sharing.models import Clause
from sharing.wording import ACTION_VERBS, audience_phrase, clause_sentence

EXPLAINED = (Action.DISCOVER, Action.LOOK_INSIDE, Action.READ, Action.DOWNLOAD, Action.BORROW, Action.COPY)


@dataclass(frozen=True)
class Answer:
    """Whether a viewer may perform an action: `heading` in one sentence, `reasons` in whole sentences."""

    action: Action
    allowed: bool
    heading: str
    reasons: tuple[str, ...]


def why(viewer: Viewer, resource: Resource, *, asker: Viewer) -> list[Answer]:
    """Return for each action whether the viewer may, and why. Raise NotFound where the asker may not discover."""
    require_permission(asker, Action.DISCOVER, resource)
    facts = access_facts(resource)
    return [_answer(viewer, resource, facts, action) for action in EXPLAINED]


def _answer(viewer: Viewer, resource: Resource, facts: AccessFacts, action: Action) -> Answer:
    allowed = can(viewer, action, facts)
    reasons = explain(viewer, action, facts)
    sentences = dict.fromkeys(sentence for reason in reasons for sentence in _sentences(reason, resource, viewer))
    return Answer(action, allowed, heading(action, allowed=allowed), tuple(sentences))


def heading(action: Action, *, allowed: bool) -> str:
    """Return the decision as one sentence."""
    allowed_sentence, refused_sentence = {
        Action.DISCOVER: (_("It can be found."), _("It cannot be found.")),
        Action.LOOK_INSIDE: (_("Its text can be searched."), _("Its text cannot be searched.")),
        Action.READ: (_("It can be read without borrowing."), _("It cannot be read without borrowing.")),
        Action.DOWNLOAD: (_("Its file can be downloaded."), _("Its file cannot be downloaded.")),
        Action.BORROW: (_("It can be borrowed."), _("It cannot be borrowed.")),
        Action.COPY: (_("A librarian can copy it for the school."), _("It cannot be copied for the school.")),
    }[action]
    return allowed_sentence if allowed else refused_sentence


def _sentences(reason: Reason, resource: Resource, viewer: Viewer) -> list[str]:
    """Return the sentences of a reason: several where several clauses give the same key."""
    owner = resource.owner.name
    if reason.code == ReasonCode.KEY:
        return _key_reasons(reason, resource, viewer)
    if reason.code == ReasonCode.STAFF:
        return [_("Because you manage the resources of %(school)s.") % {"school": owner}]
    if reason.code == ReasonCode.NOT_PUBLISHED:
        return [_("It is not published: only librarians of %(school)s can see it.") % {"school": owner}]
    if reason.code == ReasonCode.NOT_YET_OPEN and resource.opens_at:
        return [_("It opens on %(moment)s.") % {"moment": format_date_and_time(resource.opens_at)}]
    if reason.code == ReasonCode.CLOSED and resource.closes_at:
        return [_("It closed on %(moment)s.") % {"moment": format_date_and_time(resource.closes_at)}]
    if reason.code == ReasonCode.NOT_CLEARED:
        return [_not_cleared(resource)]
    if reason.code == ReasonCode.PROTECTED:
        return [_("%(school)s offers no downloads of it.") % {"school": owner}]
    return [_no_permission(resource, viewer)]


def _not_cleared(resource: Resource) -> str:
    if resource.rights == Resource.Rights.IN_COPYRIGHT:
        return _("It is in copyright: others may take nothing away without the consent of the rights holder.")
    return _("Its rights are not cleared yet: others may take nothing away until %(school)s has cleared them.") % {
        "school": resource.owner.name
    }


def _no_permission(resource: Resource, viewer: Viewer) -> str:
    owner = resource.owner.name
    if viewer.membership is None:
        return _("%(school)s has not given this permission to everyone. Sign in; your school may have it.") % {
            "school": owner
        }
    return _("%(school)s has not given you this permission, and no agreement with your school allows it.") % {
        "school": owner
    }


def _key_reasons(reason: Reason, resource: Resource, viewer: Viewer) -> list[str]:
    action, at, audience = reason.key.partition("@")
    if at:
        return [_grant_reason(resource, Action(action), audience)]
    granted = {str(action) for action in implying(reason.action)}
    return [
        _clause_reason(clause, viewer)
        for clause in _clauses(viewer)
        if clause_key(clause) == reason.key and granted.intersection(clause.actions)
    ]


def _grant_reason(resource: Resource, action: Action, audience: str) -> str:
    details = {"school": resource.owner.name, "action": ACTION_VERBS[action], "people": audience_phrase(audience)}
    if audience == "everyone":
        return _("Because %(school)s lets everyone %(action)s it.") % details
    return _("Because %(school)s decided: %(people)s may %(action)s it.") % details


def _clause_reason(clause: Clause, viewer: Viewer) -> str:
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
    clauses = clauses_for(membership, viewer.now)
    return list(clauses.select_related("agreement", "giver", "taker", "collection"))


@dataclass(frozen=True)
class GroupedAnswer:
    """Actions that are allowed, or refused, for the same reasons."""

    allowed: bool
    headings: tuple[str, ...]
    reasons: tuple[str, ...]


def group_answers(answers: Iterable[Answer]) -> list[GroupedAnswer]:
    """Join answers that have the same reasons, in the order of the first of each."""
    groups: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
    for answer in answers:
        groups.setdefault((answer.allowed, answer.reasons), []).append(answer.heading)
    return [GroupedAnswer(allowed, tuple(headings), reasons) for (allowed, reasons), headings in groups.items()]
