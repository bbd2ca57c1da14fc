"""Worlds of schools, people, agreements and resources, drawn at random; written to the database, and judged plainly.

`may` is the rule once more, told from the people's side without keys and labels: nested loops over what was agreed.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from access.actions import OPENABLE, Action, implying
from accounts.models import Membership, Person, Role, School, SchoolLink
from repository.actions.grants import rebuild_labels
from repository.models import Collection, CollectionEntry, Edition, Grant, Page, PageText, Resource
from sharing.models import Agreement, Clause, GroupMember, SchoolGroup
from tests.factories import NOW

# Names that begin like others: school 1 and 12, group 1 and 12, lich-su and lich-su-dia-li, grade 1 and 12.
SCHOOLS, GROUPS, COLLECTIONS = (1, 12, 2, 121), (1, 12, 2), (1, 12)
PUT_TOGETHER_BY = {1: 1, 12: 12}  # the school of each collection
SUBJECTS, GRADES, KINDS = ("lich-su", "lich-su-dia-li", "toan"), (1, 12), ("book", "video")
ROLES = (Role.PUPIL, Role.TEACHER, Role.LIBRARIAN)
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
LONG_AGO = NOW - 100 * DAY
EDGES = (NOW - DAY, NOW - TICK, NOW, NOW + TICK, NOW + DAY)


@dataclass(frozen=True)
class Span:
    """From a moment, to a moment that is outside or to none."""

    since: datetime
    until: datetime | None

    def stands(self):
        return self.since <= NOW and (self.until is None or self.until > NOW)


@dataclass(frozen=True)
class Link:
    child: int
    parent: int
    kind: str
    span: Span


@dataclass(frozen=True)
class Member:
    """Of a group: a school, or else another group."""

    group: int
    school: int | None
    subgroup: int | None
    span: Span


@dataclass(frozen=True)
class Agreed:
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
    span: Span


@dataclass(frozen=True)
class Opened:
    """An opening of a resource (by its place) or of a collection."""

    resource: int | None
    collection: int | None
    action: Action
    audience: str


@dataclass(frozen=True)
class Thing:
    """A resource; `opens` and `closes` may be None."""

    owner: int
    subjects: frozenset[str]
    grades: frozenset[int]
    kind: str
    state: str
    opens: datetime | None
    closes: datetime | None
    collections: frozenset[int]


@dataclass(frozen=True)
class Post:
    """A membership: at a school, in a role."""

    school: int
    role: str
    span: Span


@dataclass(frozen=True)
class World:
    """All there is. The posts are two people's, two each; a case is what one of them sees."""

    links: tuple[Link, ...]
    members: tuple[Member, ...]
    agreed: tuple[Agreed, ...]
    opened: tuple[Opened, ...]
    things: tuple[Thing, ...]
    posts: tuple[Post, ...]


# --- drawing

