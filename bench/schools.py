"""Fills a site with many schools and people, in bulk: homes, desks, members, a group of all, agreements, collections.

Without the actions, which write one object at a time; the rows that they would write and that screens read are written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Collection as Folder
from wagtail.models import Page

from accounts.models import Membership, Person, Role, School, SchoolLink
from circulation.models import Licence, Loan
from portal.models import Desk, SchoolHomePage, SchoolsPage
from repository.models import Collection, CollectionEntry, Resource
from sharing.models import Agreement, Clause, GroupMember, SchoolGroup

AT_ONCE = 1_000
NAMES = ("Nguyễn Du", "Lê Quý Đôn", "Trần Phú", "Hai Bà Trưng", "Đống Đa", "Ngô Sĩ Liên", "Chu Văn An", "Kim Đồng")
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Đỗ")
GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh", "Lan", "Minh", "Ngọc", "Phương", "Quân", "Thảo", "Uyên")


@dataclass(frozen=True)
class Numbers:
    """How many schools, people in all of them, and objects of the first school."""

    schools: int
    people: int
    agreements: int
    groups: int
    collections: int


@transaction.atomic
def fill(numbers: Numbers, first: School, now: datetime) -> list[School]:
    """Write the schools and their people; `first`, which has a home, gets a share of the people and all other objects.

    Return all schools, `first` at the head.
    """
    made = School.objects.bulk_create((_school(number) for number in range(1, numbers.schools)), AT_ONCE)
    schools = [first, *made]
    _homes(made)
    _people(schools, numbers.people, now)
    _groups(schools, numbers.groups, now)
    _agreements(schools, numbers.agreements, now)
    Collection.objects.bulk_create(
        Collection(school=first, name=f"Bộ sưu tập {number}") for number in range(numbers.collections)
    )
    return schools


def fill_collection(collection: Collection, resources: Iterable[Resource]) -> None:
    """Put the resources into the collection, without the labels that give access through it."""
    CollectionEntry.objects.bulk_create(
        CollectionEntry(collection=collection, resource=resource, position=place)
        for place, resource in enumerate(resources)
    )


def fill_tree(schools: Sequence[School], now: datetime) -> School:
    """Place the schools under communes of fifty schools each, and these under a province; return the province."""
    since = now - timedelta(days=300)
    province = School.objects.create(code="tinh", name="Sở Giáo dục và Đào tạo", kind=School.Kind.PROVINCE)
    communes = School.objects.bulk_create(
        School(code=f"xa-{number}", name=f"Xã số {number}", kind=School.Kind.COMMUNE)
        for number in range(-(-len(schools) // 50))
    )
    SchoolLink.objects.bulk_create(
        [
            *(SchoolLink(child=commune, parent=province, since=since) for commune in communes),
            *(SchoolLink(child=school, parent=communes[n // 50], since=since) for n, school in enumerate(schools)),
        ],
        AT_ONCE,
    )
    return province


def fill_loans(schools: Sequence[School], number: int, resource: Resource, now: datetime) -> None:
    """Write loans that the people of the schools returned, spread over the last year."""
    licence = Licence.objects.create(resource=resource, seats=1, starts_at=now - timedelta(days=400))
    Loan.objects.bulk_create(
        (
            Loan(
                resource=resource,
                licence=licence,
                seat=1,
                borrowing_school=schools[place % len(schools)],
                started_at=now - timedelta(days=place % 360, hours=1),
                due_at=now + timedelta(days=14),
                ended_at=now,
                ended_how=Loan.End.RETURNED,
            )
            for place in range(number)
        ),
        AT_ONCE,
    )


def _school(number: int) -> School:
    return School(code=f"truong-so-{number}", name=f"Trường THCS {NAMES[number % len(NAMES)]} {number}")


def _homes(schools: Sequence[School]) -> None:
    """Write a home below each list of schools, an alias below all lists but the first, and a desk for each school."""
    keys, originals = {school: uuid4() for school in schools}, dict[School, Page]()
    for above in SchoolsPage.objects.order_by("pk"):
        pages = [
            _page(above, school, place, translation_key=keys[school], alias_of=originals.get(school))
            for place, school in enumerate(schools, start=above.numchild + 1)
        ]
        for school, page in zip(schools, Page.objects.bulk_create(pages, AT_ONCE), strict=True):
            originals.setdefault(school, page)
            SchoolHomePage(page_ptr=page, school=school, body="[]").save_base(raw=True, force_insert=True)
        Page.objects.filter(pk=above.pk).update(numchild=above.numchild + len(pages))
    _desks(originals)


def _page(above: SchoolsPage, school: School, place: int, **columns: Any) -> Page:
    return Page(
        path=Page._get_path(above.path, above.depth + 1, place),
        depth=above.depth + 1,
        title=school.name,
        draft_title=school.name,
        slug=school.code,
        url_path=f"{above.url_path}{school.code}/",
        locale_id=above.locale_id,
        content_type=ContentType.objects.get_for_model(SchoolHomePage),
        live=True,
        **columns,
    )


def _desks(homes: Mapping[School, Page]) -> None:
    root = Folder.get_first_root_node()
    groups = Group.objects.bulk_create([Group(name=f"{school.name} · {school.code}") for school in homes], AT_ONCE)
    folders = Folder.objects.bulk_create(
        [
            Folder(path=Folder._get_path(root.path, 2, place), depth=2, name=school.name)
            for place, school in enumerate(homes, start=root.numchild + 1)
        ],
        AT_ONCE,
    )
    Folder.objects.filter(pk=root.pk).update(numchild=root.numchild + len(folders))
    Desk.objects.bulk_create(
        Desk(school=school, home=home, group=group, collection=folder)
        for (school, home), group, folder in zip(homes.items(), groups, folders, strict=True)
    )


def _people(schools: Sequence[School], number: int, now: datetime) -> None:
    """Write the people of the schools in turn: for each fortieth a librarian, for each tenth a teacher, else pupils."""
    people = Person.objects.bulk_create((_person(place) for place in range(number)), AT_ONCE)
    Membership.objects.bulk_create(
        (
            Membership(
                person=person,
                school=schools[place % len(schools)],
                role=_role(place // len(schools)),
                since=now - timedelta(days=30),
            )
            for place, person in enumerate(people)
        ),
        AT_ONCE,
    )


def _person(place: int) -> Person:
    words = (FAMILIES[place % len(FAMILIES)], "Thị" if place % 2 else "Văn", GIVEN[place % len(GIVEN)])
    return Person(username=f"nguoi-so-{place}", name=f"{' '.join(words)} {place}")


def _role(place: int) -> Role:
    return Role.LIBRARIAN if place % 40 == 0 else Role.TEACHER if place % 10 == 0 else Role.PUPIL


def _groups(schools: Sequence[School], number: int, now: datetime) -> None:
    """Write groups that the first school leads: one with all schools, then small ones."""
    groups = SchoolGroup.objects.bulk_create(
        SchoolGroup(name=f"Nhóm trường {place}", lead=schools[0]) for place in range(number)
    )
    GroupMember.objects.bulk_create(
        (
            GroupMember(group=group, school=school, since=now - timedelta(days=30))
            for place, group in enumerate(groups)
            for school in (schools[:3] if place else schools)
        ),
        AT_ONCE,
    )


def _agreements(schools: Sequence[School], number: int, now: datetime) -> None:
    """Write agreements of the first school with others: a clause each, in force."""
    first, *others = schools
    agreements = Agreement.objects.bulk_create(
        Agreement(
            proposer=first,
            partner=others[place % len(others)],
            title=f"Thoả thuận {place}",
            state=Agreement.State.ACTIVE,
            accepted_at=now - timedelta(days=10),
        )
        for place in range(number)
    )
    Clause.objects.bulk_create(
        Clause(
            agreement=agreement,
            giver=first,
            taker=agreement.partner,
            role=Role.TEACHER,
            actions=["read"],
            since=now - timedelta(days=10),
        )
        for agreement in agreements
    )
