"""A crowd around the objects of all addresses: hundreds of schools, people, resources, members, grants and licences."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import School
from bench.index_fill import fill as fill_records
from bench.schools import Numbers, fill, fill_collection
from circulation.models import Licence
from repository.models import Collection, Grant, Resource
from search import indexing
from sharing.models import GroupMember, SchoolGroup
from tests.addresses.fixtures import World

SCHOOLS = 300
NUMBERS = Numbers(schools=SCHOOLS, people=2 * SCHOOLS, agreements=90, groups=90, collections=90)
OWN_RECORDS, RECORDS_OF_EACH = 200, 2


def add_crowd(world: World) -> None:
    """Write hundreds of each kind of object, most of them around school A, and index the records."""
    now, first = timezone.now(), world.schools["a"]
    schools = fill(NUMBERS, first, now)
    fill_records(OWN_RECORDS, [first])
    fill_records(RECORDS_OF_EACH * SCHOOLS, schools)
    collection = Collection.objects.get(school=first, name="Bộ A")
    fill_collection(collection, Resource.objects.filter(owner=first).exclude(entries__collection=collection))
    members = SchoolGroup.objects.get(name="group of A").members
    GroupMember.objects.bulk_create(
        GroupMember(group=members.instance, school=school, since=now - timedelta(days=1)) for school in schools[1:]
    )
    _grants(schools, collection)
    for licensed in Resource.objects.filter(licences__isnull=False).distinct():
        Licence.objects.bulk_create(Licence(resource=licensed, seats=1, starts_at=now) for _number in range(60))
    indexing.rebuild(now=now)


def _grants(schools: list[School], collection: Collection) -> None:
    """Grant each school access to a resource and to a collection."""
    ours = Resource.objects.get(title="Sách ours")
    audiences = [f"school:{school.pk}" for school in schools[1:]]
    Grant.objects.bulk_create(Grant(resource=ours, action="read", audience=audience) for audience in audiences)
    Grant.objects.bulk_create(Grant(collection=collection, action="read", audience=audience) for audience in audiences)
