"""Mistake 7: one action lacked the check that a similar one had. The matrix is built from the list of actions itself.

A new action that has no row here fails; so does a new role.
"""

import pytest

from access.actions import IMPLIES, OPENABLE, Action
from access.policy import can
from accounts.models import Role
from repository.queries import access_facts
from tests.factories import a_resource, a_viewer, a_visitor

pytestmark = pytest.mark.django_db

# The roles of the owning school that may perform the action on a book without any grant.
OWN: dict[Action, frozenset[Role]] = dict.fromkeys(Action, frozenset({Role.LIBRARIAN}))
# What a person of another school may do once the action is granted to everyone.
OPENED: dict[Action, frozenset[Action]] = {
    Action.DISCOVER: frozenset({Action.DISCOVER}),
    Action.LOOK_INSIDE: frozenset({Action.LOOK_INSIDE, Action.DISCOVER}),
    Action.READ: frozenset({Action.READ, Action.LOOK_INSIDE, Action.DISCOVER, Action.DOWNLOAD}),
    Action.BORROW: frozenset({Action.BORROW, Action.DISCOVER}),
    Action.COPY: frozenset({Action.COPY, Action.DISCOVER}),
}
ROLES = {
    Role.PUPIL, Role.TEACHER, Role.LIBRARIAN, Role.CATALOGUER, Role.HEAD, Role.OFFICER, Role.NODE_ADMIN,
}  # fmt: skip


def test_every_action_has_a_rule_and_a_row() -> None:
    assert set(IMPLIES) == set(Action)
    assert set(OPENED) == set(OPENABLE)
    assert set(Action) - set(OPENABLE) == {Action.EDIT, Action.SHARE, Action.DOWNLOAD}
    assert set(Role) == ROLES


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_what_is_opened_for_nothing(action: Action, role: Role) -> None:
    resource = a_resource()
    own, stranger = a_viewer(role, school=resource.owner), a_viewer(role)
    assert can(own, action, access_facts(resource)) is (role in OWN[action])
    assert can(stranger, action, access_facts(resource)) is False


@pytest.mark.parametrize("opened", OPENABLE)
def test_what_an_opening_lets_strangers_do(opened: Action) -> None:
    resource = a_resource(opened={opened: "everyone"})
    for viewer in (a_visitor(), a_viewer(Role.PUPIL), a_viewer(Role.LIBRARIAN), a_viewer(Role.NODE_ADMIN)):
        assert {action for action in Action if can(viewer, action, access_facts(resource))} == OPENED[opened]


@pytest.mark.parametrize("rights", ["unknown", "in_copyright"])
def test_an_opening_lets_nobody_take_away_what_is_not_cleared(rights: str) -> None:
    resource = a_resource(opened={Action.READ: "everyone", Action.COPY: "everyone"}, rights=rights)
    for viewer in (a_visitor(), a_viewer(Role.PUPIL), a_viewer(Role.LIBRARIAN), a_viewer(Role.NODE_ADMIN)):
        allowed = {action for action in Action if can(viewer, action, access_facts(resource))}
        assert allowed == {Action.READ, Action.LOOK_INSIDE, Action.DISCOVER}


@pytest.mark.parametrize("closed", [Action.EDIT, Action.SHARE, Action.DOWNLOAD])
def test_nobody_can_open_what_stays_with_the_owner(closed: Action) -> None:
    from accounts.errors import UserFacingError

    with pytest.raises((UserFacingError, ValueError)):
        a_resource(opened={closed: "everyone"})
