"""All reads of the catalogue; the first argument is the viewer."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from access import labels
from access.actions import Action
from access.policy import AccessFacts, as_q, can
from access.viewer import Viewer
from accounts.errors import NotFound
from repository.models import Collection, Page, PageImageSize, Resource, ResourceFile, ResourceLabel

COVER_ROLES = (ResourceFile.Role.COVER, ResourceFile.Role.SMALL_COVER)
# What a card shows of each resource. Of its files the cover alone: a recording's stream lists a thousand segments.
_CARD_FIELDS = (
    Prefetch("contributors", to_attr="creators"),
    Prefetch("files", ResourceFile.objects.filter(role__in=COVER_ROLES), to_attr="covers"),
)


def access_facts(resource: Resource) -> AccessFacts:
    """Return what the access rule needs to know of the resource."""
    known = resource.known_labels
    return AccessFacts(
        labels=frozenset(row.label for row in resource.labels.all()) if known is None else known,
        published=resource.state == Resource.State.PUBLISHED,
        opens_at=resource.opens_at,
        closes_at=resource.closes_at,
        rights=resource.rights,
        protected=resource.protected,
    )


def is_allowed(viewer: Viewer, action: Action, resource: Resource) -> bool:
    """Return whether the viewer may do this with the resource as the database holds it now."""
    return can(viewer, action, access_facts(resource))


def require_permission(viewer: Viewer, action: Action, resource: Resource) -> None:
    """Raise NotFound unless the viewer may do this; a refusal does not reveal that the resource exists."""
    if not is_allowed(viewer, action, resource):
        raise NotFound


def require_staff(viewer: Viewer, school: int) -> None:
    """Raise NotFound unless the viewer is a librarian of this school."""
    if labels.staff(school) not in viewer.staff_keys:
        raise NotFound


def require_node_admin(viewer: Viewer) -> None:
    """Raise NotFound unless the viewer is a node administrator."""
    if not viewer.is_node_admin:
        raise NotFound


def resources_allowed(viewer: Viewer, action: Action) -> QuerySet[Resource]:
    """Return the resources with which the viewer may do this."""
    return Resource.objects.filter(as_q(viewer, action, ResourceLabel.objects.all()))


def resource_for(viewer: Viewer, uuid: UUID | str, action: Action = Action.DISCOVER) -> Resource:
    """Return one resource, for an action. Raise NotFound where there is none or the viewer may not."""
    resource = resources_allowed(viewer, action).filter(uuid=uuid).select_related("owner", "edition").first()
    if resource is None:
        raise NotFound
    return resource


def resources_for(viewer: Viewer, uuids: Iterable[UUID | str]) -> dict[str, Resource]:
    """Return, by UUID, those of the named resources that the viewer may discover: a stale index cannot leak."""
    named = Resource.objects.filter(uuid__in=list(uuids)).select_related("owner")
    rows = with_labels(named)
    prefetch_related_objects(rows, *_CARD_FIELDS)
    return {str(resource.uuid): resource for resource in rows if is_allowed(viewer, Action.DISCOVER, resource)}


def with_labels(resources: Iterable[Resource]) -> list[Resource]:
    """Read the labels of these resources in one query, as strings: label objects cost more than all else in a list."""
    resources, labels_by_resource = list(resources), defaultdict[int, set[str]](set)
    rows = ResourceLabel.objects.filter(resource__in=resources)
    for key, label in rows.values_list("resource", "label"):
        labels_by_resource[key].add(label)
    for resource in resources:
        resource.known_labels = frozenset(labels_by_resource[resource.pk])
    return resources


def owned_by(viewer: Viewer) -> QuerySet[Resource]:
    """Return the resources, in every state, of the schools whose librarian the viewer is: what the admin lists."""
    return Resource.objects.filter(labels__label__in=viewer.staff_keys).select_related("owner")


def waiting_for_clearing(viewer: Viewer) -> QuerySet[Resource]:
    """Return those of the viewer's school whose rights nobody has decided, without those that are withdrawn."""
    undecided = owned_by(viewer).filter(rights=Resource.Rights.UNKNOWN)
    return undecided.exclude(state=Resource.State.WITHDRAWN)


