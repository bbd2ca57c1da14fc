"""All reads of the catalogue; each begins with who is asking."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from access import labels
from access.actions import Action
from access.policy import AccessFacts, as_q, can
from access.viewer import Viewer
from accounts.errors import NotFound
from repository.models import Collection, Page, Resource, ResourceFile, ResourceLabel

# What a list shows of each resource. Only its cover: the files of a film name a thousand segments.
_CARD_FIELDS = (
    Prefetch("contributors", to_attr="creators"),
    Prefetch("files", ResourceFile.objects.filter(role=ResourceFile.Role.COVER), to_attr="covers"),
)


def access_facts(resource: Resource) -> AccessFacts:
    """What the rule must know of it."""
    carried = resource.carried
    return AccessFacts(
        labels=frozenset(row.label for row in resource.labels.all()) if carried is None else carried,
        published=resource.state == Resource.State.PUBLISHED,
        opens_at=resource.opens_at,
        closes_at=resource.closes_at,
    )


def is_allowed(viewer: Viewer, action: Action, resource: Resource) -> bool:
    """Whether the viewer may do this with the resource as it stands in the database now."""
    return can(viewer, action, access_facts(resource))


def require_permission(viewer: Viewer, action: Action, resource: Resource) -> None:
    """Raise NotFound unless the viewer may; one who may not is not told that it exists."""
    if not is_allowed(viewer, action, resource):
        raise NotFound


def require_staff(viewer: Viewer, school: int) -> None:
    """Raise NotFound unless the viewer keeps the things of this school."""
    if labels.staff(school) not in viewer.staff_keys:
        raise NotFound


def require_node_admin(viewer: Viewer) -> None:
    """Raise NotFound unless the viewer keeps the node itself."""
    if not viewer.is_node_admin:
        raise NotFound


def resources_allowed(viewer: Viewer, action: Action) -> QuerySet[Resource]:
    """The resources that the viewer may do this with."""
    return Resource.objects.filter(as_q(viewer, action, ResourceLabel.objects.all()))


def resource_for(viewer: Viewer, uuid: UUID | str, action: Action = Action.DISCOVER) -> Resource:
    """One resource, for an action; raises NotFound where the viewer may not, or where there is none."""
    found = resources_allowed(viewer, action).filter(uuid=uuid).select_related("owner", "edition").first()
    if found is None:
        raise NotFound
    return found


def resources_for(viewer: Viewer, uuids: Iterable[UUID | str]) -> dict[str, Resource]:
    """By UUID, those of the named resources that she may discover: a stale index cannot leak."""
    named = Resource.objects.filter(uuid__in=list(uuids)).select_related("owner")
    rows = with_labels(named)
    prefetch_related_objects(rows, *_CARD_FIELDS)
    return {str(resource.uuid): resource for resource in rows if is_allowed(viewer, Action.DISCOVER, resource)}


def with_labels(found: Iterable[Resource]) -> list[Resource]:
    """With all labels that they carry now: as words, since ten rows for each resource cost more than all else."""
    resources, carried = list(found), defaultdict[int, set[str]](set)
    rows = ResourceLabel.objects.filter(resource__in=resources)
    for resource, label in rows.values_list("resource", "label"):
        carried[resource].add(label)
    for one in resources:
        one.carried = frozenset(carried[one.pk])
    return resources


def owned_by(viewer: Viewer) -> QuerySet[Resource]:
    """The resources of the schools whose librarian she is, in every state: what the admin lists."""
    return Resource.objects.filter(labels__label__in=viewer.staff_keys).select_related("owner")


def collections_of(viewer: Viewer) -> QuerySet[Collection]:
    """The collections of the school whose librarian she is."""
    schools = [viewer.school] if viewer.is_staff else []
    return Collection.objects.filter(school__in=schools)


def pages_of(resource: Resource) -> QuerySet[Page]:
    """Its pages in order, with their current image and text; ask for the resource with a viewer first."""
    return resource.pages.select_related("image", "text")


def file_of(resource: Resource, role: ResourceFile.Role) -> ResourceFile | None:
    """Its first file of a role; ask for the resource with a viewer first."""
    return resource.files.filter(role=role).select_related("blob").order_by("position").first()
