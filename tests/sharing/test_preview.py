"""What an agreement opens, told before it is signed, and told only to those who may know."""

import pytest
from django.utils.translation import override

from access.actions import Action
from accounts.models import Membership, Role
from repository.models import Page
from sharing import actions
from sharing.actions import ClauseTerms
from sharing.preview import preview
from tests.factories import NOW, SchoolFactory, a_draft, a_librarian, a_resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return a_librarian(SchoolFactory(name="Trường THCS Nguyễn Du"))


@pytest.fixture
def theirs():
    return a_librarian(SchoolFactory(name="Trường THCS Lê Quý Đôn"))


def school_of(viewer):
    return Membership.objects.get(pk=viewer.membership).school


def an_agreement(ours, theirs, *, giver, **options):
    draft = actions.draft_agreement(partner=school_of(theirs), title="Thoả thuận", by=ours)
    wanted = {"giver": giver.school, "actions": (Action.READ,), "since": NOW, **options}
    actions.add_clause(draft, terms=ClauseTerms(**wanted), by=ours)
    return draft


def test_it_names_what_becomes_visible_and_only_that(ours, theirs) -> None:
    school = school_of(ours)
    maths = a_resource(school, title="Đại số", subjects=["toan"])
    maths.pages.create(order_key=1024)
    maths.pages.create(order_key=2048, state=Page.State.BROKEN)
    known = a_resource(school, title="Hình học", subjects=["toan"], opened={Action.READ: "everyone"})
    a_resource(school, title="Vật lí", subjects=["vat-li"])
    a_draft(school, title="Sắp in", subjects=["toan"])
    a_resource(title="Toán trường khác", subjects=["toan"])
    agreement = an_agreement(ours, theirs, giver=ours, subject="toan", role=Role.TEACHER)
    (part,) = preview(agreement, ours)
    assert [(item.resource, item.newly_allowed, item.pages) for item in part.shown] == [
        (maths, (Action.DISCOVER, Action.LOOK_INSIDE, Action.READ), 1),
        (known, (), 0),
    ]
    assert (part.covered, part.waiting, part.more, part.copies_stay) == (2, 1, 0, False)


def test_a_part_that_is_found_by_all_already_opens_only_the_rest(ours, theirs) -> None:
    a_resource(school_of(ours), opened={Action.DISCOVER: "everyone"})
    (part,) = preview(an_agreement(ours, theirs, giver=ours), ours)
    assert part.shown[0].newly_allowed == (Action.LOOK_INSIDE, Action.READ)


def test_the_other_schools_shelf_is_not_shown_before_that_school_agrees(ours, theirs) -> None:
    a_resource(school_of(theirs), title="Bí mật")
    agreement = an_agreement(ours, theirs, giver=theirs)
    (part,) = preview(agreement, ours)
    assert part.hidden
    assert (part.shown, part.covered, part.waiting) == ((), 0, 0)
    proposal = actions.propose(agreement, by=ours)
    assert preview(proposal, ours)[0].hidden
    assert preview(proposal, theirs)[0].covered == 1, "the giver sees what she would give"
    signed = actions.accept(proposal, wording=proposal.wording, by=theirs)
    assert preview(signed, ours)[0].covered == 1


def test_the_partner_sees_what_is_offered_once_it_is_proposed(ours, theirs) -> None:
    a_resource(school_of(ours))
    agreement = an_agreement(ours, theirs, giver=ours)
    assert preview(agreement, theirs)[0].hidden
    assert preview(actions.propose(agreement, by=ours), theirs)[0].covered == 1


def test_it_says_that_copies_stay_and_counts_what_it_does_not_list(ours, theirs) -> None:
    for number in range(3):
        a_resource(school_of(ours), title=f"Tập {number}")
    (part,) = preview(an_agreement(ours, theirs, giver=ours, actions=(Action.COPY,)), ours, most=2)
    assert (len(part.shown), part.more, part.copies_stay) == (2, 1, True)


def test_the_sentence_is_one_that_a_teacher_would_say(ours, theirs) -> None:
    until = NOW.replace(year=2027, month=5, day=31, hour=17, minute=0)  # midnight here
    agreement = an_agreement(
        ours, theirs, giver=ours, subject="toan", grade=6, kind="book", role=Role.TEACHER, until=until
    )
    with override("en"):
        options = preview(agreement, ours)[0].sentence
    assert options == (
        "Teachers of Trường THCS Lê Quý Đôn may read books on Mathematics for grade 6 "
        "held by our school until 31/05/2027."
    )
