"""What the preview of an agreement lists, and to whom."""

import pytest
from django.utils.translation import override

from access.actions import OPENABLE, Action
from accounts.models import Role
from repository.actions import withdraw
from repository.models import Page
from sharing import actions
from sharing.actions import ClauseTerms
from sharing.preview import preview
from sharing.viewer import system_viewer
from tests.factories import NOW, a_draft, a_resource
from tests.sharing.conftest import school_of

pytestmark = pytest.mark.django_db


def an_agreement(ours, theirs, *, giver, **options):
    draft = actions.draft_agreement(partner=school_of(theirs), title="Thoả thuận", by=ours)
    values = {"giver": giver.school, "actions": (Action.READ,), "since": NOW, **options}
    actions.add_clause(draft, terms=ClauseTerms(**values), by=ours)
    return draft


def test_the_preview_lists_covered_resources_and_what_they_newly_allow(ours, theirs) -> None:
    school = school_of(ours)
    maths = a_resource(school, title="Đại số", subjects=["toan"])
    maths.pages.create(order_key=1024)
    maths.pages.create(order_key=2048, state=Page.State.BROKEN)
    known = a_resource(school, title="Hình học", subjects=["toan"], opened={Action.READ: "everyone"})
    a_resource(school, title="Vật lí", subjects=["vat-li"])
    a_draft(school, title="Sắp in", subjects=["toan"])
    withdraw(a_resource(school, title="Sách cũ", subjects=["toan"]), by=system_viewer(school.pk, now=NOW))
    a_resource(title="Toán trường khác", subjects=["toan"])
    agreement = an_agreement(ours, theirs, giver=ours, subject="toan", role=Role.TEACHER)
    (part,) = preview(ours, agreement)
    assert [(item.resource, item.newly_allowed, item.pages) for item in part.listed] == [
        (maths, (Action.DISCOVER, Action.LOOK_INSIDE, Action.READ), 1),
        (known, (), 0),
    ]
    assert (part.covered, part.unpublished, part.more, part.copies_stay) == (2, 1, 0, False)


def test_actions_that_are_allowed_already_are_not_new(ours, theirs) -> None:
    a_resource(school_of(ours), opened={Action.DISCOVER: "everyone"})
    (part,) = preview(ours, an_agreement(ours, theirs, giver=ours))
    assert part.listed[0].newly_allowed == (Action.LOOK_INSIDE, Action.READ)


def test_the_givers_shelf_is_hidden_until_that_school_agrees(ours, theirs) -> None:
    a_resource(school_of(theirs), title="Bí mật")
    agreement = an_agreement(ours, theirs, giver=theirs)
    (part,) = preview(ours, agreement)
    assert part.hidden
    assert (part.listed, part.covered, part.unpublished) == ((), 0, 0)
    proposal = actions.propose(agreement, by=ours)
    assert preview(ours, proposal)[0].hidden
    assert preview(theirs, proposal)[0].covered == 1, "the giver sees what it would give"
    signed = actions.accept(proposal, wording=proposal.wording, by=theirs)
    assert preview(ours, signed)[0].covered == 1


def test_the_partner_sees_the_proposers_part_once_it_is_proposed(ours, theirs) -> None:
    a_resource(school_of(ours))
    agreement = an_agreement(ours, theirs, giver=ours)
    assert preview(theirs, agreement)[0].hidden
    assert preview(theirs, actions.propose(agreement, by=ours))[0].covered == 1


def test_the_preview_warns_that_copies_remain_and_counts_unlisted_resources(ours, theirs) -> None:
    for number in range(3):
        a_resource(school_of(ours), title=f"Tập {number}")
    (part,) = preview(ours, an_agreement(ours, theirs, giver=ours, actions=(Action.COPY,)), limit=2)
    assert (len(part.listed), part.more, part.copies_stay) == (2, 1, True)


def test_a_part_of_the_list_is_read_alone(ours, theirs) -> None:
    for number in range(5):
        a_resource(school_of(ours), title=f"Tập {number}")
    agreement = an_agreement(ours, theirs, giver=ours)
    (part,) = preview(ours, agreement, first=2, limit=2)
    assert [item.resource.title for item in part.listed] == ["Tập 2", "Tập 3"]
    assert (part.covered, part.more) == (5, 1)
    (rest,) = preview(ours, agreement, first=10, limit=2)
    assert (rest.listed, rest.covered, rest.more) == ((), 5, 0)


def test_the_sentence_names_role_actions_part_and_last_day(ours, theirs) -> None:
    until = NOW.replace(year=2027, month=5, day=31, hour=17, minute=0)  # midnight here
    agreement = an_agreement(
        ours, theirs, giver=ours, subject="toan", grade=6, kind="book", role=Role.TEACHER, until=until
    )
    with override("en"):
        options = preview(ours, agreement)[0].sentence
    assert options == (
        "Teachers of Trường THCS Lê Quý Đôn may read books on Mathematics for grade 6 "
        "held by our school until 31/05/2027."
    )


@pytest.mark.parametrize("action", OPENABLE)
def test_pages_are_counted_for_clauses_that_let_readers_see_them(ours, theirs, action: Action) -> None:
    a_resource(school_of(ours))
    (part,) = preview(ours, an_agreement(ours, theirs, giver=ours, actions=(action,)))
    assert part.number == 1
    assert part.opens_pages == (action in {Action.LOOK_INSIDE, Action.READ, Action.BORROW})
