"""Reads of agreements, people and grants: who may see them, and in which order."""

from datetime import timedelta
from uuid import uuid4

import pytest

from access.actions import Action
from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import Role
from repository import actions as catalogue
from sharing.models import Agreement
from sharing.queries import (
    agreements_of,
    clause_for,
    collection_for,
    collections_to_give,
    grants_of,
    group_for,
    people_of_my_school,
    person_of_my_school,
    possible_partners,
)
from tests.factories import (
    NOW,
    AgreementFactory,
    ClauseFactory,
    MembershipFactory,
    a_resource,
    a_viewer,
)
from tests.sharing.conftest import school_of

pytestmark = pytest.mark.django_db


def test_agreements_are_read_newest_first_with_their_clauses(ours: Viewer, django_assert_num_queries) -> None:
    school = school_of(ours)
    proposed, received = AgreementFactory(proposer=school), AgreementFactory(partner=school)
    for agreement in (proposed, received):
        ClauseFactory.create_batch(2, agreement=agreement, collection=school.collections.get_or_create(name="Bộ")[0])
    AgreementFactory(partner=school, state=Agreement.State.DRAFT)
    Agreement.objects.update(ended_by=school)
    with django_assert_num_queries(5):
        read = list(agreements_of(ours))
        names = [
            (agreement.proposer.name, agreement.partner.name, agreement.ended_by.name, clause.giver, clause.taker)
            for agreement in read
            for clause in agreement.clauses.all()
        ]
        assert {clause.collection.name for agreement in read for clause in agreement.clauses.all()} == {"Bộ"}
    assert read == [received, proposed]
    assert len(names) == 4


def test_clauses_are_named_by_their_number_from_one(ours: Viewer) -> None:
    agreement = AgreementFactory(proposer=school_of(ours))
    first, second = ClauseFactory.create_batch(2, agreement=agreement)
    assert [clause_for(ours, agreement.uuid, number) for number in (1, 2)] == [first, second]
    for number in (0, 3, -1):
        with pytest.raises(NotFound):
            clause_for(ours, agreement.uuid, number)
    with pytest.raises(NotFound):
        clause_for(a_viewer(), agreement.uuid, 1)


def test_people_of_the_own_school_are_its_current_members_by_name(ours: Viewer, django_assert_num_queries) -> None:
    school = school_of(ours)
    (self,) = people_of_my_school(ours)
    binh, an = (MembershipFactory(school=school, person__name=name) for name in ("Bình", "An"))
    an_again = MembershipFactory(school=school, person=an.person, role=Role.PUPIL)
    MembershipFactory(school=school, until=NOW)
    MembershipFactory(school=school, since=NOW + timedelta(days=1))
    stranger = MembershipFactory()
    with django_assert_num_queries(1):
        people = list(people_of_my_school(ours))
        assert {(member.person.name, member.school.name) for member in people} >= {("An", school.name)}
    assert people == [an, an_again, binh, self]
    assert person_of_my_school(ours, str(an.uuid)) == an
    for other in (str(stranger.uuid), str(uuid4()), "x", ""):
        with pytest.raises(NotFound):
            person_of_my_school(ours, other)
    teacher = a_viewer(school=school)
    assert not people_of_my_school(teacher).exists()
    with pytest.raises(NotFound):
        person_of_my_school(teacher, str(an.uuid))


def test_a_school_gives_its_own_collections_to_any_other_school(ours: Viewer, theirs: Viewer) -> None:
    own = school_of(ours).collections.create(name="Của ta")
    foreign = school_of(theirs).collections.create(name="Của họ")
    assert list(collections_to_give(ours)) == [own]
    assert collection_for(ours, own.uuid) == own
    with pytest.raises(NotFound):
        collection_for(ours, foreign.uuid)
    with pytest.raises(NotFound):
        collection_for(a_viewer(school=school_of(ours)), own.uuid)
    assert set(possible_partners(ours)) == {school_of(theirs)}
    assert not group_exists(ours)


def group_exists(viewer: Viewer) -> bool:
    """Return whether the viewer finds a group that does not exist."""
    try:
        group_for(viewer, uuid4())
    except NotFound:
        return False
    return True


def test_grants_are_listed_by_audience_for_librarians_of_the_owner(ours: Viewer, theirs: Viewer) -> None:
    school = school_of(ours)
    resource, collection = a_resource(school), school.collections.create(name="Bộ")
    audiences = ("school:7/teacher", "everyone", "group:3")
    for target in (resource, collection):
        for audience in audiences:
            catalogue.grant(target, action=Action.READ, audience=audience, by=ours)
        catalogue.grant(target, action=Action.COPY, audience="everyone", by=ours)
        listed = [(grant.audience, grant.action) for grant in grants_of(ours, target)]
        assert [audience for audience, _action in listed] == ["everyone", "everyone", "group:3", "school:7/teacher"]
        assert listed[:2] == [("everyone", "read"), ("everyone", "copy")], "in the order in which they were made"
        for stranger in (theirs, a_viewer(school=school)):
            with pytest.raises(NotFound):
                grants_of(stranger, target)
