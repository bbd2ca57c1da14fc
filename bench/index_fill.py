"""Fills the database of a site with the seeded catalogue of bench/corpus.py, for schools that share it.

In bulk, without the actions, which write one record at a time; the rows that they would write are written too:
grants, labels, sort titles. The index is made by `manage.py rebuild_index` afterwards.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from access import labels
from access.actions import Action
from accounts.models import School
from bench.corpus import NOW, documents
from repository.models import Contributor, Edition, Grant, Resource, ResourceLabel
from search.document import ResourceDocument

AT_ONCE = 2_000
DISCOVER_BY_ALL = labels.opened(Action.DISCOVER, labels.EVERYONE)


def fill(records: int, schools: Sequence[School]) -> None:
    """Write so many published records, each owned by one of the schools.

    A record that the corpus opens to everyone is opened to everyone; each other one to all people of the school that
    owns the next record.
    """
    numbered = enumerate(documents(records))
    while batch := list(islice(numbered, AT_ONCE)):
        _write([(schools[n % len(schools)], schools[(n + 1) % len(schools)], made) for n, made in batch])


def _write(batch: Iterable[tuple[School, School, ResourceDocument]]) -> None:
    batch = list(batch)
    editions = Edition.objects.bulk_create(Edition() for _ in batch)
    resources = Resource.objects.bulk_create(
        _resource(edition, owner, made) for edition, (owner, _other, made) in zip(editions, batch, strict=True)
    )
    rows = list(zip(resources, batch, strict=True))
    audiences = [
        labels.EVERYONE if DISCOVER_BY_ALL in made.facts.labels else labels.school_audience(other.pk)
        for _resource_, (_owner, other, made) in rows
    ]
    Contributor.objects.bulk_create(
        Contributor(resource=resource, position=0, name=made.names[0]) for resource, (_owner, _other, made) in rows
    )
    Grant.objects.bulk_create(
        Grant(resource=resource, action=Action.DISCOVER, audience=audience)
        for resource, audience in zip(resources, audiences, strict=True)
    )
    ResourceLabel.objects.bulk_create(
        ResourceLabel(resource=resource, label=label)
        for resource, audience in zip(resources, audiences, strict=True)
        for label in _labels(resource, audience)
    )


def _resource(edition: Edition, owner: School, made: ResourceDocument) -> Resource:
    return Resource(
        edition=edition,
        owner=owner,
        state=Resource.State.PUBLISHED,
        preserved_revision=1,
        title=made.title,
        sort_title=made.sort_title,
        description=made.texts[0],
        kind=made.kind,
        subjects=list(made.subjects),
        grades=[int(grade) for grade in made.grades],
        languages=list(made.languages),
        rights=Resource.Rights.OWN,
        created_at=made.created,
        changed_at=NOW,
        published_at=NOW,
    )


def _labels(resource: Resource, audience: str) -> Iterator[str]:
    yield labels.opened(Action.DISCOVER, audience)
    yield labels.staff(resource.owner_id)
    yield from labels.descriptive(
        school=resource.owner_id,
        collections=(),
        subjects=resource.subjects,
        grades=[str(grade) for grade in resource.grades],
        kind=resource.kind,
    )
