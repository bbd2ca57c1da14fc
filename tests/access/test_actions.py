"""What each action implies, and which actions a school can grant."""

from access.actions import IMPLIES, OPENABLE, Action, implying
from tests.access.scenarios import GRANTED_BY


def test_each_action_implies_what_is_written_down() -> None:
    assert {action: implying(action) for action in Action} == GRANTED_BY


def test_borrowing_implies_neither_reading_nor_looking_inside() -> None:
    assert IMPLIES[Action.BORROW] == {Action.DISCOVER}


def test_editing_and_sharing_cannot_be_granted() -> None:
    assert set(Action) - set(OPENABLE) == {Action.EDIT, Action.SHARE, Action.DOWNLOAD}