one_of = st.sampled_from
maybe = st.none()
spans = st.one_of(
    st.just(Span(LONG_AGO, None)),
    st.just(Span(LONG_AGO, None)),
    st.tuples(one_of((LONG_AGO, *EDGES)), st.one_of(maybe, one_of(EDGES)))
    .filter(lambda pair: pair[1] is None or pair[0] < pair[1])
    .map(lambda pair: Span(*pair)),
)
links = st.builds(Link, one_of(SCHOOLS), one_of(SCHOOLS), one_of(list(SchoolLink.Kind)), spans).filter(
    lambda link: link.child != link.parent
)
members = st.one_of(
    st.builds(Member, one_of(GROUPS), one_of(SCHOOLS), maybe, spans),
    st.builds(Member, one_of(GROUPS), maybe, one_of(GROUPS), spans).filter(lambda m: m.group != m.subgroup),
)
agreed = st.builds(
    Agreed,
    one_of((Agreement.State.ACTIVE,) * 4 + (Agreement.State.PROPOSED, Agreement.State.ENDED)),
    one_of(SCHOOLS),
    one_of(SCHOOLS),
    one_of(("", "", *ROLES)),
    st.one_of(maybe, maybe, one_of(COLLECTIONS)),
    one_of(("", *SUBJECTS)),
    st.one_of(maybe, one_of(GRADES)),
    one_of(("", *KINDS)),
    st.frozensets(one_of(OPENABLE), min_size=1, max_size=3),
    spans,
).filter(lambda clause: clause.giver != clause.taker)
audiences = st.one_of(
    st.just("everyone"),
    st.builds(lambda school, role: f"school:{school}{role}", one_of(SCHOOLS), one_of(("", "/teacher", "/pupil"))),
    st.builds(lambda group, role: f"group:{group}{role}", one_of(GROUPS), one_of(("", "/teacher", "/pupil"))),
)
opened = st.one_of(
    st.builds(Opened, st.integers(0, 5), maybe, one_of(OPENABLE), audiences),
    st.builds(Opened, maybe, one_of(COLLECTIONS), one_of(OPENABLE), audiences),
)
bounds: st.SearchStrategy[Any] = st.tuples(
    st.one_of(maybe, maybe, one_of(EDGES)), st.one_of(maybe, maybe, one_of(EDGES))
).filter(lambda pair: None in pair or pair[0] < pair[1])
things = st.builds(
    lambda owner, subjects, grades, kind, state, pair, collections: Thing(
        owner, subjects, grades, kind, state, pair[0], pair[1], collections
    ),
    one_of(SCHOOLS),
    st.frozensets(one_of(SUBJECTS), max_size=2),
    st.frozensets(one_of(GRADES), max_size=2),
    one_of(KINDS),
    one_of((Resource.State.PUBLISHED,) * 4 + (Resource.State.DRAFT, Resource.State.WITHDRAWN)),
    bounds,
    st.frozensets(one_of(COLLECTIONS), max_size=2),
)
posts = st.builds(Post, one_of(SCHOOLS), one_of(ROLES), spans)


def several(strategy, least, most):
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


worlds = st.builds(
    World,
    several(links, 1, 4),
    several(members, 1, 5),
    several(agreed, 2, 7),
    several(opened, 2, 6),
    several(things, 6, 6),
    several(posts, 4, 4),
)


# --- the rule, told plainly


def may(world: World, post: Post | None, action: Action, place: int) -> bool:
    """Whether somebody at this post (None: nobody in particular) may do this with the resource at this place."""
    thing = world.things[place]
    at_work = post is not None and post.span.stands()
    if at_work and post.role == Role.LIBRARIAN and post.school == thing.owner:
        return True
    begun = thing.opens is None or thing.opens <= NOW
    ended = thing.closes is not None and thing.closes <= NOW
    if thing.state != Resource.State.PUBLISHED or not begun or ended:
        return False
    enough = implying(action)
    named = _named(world, post) if at_work else {"everyone"}
    for opening in world.opened:
        is_meant = opening.resource == place or opening.collection in thing.collections
        if is_meant and opening.action in enough and opening.audience in named:
            return True
    return at_work and any(_covers(world, clause, post, thing) and clause.actions & enough for clause in world.agreed)


def _covers(world, clause, post, thing):
    parties = clause.taker in _recipient_schools(world, post.school) and clause.role in ("", post.role)
    if clause.collection is None:
        given = clause.giver == thing.owner
    else:
        given = clause.giver == PUT_TOGETHER_BY[clause.collection] and clause.collection in thing.collections
    part = (
        clause.subject in ("", *thing.subjects)
        and clause.grade in (None, *thing.grades)
        and clause.kind in ("", thing.kind)
    )
    return clause.state == Agreement.State.ACTIVE and clause.span.stands() and parties and given and part


def _named(world, post):
    """Every audience that means her."""
    schools = _recipient_schools(world, post.school)
    groups: set[int] = set()
    for _ in GROUPS:
        groups |= {m.group for m in world.members if (m.school in schools or m.subgroup in groups) and m.span.stands()}
    whole = {f"school:{school}" for school in schools} | {f"group:{group}" for group in groups}
    return {"everyone"} | whole | {f"{name}/{post.role}" for name in whole}