def collections_of(viewer: Viewer) -> QuerySet[Collection]:
    """Return the collections of the school whose librarian the viewer is."""
    schools = [viewer.school] if viewer.is_staff else []
    return Collection.objects.filter(school__in=schools)


def collections_for(viewer: Viewer) -> QuerySet[Collection]:
    """Return the collections whose page the viewer may open.

    These are the shown ones with a resource that the viewer may discover, and all of the school whose librarian the
    viewer is.
    """
    held = resources_allowed(viewer, Action.DISCOVER).filter(entries__collection=OuterRef("pk"))
    own = Q(school__in=[viewer.school] if viewer.is_staff else [])
    return Collection.objects.filter(own | Q(Exists(held), is_shown=True)).select_related("school")


def collection_for_reader(viewer: Viewer, uuid: UUID | str) -> Collection:
    """Return one of those collections. Raise NotFound for others."""
    collection = collections_for(viewer).filter(uuid=uuid).first()
    if collection is None:
        raise NotFound
    return collection


def content_for(viewer: Viewer, collection: Collection) -> QuerySet[Resource]:
    """Return the resources of a collection that the viewer may discover, in its order."""
    held = resources_allowed(viewer, Action.DISCOVER).filter(entries__collection=collection)
    return held.order_by("entries__position", "entries__pk")


def content_counts(viewer: Viewer, collections: Iterable[Collection]) -> dict[int, int]:
    """Return, by key, how many resources of each of these collections the viewer may discover: as its page lists."""
    held = resources_allowed(viewer, Action.DISCOVER).filter(entries__collection__in=list(collections))
    return dict(held.values_list("entries__collection").annotate(number=Count("pk")).order_by())


def holdings_of(viewer: Viewer, resources: Iterable[Resource]) -> dict[int, list[Resource]]:
    """Return, by edition, the holdings of the editions of these resources that the viewer may discover."""
    found: dict[int, list[Resource]] = defaultdict(list)
    editions = {resource.edition_id for resource in resources}
    held = resources_allowed(viewer, Action.DISCOVER).filter(edition__in=editions)
    for resource in held.select_related("owner").only("uuid", "title", "edition", "owner__name").order_by("pk"):
        found[resource.edition_id].append(resource)
    return found


def perhaps_same_edition(viewer: Viewer, resource: Resource) -> QuerySet[Resource]:
    """Return resources of other editions that may be the same book: the same ISBN, or the same title and year."""
    same = Q(sort_title=resource.sort_title, year=resource.year)
    if resource.isbn:
        same |= Q(isbn=resource.isbn)
    others = resources_allowed(viewer, Action.DISCOVER).filter(same).exclude(edition=resource.edition_id)
    return others.select_related("owner", "edition").order_by("sort_title", "pk")


def last_change(resource: Resource) -> int:
    """Return the number of the last change of the record; 0 before the first. Get the resource with a viewer."""
    return resource.changes.aggregate(last=Max("number"))["last"] or 0


def changed_since(resource: Resource, number: int) -> list[str]:
    """Return the names of the fields that changes after this one changed. Get the resource with a viewer."""
    later = resource.changes.filter(number__gt=number).values_list("difference", flat=True)
    return sorted({name for difference in later for name in difference})


def pages_of(resource: Resource) -> QuerySet[Page]:
    """Return the pages in order with their current image and text. Get the resource with a viewer first."""
    return resource.pages.select_related("image", "text")


def image_widths(resource: Resource) -> dict[int, list[int]]:
    """Return the widths in pixels of the copies of each page image, by its key. Get the resource with a viewer."""
    widths: dict[int, list[int]] = defaultdict(list)
    sizes = PageImageSize.objects.filter(image__page__resource=resource).order_by("width")
    for image, width in sizes.values_list("image_id", "width"):
        widths[image].append(width)
    return widths


def file_of(resource: Resource, role: ResourceFile.Role) -> ResourceFile | None:
    """Return the first file of a role. Get the resource with a viewer first."""
    return resource.files.filter(role=role).select_related("blob").order_by("position").first()
