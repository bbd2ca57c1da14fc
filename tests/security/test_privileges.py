"""Mistake 6: a partial administrator became administrator of everything. Each role tries every change of a role.

Each kind of person sends the requests to the real addresses for their own account: nobody gains a key or another
role, and no school gains a grant.
"""

from contextlib import ExitStack
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from access.actions import Action
from access.policy import can
from access.viewer import Viewer
from accounts.models import Membership, Person, Role, School
from repository.models import Resource
from repository.queries import access_facts
from sharing.viewer import viewer_for
from tests.addresses.fixtures import World
from tests.addresses.people import ACTORS
from tests.addresses.routes import PARTS, fill, routes

pytestmark = [
    pytest.mark.system,
    pytest.mark.backend_independent,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("privileges"),
]
BELOW = [actor for actor in ACTORS if actor not in ("anonymous", "node_admin")]
RANK = {
    Role.PUPIL: 0,
    Role.TEACHER: 0,
    Role.LIBRARIAN: 1,
    Role.HEAD: 1,
    Role.OFFICER: 2,
    Role.CATALOGUER: 2,
    Role.NODE_ADMIN: 2,
}


def power(person: Person, *, deep: bool = False) -> dict[str, Any]:
    """Return everything that a person may do; `deep`: with each resource that they reach."""
    fresh = Person.objects.get(pk=person.pk)
    viewer = viewer_for(fresh, now=timezone.now())
    return {
        "keys": viewer.keys,
        "reach": reach(viewer) if deep else frozenset(),
        "staff": viewer.staff_keys,
        "signs": viewer.signs_for,
        "oversees": viewer.oversees,
        "node": viewer.is_node_admin,
        "roles": sorted(fresh.memberships.values_list("school_id", "role", "until")),
        "flags": (fresh.is_staff, fresh.is_superuser, fresh.is_active),
        "groups": list(fresh.groups.all()),
        "rights": list(fresh.user_permissions.all()),
    }


def reach(viewer: Viewer) -> frozenset[tuple[int, str]]:
    """Return the permitted pairs of resource and action."""
    found = [(one, access_facts(one)) for one in Resource.objects.prefetch_related("labels")]
    return frozenset((one.pk, str(action)) for one, facts in found for action in Action if can(viewer, action, facts))


def payloads(actor: Membership, world: World) -> dict[str, object]:
    """Return all fields that could raise privileges; each form takes those that it knows."""
    return {
        "username": actor.person.username,
        "name": "Ai đó",
        "school": world.schools["b"].pk,
        "role": Role.NODE_ADMIN,
        "person": actor.person.pk,
        "is_superuser": "on",
        "is_staff": "on",
        "is_active": "on",
        "groups": list(Group.objects.values_list("pk", flat=True)),
        "user_permissions": list(Permission.objects.values_list("pk", flat=True)[:3]),
        "membership": str(world.people["node_admin"].uuid),
        "until": "",
        "last_day": "2030-01-01",
        "id": [actor.pk],
        "staff_keys": f"staff:{world.schools['b'].pk}",
        "lead": world.schools["a"].pk,
        "partner": world.schools["b"].pk,
        "action": "edit",
        "actions": ["edit", "share", "read"],
        "audience": f"school:{actor.school_id}",
    }


def changes() -> list[str]:
    """Return every route of people, roles, groups and agreements."""
    words = ("nguoi/", "users/", "groups/", "truong/", "bulk/", "vai-tro", "chia-se/nhom", "thoa-thuan", "account")
    return [route for route in routes() if any(word in route for word in words)]


def addresses(world: World, membership: Membership) -> list[str]:
    """Return the address of each route with its objects: groups and agreements of others, the actor's membership."""
    things = [*world.of_kind("group"), *world.of_kind("agreement")[-1:], *world.of_kind("school")[:1]]
    found = []
    for route in changes():
        named = {part["name"] for part in PARTS.finditer(route)}
        fitting = [thing.args for thing in things if named & set(thing.args) - {"pk"}] or [{}]
        found += [fill(route, {"app_label": "accounts", **args, "pk": membership.pk}) for args in fitting]
    return list(dict.fromkeys(found))


