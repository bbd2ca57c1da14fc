"""Join the holdings of one edition, and part one from the others; parting gives back the edition that it had before."""

from django.db import transaction

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from repository.actions import history
from repository.actions.effects import EDITION
from repository.index_changes import Part, mark_changed
from repository.models import Edition, Resource
from repository.queries import require_permission


@transaction.atomic
def join_edition(resource: Resource, *, other: Resource, by: Viewer) -> bool:
    """Make the resource a holding of the edition of another one; return whether it was none.

    Loans, links and covers belong to the resource and stay with it. Raise NotFound for those who may not edit the
    resource, or may not find the other one.
    """
    require_permission(by, Action.DISCOVER, other)
    return _move(resource, other.edition, by)


@transaction.atomic
def part_edition(resource: Resource, *, by: Viewer) -> bool:
    """Part the resource from the other holdings; return whether there were any.

    It becomes what it was before it joined them: a holding of its earlier edition, or of one of its own.
    """
    if not resource.edition.resources.exclude(pk=resource.pk).exists():
        return False
    return _move(resource, _earlier_edition(resource) or Edition.objects.create(), by)


def _earlier_edition(resource: Resource) -> Edition | None:
    """Return the edition that it had before a librarian joined it to the present one."""
    moved = resource.changes.filter(difference__has_key=EDITION).order_by("-number").first()
    if moved is None or moved.difference[EDITION][1] != str(resource.edition.uuid):
        return None
    return Edition.objects.filter(uuid=moved.difference[EDITION][0]).first()


def _move(resource: Resource, edition: Edition, by: Viewer) -> bool:
    require_permission(by, Action.EDIT, resource)
    stored = lock(resource)
    if stored.edition_id == edition.pk:
        return False
    effect = [str(stored.edition.uuid), str(edition.uuid)]
    Resource.objects.filter(pk=stored.pk).update(edition=edition)
    resource.edition = edition
    history.record_effect(resource, EDITION, effect, by=by)
    record("resource.edition", by=by, target=resource.uuid)
    mark_changed(resource, Part.RECORD, now=by.now)
    return True