def _recipient_schools(world, school):
    """The school, those that were merged into it, and the units above all of them."""
    found, standing = {school}, [link for link in world.links if link.span.stands()]
    for _ in SCHOOLS:
        found |= {k.child for k in standing if k.kind == SchoolLink.Kind.MERGED_INTO and k.parent in found}
    for _ in SCHOOLS:
        found |= {k.parent for k in standing if k.kind == SchoolLink.Kind.PART_OF and k.child in found}
    return found


# --- writing


@dataclass
class Written:
    """The world as rows; `code` begins the code of each school and no other world's."""

    codes: tuple[str, ...]
    resources: list[Resource]
    memberships: list[Membership]


def write(world: World) -> Written:
    """Put the world into the database, with labels as the actions make them."""
    tag = uuid.uuid4().hex[:12]
    schools = [School(pk=pk, code=f"{tag}-{pk}", name=f"Trường {pk}") for pk in SCHOOLS]
    School.objects.bulk_create(schools)
    SchoolLink.objects.bulk_create(
        SchoolLink(child_id=k.child, parent_id=k.parent, kind=k.kind, since=k.span.since, until=k.span.until)
        for k in world.links
    )
    _write_sharing(world)
    resources = _write_resources(world)
    return Written(tuple(school.code for school in schools), resources, _write_people(world, tag))


def _write_sharing(world):
    SchoolGroup.objects.bulk_create(SchoolGroup(pk=pk, name=f"Nhóm {pk}", lead_id=SCHOOLS[0]) for pk in GROUPS)
    GroupMember.objects.bulk_create(
        GroupMember(
            group_id=m.group, school_id=m.school, subgroup_id=m.subgroup, since=m.span.since, until=m.span.until
        )
        for m in world.members
    )
    Collection.objects.bulk_create(
        Collection(pk=pk, name=f"Bộ {pk}", school_id=school) for pk, school in PUT_TOGETHER_BY.items()
    )
    agreements = Agreement.objects.bulk_create(
        Agreement(proposer_id=c.giver, partner_id=c.taker, title="Thoả thuận", state=c.state) for c in world.agreed
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
            since=c.span.since,
            until=c.span.until,
        )
        for agreement, c in zip(agreements, world.agreed, strict=True)
    )


def _write_resources(world):
    edition = Edition.objects.create()
    resources = Resource.objects.bulk_create(
        Resource(
            edition=edition,
            owner_id=thing.owner,
            title=f"Sách {place}",
            subjects=sorted(thing.subjects),
            grades=sorted(thing.grades),
            kind=thing.kind,
            state=thing.state,
            opens_at=thing.opens,
            closes_at=thing.closes,
            created_at=LONG_AGO,
            changed_at=LONG_AGO,
        )
        for place, thing in enumerate(world.things)
    )
    CollectionEntry.objects.bulk_create(
        CollectionEntry(collection_id=pk, resource=resource)
        for resource, thing in zip(resources, world.things, strict=True)
        for pk in thing.collections
    )
    Grant.objects.bulk_create(
        (
            Grant(
                resource=None if o.resource is None else resources[o.resource],
                collection_id=o.collection,
                action=o.action,
                audience=o.audience,
            )
            for o in world.opened
        ),
        ignore_conflicts=True,
    )
    pages = Page.objects.bulk_create(Page(resource=resource, order_key=Page.ORDER_STEP) for resource in resources)
    texts = PageText.objects.bulk_create(
        PageText(page=page, revision=1, text="một câu bên trong", source="ocr", made_at=LONG_AGO) for page in pages
    )
    for page, text in zip(pages, texts, strict=True):
        page.text = text
    Page.objects.bulk_update(pages, ["text"])
    for resource in resources:
        rebuild_labels(resource)
    return resources


def _write_people(world, tag):
    people = Person.objects.bulk_create(Person(username=f"{tag}-{n}", name=f"Người {n}") for n in range(2))
    return Membership.objects.bulk_create(
        Membership(
            person=people[place // 2],
            school_id=post.school,
            role=post.role,
            since=post.span.since,
            until=post.span.until,
        )
        for place, post in enumerate(world.posts)
    )
