"""A viewer's keys for an action: those of its own grant, and of every grant that implies it."""

from access.actions import Action
from access.viewer import Viewer
from tests.factories import NOW


def test_keys_of_implying_grants_are_added() -> None:
    viewer = Viewer(now=NOW, keys={Action.READ: frozenset({"a"}), Action.BORROW: frozenset({"b"})})
    assert viewer.keys_for(Action.READ) == {"a"}
    assert viewer.keys_for(Action.LOOK_INSIDE) == {"a"}
    assert viewer.keys_for(Action.DISCOVER) == {"a", "b"}
    assert viewer.keys_for(Action.COPY) == frozenset()
    assert viewer.keys_for(Action.DISCOVER) is viewer.keys_for(Action.DISCOVER), "computed once"


def test_a_viewer_with_a_staff_key_is_staff() -> None:
    assert Viewer(now=NOW, staff_keys=frozenset({"staff:12"})).is_staff
    assert not Viewer(now=NOW).is_staff
