"""Each decision has its reasons: all keys that open a resource, or the first condition that fails."""

from datetime import timedelta

import pytest

from access import labels
from access.actions import Action
from access.explain import Reason, ReasonCode, explain
from access.policy import can
from access.viewer import Viewer
from tests.access.test_policy import EVERYONE, LIBRARIAN, NOW, READER, facts

GROUP = labels.opened(Action.READ, labels.group_audience(3))


def test_every_key_that_opens_is_a_reason() -> None:
    viewer = Viewer(now=NOW, keys={Action.READ: frozenset({GROUP, EVERYONE, "read@school:9"})})
    assert explain(viewer, Action.LOOK_INSIDE, facts(EVERYONE, GROUP)) == tuple(
        Reason(ReasonCode.KEY, Action.LOOK_INSIDE, key) for key in sorted([EVERYONE, GROUP])
    )
    assert explain(LIBRARIAN, Action.EDIT, facts(EVERYONE, labels.staff(12))) == (
        Reason(ReasonCode.STAFF, Action.EDIT, labels.staff(12)),
    )


@pytest.mark.parametrize(
    ("resource", "code"),
    [
        (facts(GROUP), ReasonCode.NO_KEY),
        (facts(EVERYONE, published=False), ReasonCode.NOT_PUBLISHED),
        (facts(EVERYONE, opens_at=NOW + timedelta(days=1)), ReasonCode.NOT_YET_OPEN),
        (facts(EVERYONE, closes_at=NOW), ReasonCode.CLOSED),
        (facts(EVERYONE, opens_at=NOW, closes_at=NOW), ReasonCode.CLOSED),
    ],
)
def test_a_refusal_names_the_first_condition_that_fails(resource, code: ReasonCode) -> None:
    assert not can(READER, Action.READ, resource)
    assert explain(READER, Action.READ, resource) == (Reason(code, Action.READ),)


@pytest.mark.parametrize(
    ("resource", "code"),
    [
        (facts(GROUP, rights="unknown"), ReasonCode.NO_KEY),
        (facts(EVERYONE, rights="unknown", published=False), ReasonCode.NOT_PUBLISHED),
        (facts(EVERYONE, rights="unknown", protected=True), ReasonCode.NOT_CLEARED),
        (facts(EVERYONE, rights="in_copyright"), ReasonCode.NOT_CLEARED),
        (facts(EVERYONE, protected=True), ReasonCode.PROTECTED),
    ],
)
def test_a_download_is_refused_for_its_key_then_its_state_then_its_rights(resource, code: ReasonCode) -> None:
    assert not can(READER, Action.DOWNLOAD, resource)
    assert explain(READER, Action.DOWNLOAD, resource) == (Reason(code, Action.DOWNLOAD),)