def test_nobody_ends_with_more_than_before(world: World) -> None:
    tried, gained = 0, []
    for actor in BELOW:
        membership = world.people[actor]
        before = power(membership.person, deep=True)
        for address in addresses(world, membership):
            after = _after(world.browsers[actor], address, payloads(membership, world), membership.person)
            tried += 1
            gained += [f"{actor} at {address}: {what}" for what in _more(before, after)]
    assert tried > 200
    assert not gained, "\n".join(gained)


def test_no_change_raises_a_person_above_librarian(world: World) -> None:
    raised = []
    for actor in ("librarian_a", "head_a", "teacher_a"):
        for target in ("teacher_a", "teacher_b"):
            membership = world.people[target]
            for address in (f"/quan-tri/nguoi/edit/{membership.pk}/", "/quan-tri/nguoi/new/"):
                for role in Role:
                    payload = payloads(membership, world) | {"role": role, "school": world.schools["a"].pk}
                    after = _after(world.browsers[actor], address, payload, membership.person)
                    highest = max(RANK[Role(role)] for _school, role, _until in after["roles"])
                    if highest > RANK[Role.LIBRARIAN] or after["flags"][1]:
                        raised.append(f"{actor} made {target} {after['roles']}")
                    if actor != "librarian_a" and after["roles"] != power(membership.person)["roles"]:
                        raised.append(f"{actor} changed {target}")
    assert not raised, "\n".join(raised)


def test_the_librarian_can_do_what_the_role_allows(world: World) -> None:
    """The same forms work for permitted changes; otherwise the tests above would prove nothing."""
    teacher = world.people["teacher_a"]
    form = {"role": Role.LIBRARIAN, "last_day": ""}
    answer = world.browsers["librarian_a"].post(f"/quan-tri/nguoi/edit/{teacher.pk}/", form)
    assert answer.status_code == 302
    teacher.refresh_from_db()
    assert teacher.role == Role.LIBRARIAN


def test_names_that_begin_alike_are_not_the_same_person(db: None) -> None:
    one = Person.objects.create(username="lan", name="Lan")
    other = Person.objects.create(username="lan.anh", name="Lan Anh")
    school = School.objects.create(code="truong-1", name="Trường 1")
    longer = School.objects.create(code="truong-12", name="Trường 12")
    begun = timezone.now() - timezone.timedelta(days=1)
    Membership.objects.create(person=one, school=school, role=Role.LIBRARIAN, since=begun)
    Membership.objects.create(person=other, school=longer, role=Role.TEACHER, since=begun)
    now = timezone.now()
    assert viewer_for(one, now=now).staff_keys.isdisjoint(viewer_for(other, now=now).staff_keys)
    assert not viewer_for(other, now=now).staff_keys


def _after(browser: Client, address: str, data: dict[str, object], person: Person) -> dict[str, Any]:
    """Return what the person may do after the request; roll the request back."""
    cookies = browser.cookies.copy()
    with ExitStack() as undone:
        for name in connections:  # on SQLite the queue has a file of its own
            undone.enter_context(transaction.atomic(using=name))
        browser.post(address, data)
        found = power(person, deep=True)
        for name in connections:
            connections[name].set_rollback(True)
    browser.cookies = cookies
    return found


def _more(before: dict[str, object], after: dict[str, object]) -> list[str]:
    """Return what was gained. A key alone is no gain: the founder of a group has its key, without any grant."""
    counted = [name for name in before if name != "keys"]
    return [name for name in counted if after[name] != before[name] and not _is_less(before[name], after[name])]


def _is_less(before: object, after: object) -> bool:
    """Return whether the person only lost something: fewer keys, or an earlier end of the membership."""
    if isinstance(before, frozenset) and isinstance(after, frozenset):
        return after <= before
    return False
