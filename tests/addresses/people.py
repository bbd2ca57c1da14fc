"""Twelve kinds of people who may request an address."""

from collections.abc import Mapping
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.models import Membership, Role, School
from tests.factories import MembershipFactory

ACTORS = (
    "anonymous",
    "pupil_a",
    "teacher_a",
    "librarian_a",
    "head_a",
    "teacher_b",
    "librarian_b",
    "teacher_c",
    "officer",
    "cataloguer",
    "node_admin",
    "ended",  # was a librarian of school A until yesterday
)


def memberships(schools: Mapping[str, School]) -> dict[str, Membership]:
    """Return the membership of each actor except the anonymous one."""
    roles = {"pupil": Role.PUPIL, "teacher": Role.TEACHER, "librarian": Role.LIBRARIAN, "head": Role.HEAD}
    named = [actor.rpartition("_") for actor in ACTORS if actor[-2:] in ("_a", "_b", "_c")]
    found = {
        f"{role}_{school}": MembershipFactory(school=schools[school], role=roles[role]) for role, _, school in named
    }
    found["officer"] = MembershipFactory(school=schools["office"], role=Role.OFFICER)
    found["cataloguer"] = MembershipFactory(school=schools["office"], role=Role.CATALOGUER)
    found["node_admin"] = MembershipFactory(school=schools["office"], role=Role.NODE_ADMIN)
    yesterday = timezone.now() - timedelta(days=1)
    found["ended"] = MembershipFactory(school=schools["a"], role=Role.LIBRARIAN, until=yesterday)
    return found


def browsers(people: Mapping[str, Membership]) -> dict[str, Client]:
    """Return for each actor a test client that is signed in as that actor."""
    found = {"anonymous": Client()}
    for actor, membership in people.items():
        found[actor] = Client()
        found[actor].force_login(membership.person)
    return found
