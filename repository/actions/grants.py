"""Writes of grants (what an owner opens to whom) and of the labels that follow from them."""

import re
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from access import labels
from access.actions import OPENABLE, Action
from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import UserFacingError
from accounts.locks import lock
from repository.index_changes import Part, mark_changed
from repository.models import Collection, Grant, Resource, ResourceLabel
from repository.queries import require_permission, require_staff

AUDIENCE = re.compile(r"everyone|(school|group):\d+(/[a-z_]+)?")


class UnknownAudience(UserFacingError):
    """No viewer could ever belong to this audience."""

    sentence = _("Choose a school, a group of schools or everyone.")
    code = "unknown_audience"


@transaction.atomic
def grant(target: Resource | Collection, *, action: Action, audience: str, by: Viewer) -> None:
    """Grant one audience one action on a resource, or on all resources of a collection. Idempotent."""
    grant_all(target, actions=[action], audiences=[audience], by=by)


@transaction.atomic
def grant_all(
    target: Resource | Collection, *, actions: Sequence[Action], audiences: Sequence[str], by: Viewer
) -> None:
    """Grant each audience each action on a resource, or on all resources of a collection. Idempotent."""
    pairs = [(action, audience) for audience in audiences for action in actions]
    for action, audience in pairs:
        _check(target, action, audience, by)
    lock(target)
    for action, audience in pairs:
        Grant.objects.get_or_create(**_place(target), action=action, audience=audience)
        record(f"open.{action}", by=by, target=target.uuid, audience=audience)
    _relabel(target, by)


@transaction.atomic
def revoke(target: Resource | Collection, *, action: Action, audience: str, by: Viewer) -> None:
    """Revoke a grant; the revocation applies at the next request."""
    _check(target, action, audience, by)
    lock(target)
    Grant.objects.filter(**_place(target), action=action, audience=audience).delete()
    record(f"close.{action}", by=by, target=target.uuid, audience=audience)
    _relabel(target, by)


def rebuild_labels(resource: Resource) -> bool:
    """Make the stored labels those that follow from the record, collections and grants; return whether any changed.

    Lock the row before reading: of two concurrent changes each would otherwise undo the other.
    """
    expected = labels_of(lock(resource))
    stored = set(resource.labels.values_list("label", flat=True))
    resource.labels.filter(label__in=stored - expected).delete()
    ResourceLabel.objects.bulk_create(
        ResourceLabel(resource=resource, label=label) for label in sorted(expected - stored)
    )
    return expected != stored


def labels_of(resource: Resource) -> frozenset[str]:
    """Return every label of the resource: what it is, whom its grants name, whose staff manage it."""
    collections = list(resource.entries.values_list("collection_id", flat=True))
    grants = Grant.objects.filter(resource=resource) | Grant.objects.filter(collection__in=collections)
    opened = {labels.opened(Action(o.action), o.audience) for o in grants}
    described = labels.descriptive(
        school=resource.owner_id,
        collections=collections,
        subjects=resource.subjects,
        grades=[str(grade) for grade in resource.grades],
        kind=resource.kind,
    )
    return described | opened | {labels.staff(resource.owner_id)}


def _check(target: Resource | Collection, action: Action, audience: str, by: Viewer) -> None:
    if isinstance(target, Resource):
        require_permission(by, Action.SHARE, target)
    else:
        require_staff(by, target.school_id)
    if action not in OPENABLE or not AUDIENCE.fullmatch(audience):
        raise UnknownAudience


def _place(target: Resource | Collection) -> dict[str, Any]:
    return {"resource": target} if isinstance(target, Resource) else {"collection": target}


def _relabel(target: Resource | Collection, by: Viewer) -> None:
    for resource in [target] if isinstance(target, Resource) else target.resources.order_by("pk"):
        if rebuild_labels(resource):
            mark_changed(resource, Part.LABELS, now=by.now)
