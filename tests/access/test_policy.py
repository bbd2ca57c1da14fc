"""Access is given to a published resource, open at this moment, by an equal key; or by a staff key."""

from datetime import UTC, datetime, timedelta

import pytest

from access import labels
from access.actions import OPENABLE, Action
from access.policy import AccessFacts, as_filter, can
from access.viewer import Viewer
from repository.models import Resource
from tests.access.scenarios import GRANTED_BY

NOW = datetime(2026, 9, 5, 7, 30, tzinfo=UTC)
MICRO = timedelta(microseconds=1)
EVERYONE = labels.opened(Action.READ, labels.EVERYONE)


def facts(
    *carried: str, published: bool = True, opens_at=None, closes_at=None, rights="own", protected=False
) -> AccessFacts:
    return AccessFacts(frozenset(carried), published, opens_at, closes_at, rights, protected)


def a_viewer(**keys: str) -> Viewer:
    """Return a viewer with one key for each action: `read="…"`."""
    return Viewer(now=NOW, keys={Action(name): frozenset({key}) for name, key in keys.items()})


READER = a_viewer(read=EVERYONE)
LIBRARIAN = Viewer(now=NOW, staff_keys=frozenset({labels.staff(12)}))


def test_a_key_opens_the_label_of_its_spelling_and_no_other() -> None:
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
def test_a_resource_is_open_from_the_first_moment_until_before_the_last(opens_at, closes_at, is_open: bool) -> None:
    assert can(READER, Action.READ, facts(EVERYONE, opens_at=opens_at, closes_at=closes_at)) is is_open


def test_an_unpublished_resource_is_open_to_its_librarians_only() -> None:
    draft = facts(EVERYONE, labels.staff(12), published=False)
    assert not can(READER, Action.READ, draft)
    assert can(LIBRARIAN, Action.EDIT, draft)
    assert not can(LIBRARIAN, Action.DISCOVER, facts(labels.staff(1), published=False)), "1 is not 12"


@pytest.mark.parametrize("granted", OPENABLE)
def test_a_grant_allows_what_it_implies_and_nothing_else(granted: Action) -> None:
    holder = a_viewer(**{granted: "x"})
    for wanted in Action:
        assert can(holder, wanted, facts("x")) is (granted in GRANTED_BY[wanted])


@pytest.mark.parametrize("rights", Resource.Rights.values)
def test_what_is_not_cleared_is_read_and_never_taken_away(rights: str) -> None:
    reader, taker = a_viewer(read="x"), a_viewer(copy="x")
    is_cleared = rights not in ("unknown", "in_copyright")
    thing = facts("x", labels.staff(12), rights=rights)
    assert can(reader, Action.READ, thing)
    assert can(reader, Action.DOWNLOAD, thing) is is_cleared
    assert can(taker, Action.COPY, thing) is is_cleared
    assert can(LIBRARIAN, Action.DOWNLOAD, thing), "its own school has the file"


def test_a_protected_resource_is_copied_by_agreement_and_downloaded_by_nobody_else() -> None:
    thing = facts("x", labels.staff(12), protected=True)
    assert not can(a_viewer(read="x"), Action.DOWNLOAD, thing)
    assert can(a_viewer(copy="x"), Action.COPY, thing)
    assert can(LIBRARIAN, Action.DOWNLOAD, thing)


def test_rights_that_nobody_stated_are_not_cleared() -> None:
    assert not can(READER, Action.DOWNLOAD, AccessFacts(frozenset({EVERYONE}), True, None, None))


@pytest.mark.parametrize("action", [Action.DOWNLOAD, Action.COPY])
def test_no_engine_is_asked_what_depends_on_the_rights(action: Action) -> None:
    with pytest.raises(ValueError, match=action):
        as_filter(READER, action)
