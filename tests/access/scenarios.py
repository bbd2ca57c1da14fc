"""Random worlds of schools, people, agreements and resources, written to the database, and an oracle for their access.

The oracle `may` is the rule once more, without keys and labels: nested loops over agreements and grants. It imports
nothing of the rule from the product.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from access.actions import OPENABLE, Action
from accounts.models import Membership, Person, Role, School, SchoolLink
from repository.actions.grants import rebuild_labels
from repository.models import Collection, CollectionEntry, Edition, Grant, Page, PageText, Resource
from sharing.models import Agreement, Clause, GroupMember, SchoolGroup
from tests.factories import NOW

# Names that are prefixes of others: school 1 and 12, group 1 and 12, lich-su and lich-su-dia-li, grade 1 and 12.
SCHOOLS, GROUPS, COLLECTIONS = (1, 12, 2, 121), (1, 12, 2), (1, 12)
COLLECTION_OWNERS = {1: 1, 12: 12}  # the school of each collection
SUBJECTS, GRADES, KINDS = ("lich-su", "lich-su-dia-li", "toan"), (1, 12), ("book", "video")
ROLES = (Role.PUPIL, Role.TEACHER, Role.LIBRARIAN)
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
LONG_AGO = NOW - 100 * DAY
EDGES = (NOW - DAY, NOW - TICK, NOW, NOW + TICK, NOW + DAY)


@dataclass(frozen=True)
class Period:
    """From a moment to another, which is outside, or without end."""

    since: datetime
    until: datetime | None

    def is_current(self):
        return self.since <= NOW and (self.until is None or self.until > NOW)


@dataclass(frozen=True)
class SampleLink:
    child: int
    parent: int
    kind: str
    period: Period


@dataclass(frozen=True)
class SampleMember:
    """A member of a group: a school, or another group."""

    group: int
    school: int | None
    subgroup: int | None
    period: Period


@dataclass(frozen=True)
class SampleClause:
    """A clause and the state of its agreement."""

    state: str
    giver: int
    taker: int
    role: str
    collection: int | None
    subject: str
    grade: int | None
    kind: str
    actions: frozenset[Action]
    period: Period


@dataclass(frozen=True)
class SampleGrant:
    """A grant on a resource (by its number) or on a collection."""

    resource: int | None
    collection: int | None
    action: Action
    audience: str


@dataclass(frozen=True)
class SampleResource:
    """A resource and its metadata; `opens` and `closes` may be None."""

    owner: int
    subjects: frozenset[str]
    grades: frozenset[int]
    kind: str
    state: str
    opens: datetime | None
    closes: datetime | None
    collections: frozenset[int]
    rights: str
    protected: bool


@dataclass(frozen=True)
class SampleMembership:
    """A person's role in a school."""

    school: int
    role: str
    period: Period


@dataclass(frozen=True)
class World:
    """Everything that decides access. The four memberships belong to two people, two each."""

    links: tuple[SampleLink, ...]
    members: tuple[SampleMember, ...]
    clauses: tuple[SampleClause, ...]
    grants: tuple[SampleGrant, ...]
    resources: tuple[SampleResource, ...]
    memberships: tuple[SampleMembership, ...]


# --- strategies

one_of = st.sampled_from
maybe = st.none()
periods = st.one_of(
    st.just(Period(LONG_AGO, None)),
    st.just(Period(LONG_AGO, None)),
    st.tuples(one_of((LONG_AGO, *EDGES)), st.one_of(maybe, one_of(EDGES)))
    .filter(lambda pair: pair[1] is None or pair[0] < pair[1])
    .map(lambda pair: Period(*pair)),
)
links = st.builds(SampleLink, one_of(SCHOOLS), one_of(SCHOOLS), one_of(list(SchoolLink.Kind)), periods).filter(
    lambda link: link.child != link.parent
)
members = st.one_of(
    st.builds(SampleMember, one_of(GROUPS), one_of(SCHOOLS), maybe, periods),
    st.builds(SampleMember, one_of(GROUPS), maybe, one_of(GROUPS), periods).filter(lambda m: m.group != m.subgroup),
)
clauses = st.builds(
    SampleClause,
    one_of((Agreement.State.ACTIVE,) * 4 + (Agreement.State.PROPOSED, Agreement.State.ENDED)),
    one_of(SCHOOLS),
    one_of(SCHOOLS),
    one_of(("", "", *ROLES)),
    st.one_of(maybe, maybe, one_of(COLLECTIONS)),
    one_of(("", *SUBJECTS)),
    st.one_of(maybe, one_of(GRADES)),
    one_of(("", *KINDS)),
    st.frozensets(one_of(OPENABLE), min_size=1, max_size=3),
    periods,
).filter(lambda clause: clause.giver != clause.taker)
audiences = st.one_of(
    st.just("everyone"),
    st.builds(lambda school, role: f"school:{school}{role}", one_of(SCHOOLS), one_of(("", "/teacher", "/pupil"))),
    st.builds(lambda group, role: f"group:{group}{role}", one_of(GROUPS), one_of(("", "/teacher", "/pupil"))),
)
grants = st.one_of(
    st.builds(SampleGrant, st.integers(0, 5), maybe, one_of(OPENABLE), audiences),
    st.builds(SampleGrant, maybe, one_of(COLLECTIONS), one_of(OPENABLE), audiences),
)
bounds: st.SearchStrategy[Any] = st.tuples(
    st.one_of(maybe, maybe, one_of(EDGES)), st.one_of(maybe, maybe, one_of(EDGES))
).filter(lambda pair: None in pair or pair[0] < pair[1])
resources = st.builds(
    lambda owner, subjects, grades, kind, state, pair, collections, rights, protected: SampleResource(
        owner, subjects, grades, kind, state, pair[0], pair[1], collections, rights, protected
    ),
    one_of(SCHOOLS),
    st.frozensets(one_of(SUBJECTS), max_size=2),
    st.frozensets(one_of(GRADES), max_size=2),
    one_of(KINDS),
    one_of((Resource.State.PUBLISHED,) * 4 + (Resource.State.DRAFT, Resource.State.WITHDRAWN)),
    bounds,
    st.frozensets(one_of(COLLECTIONS), max_size=2),
    one_of(("own", "cc_by_nc", "unknown", "in_copyright")),
    one_of((False, False, True)),
)
memberships = st.builds(SampleMembership, one_of(SCHOOLS), one_of(ROLES), periods)


