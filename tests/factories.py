"""Factories for test objects; every field is optional, and what a rule guards is created by its action."""

from datetime import UTC, datetime, timedelta
from typing import Any

import factory

from access.actions import Action
from access.viewer import Viewer
from accounts.models import Membership, Person, Role, School
from repository import actions
from repository.models import Resource
from sharing.models import Agreement, Clause, SchoolGroup
from sharing.viewer import system_viewer, viewer_of_membership, visitor

NOW = datetime(2026, 9, 5, 7, 30, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)


class SchoolFactory(factory.django.DjangoModelFactory):
    """A lower secondary school."""

    class Meta:
        model = School

    code = factory.Sequence(lambda n: f"truong-{n}")
    name = factory.Sequence(lambda n: f"Trường THCS Số {n}")
    kind = School.Kind.SCHOOL


class PersonFactory(factory.django.DjangoModelFactory):
    """A person with an account."""

    class Meta:
        model = Person

    username = factory.Sequence(lambda n: f"nguoi{n}")
    name = factory.Sequence(lambda n: f"Nguyễn Thị Đào {n}")


class MembershipFactory(factory.django.DjangoModelFactory):
    """A teacher's membership that began long ago and has no end."""

    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    school = factory.SubFactory(SchoolFactory)
    role = Role.TEACHER
    since = LONG_AGO


class SchoolGroupFactory(factory.django.DjangoModelFactory):
    """A group of schools, without members yet."""

    class Meta:
        model = SchoolGroup

    name = factory.Sequence(lambda n: f"Nhóm trường {n}")
    lead = factory.SubFactory(SchoolFactory)


class AgreementFactory(factory.django.DjangoModelFactory):
    """An agreement that both schools signed."""

    class Meta:
        model = Agreement

    proposer = factory.SubFactory(SchoolFactory)
    partner = factory.SubFactory(SchoolFactory)
    title = factory.Sequence(lambda n: f"Thoả thuận {n}")
    state = Agreement.State.ACTIVE
    accepted_at = LONG_AGO


class ClauseFactory(factory.django.DjangoModelFactory):
    """A clause: everybody of the partner may discover every resource of the proposer."""

    class Meta:
        model = Clause

    agreement = factory.SubFactory(AgreementFactory)
    giver = factory.SelfAttribute("agreement.proposer")
    taker = factory.SelfAttribute("agreement.partner")
    actions = factory.LazyFunction(lambda: [str(Action.DISCOVER)])
    since = LONG_AGO


def a_viewer(role: Role = Role.TEACHER, *, school: School | None = None, now: datetime = NOW) -> Viewer:
    """Create a person with this role in the school, or in a new one; return the viewer."""
    membership = MembershipFactory(role=role, **({"school": school} if school else {}))
    return viewer_of_membership(membership, now=now)


def a_librarian(school: School | None = None, *, now: datetime = NOW) -> Viewer:
    """Create a librarian of the school, or of a new one."""
    return a_viewer(Role.LIBRARIAN, school=school, now=now)


def a_visitor(now: datetime = NOW) -> Viewer:
    """Return the viewer of a visitor who has not signed in."""
    return visitor(now=now)


def a_resource(
    owner: School | None = None,
    *,
    opened: dict[Action, str] | None = None,
    **description: Any,
) -> Resource:
    """Create a published resource with the grants in `opened`: {Action.READ: "everyone"}."""
    resource = a_draft(owner, **description)
    by = system_viewer(resource.owner_id, now=NOW)
    for action, audience in (opened or {}).items():
        actions.grant(resource, action=action, audience=audience, by=by)
    return actions.publish(resource, by=by)


def a_draft(owner: School | None = None, **description: Any) -> Resource:
    """Create a resource that only its school's librarians see; its rights are cleared unless said otherwise."""
    school = owner or SchoolFactory()
    wanted = {"title": "Đại số và hình học", "rights": Resource.Rights.OWN, **description}
    return actions.create_draft(
        owner=school,
        description=actions.Description(**wanted),
        by=system_viewer(school.pk, now=NOW),
    )
