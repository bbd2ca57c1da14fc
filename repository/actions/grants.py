"""Writes of what an owner opens to whom, and the labels that follow."""

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from access import labels
from access.actions import OPENABLE, Action
from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import UserFacingError
from repository.index_changes import Part, mark_changed
from repository.models import Collection, Grant, Resource, ResourceLabel
from repository.queries import require_permission, require_staff

AUDIENCE = re.compile(r"everyone|(school|group):\d+(/[a-z_]+)?")


class UnknownAudience(UserFacingError):
    """An audience that no viewer could have."""

    sentence = _("Choose a school, a group of schools or everyone.")
    code = "unknown_audience"


@transaction.atomic
def grant(thing: Resource | Collection, *, action: Action, audience: str, by: Viewer) -> None:
    """Open a resource, or all that a collection holds, for one action to one audience."""
    _check(thing, action, audience, by)
    _lock(thing)
    Grant.objects.get_or_create(**_place(thing), action=action, audience=audience)
    _announce(thing, f"open.{action}", audience, by)


@transaction.atomic
def revoke(thing: Resource | Collection, *, action: Action, audience: str, by: Viewer) -> None:
    """Take back what was opened; it acts at the next request."""
    _check(thing, action, audience, by)
    _lock(thing)
    Grant.objects.filter(**_place(thing), action=action, audience=audience).delete()
    _announce(thing, f"close.{action}", audience, by)


def rebuild_labels(resource: Resource) -> bool:
    """Make the labels of a resource say what it is and to whom it is opened now; tells whether any changed.

    The row is locked before anything is read: two changes at once would else each write what the other took back.
    """
    wanted = labels_of(Resource.objects.select_for_update().get(pk=resource.pk))
    have = set(resource.labels.values_list("label", flat=True))
    resource.labels.filter(label__in=have - wanted).delete()
    ResourceLabel.objects.bulk_create(ResourceLabel(resource=resource, label=label) for label in sorted(wanted - have))
    return wanted != have


def labels_of(resource: Resource) -> frozenset[str]:
    """Every label that the resource carries (design: what it is, to whom it was opened, whose staff keep it)."""
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


def _check(thing: Resource | Collection, action: Action, audience: str, by: Viewer) -> None:
    if isinstance(thing, Resource):
        require_permission(by, Action.SHARE, thing)
    else:
        require_staff(by, thing.school_id)
    if action not in OPENABLE or not AUDIENCE.fullmatch(audience):
        raise UnknownAudience


def _lock(thing: Resource | Collection) -> None:
    """Let nobody put anything in, or open and close it, until this is written."""
    type(thing).objects.select_for_update().get(pk=thing.pk)


def _place(thing: Resource | Collection) -> dict[str, Any]:
    return {"resource": thing} if isinstance(thing, Resource) else {"collection": thing}


def _announce(thing: Resource | Collection, verb: str, audience: str, by: Viewer) -> None:
    record(verb, by=by, target=thing.uuid, audience=audience)
    for resource in [thing] if isinstance(thing, Resource) else thing.resources.order_by("pk"):
        if rebuild_labels(resource):
            mark_changed(resource, Part.LABELS, now=by.now)