def several(strategy, min_size, max_size, unique_by=None):
    """Return tuples of samples; `unique_by` is the key of which the database takes one row."""
    return st.lists(strategy, min_size=min_size, max_size=max_size, unique_by=unique_by).map(tuple)


worlds = st.builds(
    World,
    several(links, 1, 4),
    several(members, 1, 5, lambda m: (m.group, m.school, m.subgroup, m.period.until)),
    several(clauses, 2, 7),
    several(grants, 2, 6),
    several(resources, 6, 6),
    several(memberships, 4, 4, lambda m: (m.school, m.role, m.period.until)),
)


# --- the oracle

# The actions whose grant allows an action. Written out: the product's own table is under test.
GRANTED_BY = {
    Action.DISCOVER: frozenset(Action),
    Action.LOOK_INSIDE: frozenset({Action.LOOK_INSIDE, Action.READ}),
    Action.READ: frozenset({Action.READ}),
    Action.DOWNLOAD: frozenset({Action.DOWNLOAD, Action.READ}),
    Action.BORROW: frozenset({Action.BORROW}),
    Action.COPY: frozenset({Action.COPY}),
    Action.EDIT: frozenset({Action.EDIT}),
    Action.SHARE: frozenset({Action.SHARE}),
}


def may(world: World, membership: SampleMembership | None, action: Action, number: int) -> bool:
    """Return whether a viewer with this membership (None: a visitor) may do this with the resource of this number."""
    resource = world.resources[number]
    is_member = membership is not None and membership.period.is_current()
    if is_member and membership.role == Role.LIBRARIAN and membership.school == resource.owner:
        return True
    begun = resource.opens is None or resource.opens <= NOW
    ended = resource.closes is not None and resource.closes <= NOW
    if resource.state != Resource.State.PUBLISHED or not begun or ended:
        return False
    if action in (Action.DOWNLOAD, Action.COPY) and resource.rights in ("unknown", "in_copyright"):
        return False
    if action == Action.DOWNLOAD and resource.protected:
        return False
    granted_by = GRANTED_BY[action]
    audiences_of_viewer = _audiences_of(world, membership) if is_member else {"everyone"}
    for grant in world.grants:
        is_covered = grant.resource == number or grant.collection in resource.collections
        if is_covered and grant.action in granted_by and grant.audience in audiences_of_viewer:
            return True
    return is_member and any(
        _covers(world, clause, membership, resource) and clause.actions & granted_by for clause in world.clauses
    )


def _covers(world, clause, membership, resource):
    parties = clause.taker in _schools_of(world, membership.school) and clause.role in ("", membership.role)
    if clause.collection is None:
        given = clause.giver == resource.owner
    else:
        given = clause.giver == COLLECTION_OWNERS[clause.collection] and clause.collection in resource.collections
    part = (
        clause.subject in ("", *resource.subjects)
        and clause.grade in (None, *resource.grades)
        and clause.kind in ("", resource.kind)
    )
    return clause.state == Agreement.State.ACTIVE and clause.period.is_current() and parties and given and part


