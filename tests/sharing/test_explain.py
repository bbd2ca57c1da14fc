"""Why somebody may or may not, in sentences, explained only to those who may know of the thing."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from access.actions import Action
from accounts.errors import NotFound
from accounts.models import Role
from repository.models import Resource
from sharing.explain import Answer, why
from sharing.viewer import viewer_of_membership
from tests.factories import (
    LONG_AGO,
    NOW,
    AgreementFactory,
    ClauseFactory,
    MembershipFactory,
    SchoolFactory,
    a_draft,
    a_librarian,
    a_resource,
    a_viewer,
    a_visitor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def answers(viewer, resource, asker=None) -> dict[Action, Answer]:
    return {answer.action: answer for answer in why(viewer, resource, asker=asker or viewer)}


def test_an_opening_is_named() -> None:
    owner = SchoolFactory(name="Trường Đống Đa")
    resource = a_resource(owner, opened={Action.READ: "everyone"})
    explained = answers(a_visitor(), resource)
    assert explained[Action.READ].allowed
    assert explained[Action.READ].reasons == ("Because Trường Đống Đa lets everyone read it.",)
    assert explained[Action.DISCOVER].reasons == explained[Action.READ].reasons, "to read is to find"
    assert not explained[Action.COPY].allowed
    assert explained[Action.COPY].reasons == (
        "Trường Đống Đa has not given this permission to everyone. Sign in; your school may have it.",
    )


def test_an_agreement_is_named_with_the_sentence_that_allows_it() -> None:
    agreement = AgreementFactory(title="Thoả thuận Toán")
    ClauseFactory(agreement=agreement, actions=["borrow"], since=LONG_AGO, subject="vat-li")
    ClauseFactory(agreement=agreement, actions=["borrow"], since=LONG_AGO, subject="toan", role=Role.TEACHER)
    ClauseFactory(agreement=agreement, actions=["discover"], since=LONG_AGO, subject="toan")
    resource = a_resource(agreement.proposer, subjects=["toan"])
    teacher = a_viewer(school=agreement.partner)
    explained = answers(teacher, resource)
    (reason,) = explained[Action.BORROW].reasons
    assert reason == (
        "Because of the agreement “Thoả thuận Toán”, clause 2: "
        f"Teachers of {agreement.partner} may borrow all resources on Mathematics held by {agreement.proposer}."
    )
    assert len(explained[Action.DISCOVER].reasons) == 2, "each clause that permits discovery"
    assert "no agreement" in explained[Action.READ].reasons[0]


def test_nothing_is_explained_that_the_viewer_may_not_discover() -> None:
    draft = a_draft()
    for asker in (a_viewer(), a_visitor(), a_librarian()):
        with pytest.raises(NotFound):
            why(asker, draft, asker=asker)
    assert answers(a_librarian(draft.owner), draft)[Action.READ].allowed


def test_a_librarian_learns_why_a_pupil_of_the_own_school_may_not() -> None:
    school = SchoolFactory()
    resource = a_resource(opened={Action.READ: f"school:{school.pk}/librarian"})
    pupil = viewer_of_membership(MembershipFactory(school=school, role=Role.PUPIL), now=NOW)
    explained = answers(pupil, resource, asker=a_librarian(school))
    assert not explained[Action.DISCOVER].allowed
    with pytest.raises(NotFound):
        why(pupil, resource, asker=pupil)


def test_dates_are_explained() -> None:
    resource = a_resource(opened={Action.READ: "everyone"})
    Resource.objects.filter(pk=resource.pk).update(opens_at=NOW + timedelta(days=1))
    resource.refresh_from_db()
    (reason,) = answers(a_visitor(), resource, asker=a_librarian(resource.owner))[Action.READ].reasons
    assert reason == "It opens on 06/09/2026 14:30."
