"""The rule in Python: published, open at this moment and a key that fits; or a staff key. Both sides of each part."""

from datetime import UTC, datetime, timedelta

import pytest

from access import labels
from access.actions import IMPLIES, OPENABLE, Action, implying
from access.policy import AccessFacts, can
from access.viewer import Viewer

NOW = datetime(2026, 9, 5, 7, 30, tzinfo=UTC)
MICRO = timedelta(microseconds=1)
EVERYONE = labels.opened(Action.READ, labels.EVERYONE)


def facts(*carried: str, published: bool = True, opens_at=None, closes_at=None) -> AccessFacts:
    return AccessFacts(frozenset(carried), published, opens_at, closes_at)


def a_viewer(**keys: str) -> Viewer:
    """`read="…"`: the one key of that action."""
    return Viewer(now=NOW, keys={Action(name): frozenset({key}) for name, key in keys.items()})


READER = a_viewer(read=EVERYONE)
LIBRARIAN = Viewer(now=NOW, staff_keys=frozenset({labels.staff(12)}))


def test_a_key_opens_the_label_that_is_spelt_alike_and_no_other() -> None:
    holder = a_viewer(read=labels.own(1, "toan"))
    assert can(holder, Action.READ, facts(labels.own(1, "toan")))
    for other in (labels.own(12, "toan"), labels.own(1), labels.own(1, "toan", "6"), labels.within(1, "toan")):
        assert not can(holder, Action.READ, facts(other))


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "is_open"),
    [
        (None, None, True),
        (NOW, None, True),
        (NOW + MICRO, None, False),
        (None, NOW + MICRO, True),
        (None, NOW, False),
        (NOW - MICRO, NOW + MICRO, True),
    ],
)
def test_the_moment_counts_and_the_later_bound_is_outside(opens_at, closes_at, is_open: bool) -> None:
    assert can(READER, Action.READ, facts(EVERYONE, opens_at=opens_at, closes_at=closes_at)) is is_open


def test_what_is_not_published_opens_to_its_staff_alone() -> None:
    draft = facts(EVERYONE, labels.staff(12), published=False)
    assert not can(READER, Action.READ, draft)
    assert can(LIBRARIAN, Action.EDIT, draft)
    assert not can(LIBRARIAN, Action.DISCOVER, facts(labels.staff(1), published=False)), "1 is not 12"


@pytest.mark.parametrize("granted", OPENABLE)
def test_a_grant_opens_what_it_implies_and_nothing_else(granted: Action) -> None:
    holder = a_viewer(**{granted: "x"})
    for wanted in Action:
        assert can(holder, wanted, facts("x")) is (wanted == granted or wanted in IMPLIES[granted])
    assert granted in implying(granted)


def test_to_borrow_is_neither_to_read_nor_to_look_inside() -> None:
    assert IMPLIES[Action.BORROW] == {Action.DISCOVER}


def test_three_axes_are_one_label_and_never_three() -> None:
    """Maths, grade 6, video: a clause for all three does not open what has only two of them."""
    carried = labels.descriptive(school=7, collections=[5], subjects=["toan"], grades=["6"], kind="book")
    assert labels.own(7, "toan", "6", "book") in carried
    assert labels.within(5, "toan", "*", "book") in carried
    assert labels.own(7, "toan", "6", "video") not in carried
    assert labels.own(7, "toan", "7") not in carried
    assert len(carried) == 2 * 2 * 2 * 2