def _audiences_of(world, membership):
    """Return every audience that this membership belongs to."""
    schools = _schools_of(world, membership.school)
    groups: set[int] = set()
    for _ in GROUPS:
        groups |= {
            m.group for m in world.members if (m.school in schools or m.subgroup in groups) and m.period.is_current()
        }
    whole = {f"school:{school}" for school in schools} | {f"group:{group}" for group in groups}
    return {"everyone"} | whole | {f"{name}/{membership.role}" for name in whole}


def _schools_of(world, school):
    """Return the school, the schools merged into it, and the units above all of them."""
    schools, current = {school}, [link for link in world.links if link.period.is_current()]
    for _ in SCHOOLS:
        schools |= {k.child for k in current if k.kind == SchoolLink.Kind.MERGED_INTO and k.parent in schools}
    for _ in SCHOOLS:
        schools |= {k.parent for k in current if k.kind == SchoolLink.Kind.PART_OF and k.child in schools}
    return schools


# --- rows


@dataclass
class Written:
    """The rows of a world; the codes of its schools are in no other world."""

    codes: tuple[str, ...]
    resources: list[Resource]
    memberships: list[Membership]


def write(world: World) -> Written:
    """Write the world to the database; the product's actions make the labels."""
    tag = uuid.uuid4().hex[:12]
    schools = [School(pk=pk, code=f"{tag}-{pk}", name=f"Trường {pk}") for pk in SCHOOLS]
    School.objects.bulk_create(schools)
    SchoolLink.objects.bulk_create(
        SchoolLink(child_id=k.child, parent_id=k.parent, kind=k.kind, since=k.period.since, until=k.period.until)
        for k in world.links
    )
    _write_sharing(world)
    resources = _write_resources(world)
    return Written(tuple(school.code for school in schools), resources, _write_people(world, tag))


def _write_sharing(world):
    SchoolGroup.objects.bulk_create(SchoolGroup(pk=pk, name=f"Nhóm {pk}", lead_id=SCHOOLS[0]) for pk in GROUPS)
    GroupMember.objects.bulk_create(
        GroupMember(
            group_id=m.group, school_id=m.school, subgroup_id=m.subgroup, since=m.period.since, until=m.period.until
        )
        for m in world.members
    )
    Collection.objects.bulk_create(
        Collection(pk=pk, name=f"Bộ {pk}", school_id=school) for pk, school in COLLECTION_OWNERS.items()
    )
    agreements = Agreement.objects.bulk_create(
        Agreement(proposer_id=c.giver, partner_id=c.taker, title="Thoả thuận", state=c.state) for c in world.clauses
    )
    Clause.objects.bulk_create(
        Clause(
            agreement=agreement,
            giver_id=c.giver,
            taker_id=c.taker,
            role=c.role,
            collection_id=c.collection,
            subject=c.subject,
            grade=c.grade,
            kind=c.kind,
            actions=sorted(map(str, c.actions)),
            since=c.period.since,
            until=c.period.until,
        )
        for agreement, c in zip(agreements, world.clauses, strict=True)
    )


def _write_resources(world):
    editions = Edition.objects.bulk_create(Edition() for _ in world.resources)
    rows = Resource.objects.bulk_create(
        Resource(
            edition=edition,
            owner_id=sample.owner,
            title=f"Sách {number}",
            subjects=sorted(sample.subjects),
            grades=sorted(sample.grades),
            kind=sample.kind,
            state=sample.state,
            opens_at=sample.opens,
            closes_at=sample.closes,
            rights=sample.rights,
            protected=sample.protected,
            created_at=LONG_AGO,
            changed_at=LONG_AGO,
        )
        for number, (edition, sample) in enumerate(zip(editions, world.resources, strict=True))
    )
    CollectionEntry.objects.bulk_create(
        CollectionEntry(collection_id=pk, resource=row)
        for row, sample in zip(rows, world.resources, strict=True)
        for pk in sample.collections
    )
    Grant.objects.bulk_create(
        (
            Grant(
                resource=None if grant.resource is None else rows[grant.resource],
                collection_id=grant.collection,
                action=grant.action,
                audience=grant.audience,
            )
            for grant in world.grants
        ),
        ignore_conflicts=True,
    )
    pages = Page.objects.bulk_create(Page(resource=row, order_key=Page.ORDER_STEP) for row in rows)
    texts = PageText.objects.bulk_create(
        PageText(page=page, revision=1, text="một câu bên trong", source="ocr", made_at=LONG_AGO) for page in pages
    )
    for page, text in zip(pages, texts, strict=True):
        page.text = text
    Page.objects.bulk_update(pages, ["text"])
    for row in rows:
        rebuild_labels(row)
    return rows


def _write_people(world, tag):
    people = Person.objects.bulk_create(Person(username=f"{tag}-{n}", name=f"Người {n}") for n in range(2))
    return Membership.objects.bulk_create(
        Membership(
            person=people[number // 2],
            school_id=membership.school,
            role=membership.role,
            since=membership.period.since,
            until=membership.period.until,
        )
        for number, membership in enumerate(world.memberships)
    )
