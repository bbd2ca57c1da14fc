"""What has been made of a record since an act created it, so that undoing the act must not delete it.

Every model that points at a resource is either a part of the record or a use of it; a test asks for a decision on a new
one.
"""

from collections.abc import Mapping

from django.db.models import ManyToOneRel, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from access.actions import Action
from access.labels import opened
from repository.actions.effects import COLLECTION, GRANT
from repository.models import RecordChange, Resource

# Written with the record, or rows that only note which record they mean.
PARTS = frozenset(
    {
        "changesets.ChangeSetRecord",
        "copy_cataloguing.Candidate",
        "copy_cataloguing.ScannedBook",
        "imports.StagedRecord",
        "repository.CollectionEntry",  # see _placed_since
        "repository.Contributor",
        "repository.CopyData",
        "repository.Grant",  # see _placed_since
        "repository.MarcRecord",
        "repository.RecordChange",
        "repository.ResourceHeading",
        "repository.ResourceLabel",
    }
)
FILES, PUBLISHED, ACCESS, IN_COLLECTION = "files", "published", "access", "collection"
RECORDS = "records"  # of an authority
USES: Mapping[str, str] = {
    "circulation.Copy": "loans",
    "circulation.Hold": "holds",
    "circulation.Licence": "loans",
    "circulation.Loan": "loans",
    "circulation.SeatOffer": "holds",
    "ingest.Upload": FILES,
    "personal.HistoryEntry": "readers",
    "personal.ListEntry": "lists",
    "repository.Cue": FILES,
    "repository.LessonResource": "lessons",
    "repository.Page": FILES,
    "repository.ResourceFile": FILES,
}
SENTENCES: Mapping[str, str | Promise] = {
    ACCESS: _("access was given since"),
    IN_COLLECTION: _("it was put into a collection"),
    FILES: _("it has files"),
    "holds": _("readers wait for it"),
    "lessons": _("it belongs to a lesson"),
    "lists": _("it is in readers' lists"),
    "loans": _("it has loans or lending terms"),
    PUBLISHED: _("it was published since"),
    "readers": _("readers have opened it"),
    RECORDS: _("records use it"),
}


def uses_of(resource: Resource, creation: RecordChange) -> tuple[str, ...]:
    """Return the codes of what has been made of a record since its creation, in the order of SENTENCES."""
    found = {USES[label] for label, model, column in pointing() if label in USES and _exists(model, column, resource)}
    found |= _placed_since(resource, creation)
    if resource.state == Resource.State.PUBLISHED and resource.published_at != resource.created_at:
        found.add(PUBLISHED)
    return tuple(code for code in SENTENCES if code in found)


def pointing() -> list[tuple[str, type[Model], str]]:
    """Return (label, model, column) of every foreign key to a resource."""
    found = []
    for relation in Resource._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):  # also OneToOneRel
            model = relation.related_model
            found.append((model._meta.label, model, relation.field.name))
    return found


def _exists(model: type[Model], column: str, resource: Resource) -> bool:
    return model._default_manager.filter(**{column: resource}).exists()


def _placed_since(resource: Resource, creation: RecordChange) -> set[str]:
    """Return whether access was given, or a collection has it, beside what the act did itself.

    Acts of earlier versions did not note what they opened: there, the right to find the record is taken as theirs.
    """
    grants = resource.grants.exclude(action=Action.DISCOVER) if not creation.difference else resource.grants.all()
    found = set()
    if {opened(Action(one.action), one.audience) for one in grants} - _written(creation, GRANT):
        found.add(ACCESS)
    collections = {str(uuid) for uuid in resource.entries.values_list("collection__uuid", flat=True)}
    if collections - _written(creation, COLLECTION):
        found.add(IN_COLLECTION)
    return found


def _written(creation: RecordChange, name: str) -> set[str]:
    return {value for value in creation.difference.get(name, []) if value}
