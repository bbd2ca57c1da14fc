"""Openings and collections become labels, at once and only where they belong; copies keep where they come from."""

import unicodedata

import pytest

from access.actions import Action
from accounts.errors import NotFound
from accounts.models import School
from repository import actions
from repository.actions.grants import UnknownAudience
from repository.queries import is_allowed
from tests.factories import SchoolFactory, a_draft, a_librarian, a_resource, a_viewer, a_visitor

pytestmark = pytest.mark.django_db


def fresh(resource):
    return type(resource).objects.get(pk=resource.pk)


def test_what_is_put_into_an_open_collection_opens_and_closes_when_taken_out() -> None:
    school = SchoolFactory(name="Trường THCS Đống Đa")
    librarian, teacher = a_librarian(school), a_viewer()
    shelf = actions.make_collection(school=school, name="Tủ mở", by=librarian)
    actions.grant(shelf, action=Action.READ, audience="everyone", by=librarian)
    book, other = a_resource(school), a_resource(school)
    actions.add_to_collection(shelf, resource=book, by=librarian)
    assert is_allowed(teacher, Action.READ, fresh(book))
    assert not is_allowed(teacher, Action.DISCOVER, fresh(other))
    actions.remove_from_collection(shelf, resource=book, by=librarian)
    assert not is_allowed(teacher, Action.DISCOVER, fresh(book))


def test_only_the_librarians_of_the_owner_open_and_describe() -> None:
    book, stranger = a_resource(opened={Action.READ: "everyone"}), a_librarian()
    for act in (
        lambda: actions.grant(book, action=Action.COPY, audience="everyone", by=stranger),
        lambda: actions.revoke(book, action=Action.READ, audience="everyone", by=stranger),
        lambda: actions.update_record(book, description=actions.Description(title="x"), by=stranger),
        lambda: actions.withdraw(book, by=stranger),
        lambda: actions.make_collection(school=book.owner, name="x", by=stranger),
    ):
        with pytest.raises(NotFound):
            act()
    assert is_allowed(a_visitor(), Action.READ, fresh(book))


@pytest.mark.parametrize("audience", ["", "school:x", "school:7/TEACHER", "everyone/teacher", "staff:7", "own:7/*/*/*"])
def test_an_audience_that_no_viewer_could_have_is_refused(audience: str) -> None:
    book = a_draft()
    with pytest.raises(UnknownAudience):
        actions.grant(book, action=Action.READ, audience=audience, by=a_librarian(book.owner))


def test_what_stays_with_a_school_cannot_be_opened() -> None:
    book = a_draft()
    for action in (Action.EDIT, Action.SHARE):
        with pytest.raises(UnknownAudience):
            actions.grant(book, action=action, audience="everyone", by=a_librarian(book.owner))


def test_a_copy_is_the_takers_keeps_its_origin_and_outlives_the_withdrawal() -> None:
    giver, taker = SchoolFactory(name="Trường Giữ"), SchoolFactory()
    book = a_resource(
        giver,
        title="Đất rừng phương Nam",
        creators=["Đoàn Giỏi"],
        rights="cc_by",
        opened={Action.COPY: f"school:{taker.pk}"},
    )
    librarian = a_librarian(taker)
    copy = actions.copy_to_school(book, school=taker, by=librarian)
    actions.withdraw(book, by=a_librarian(giver))
    assert is_allowed(librarian, Action.EDIT, fresh(copy))
    assert not is_allowed(a_librarian(giver), Action.DISCOVER, fresh(copy))
    assert (copy.origin["school"], copy.origin["creators"], copy.origin["rights"]) == (
        "Trường Giữ",
        ["Đoàn Giỏi"],
        "cc_by",
    )


def test_a_copy_goes_only_to_the_librarians_own_school() -> None:
    book = a_resource(opened={Action.COPY: "everyone"})
    elsewhere: School = SchoolFactory()
    for taker in (a_librarian(), a_viewer(school=elsewhere), a_visitor()):
        with pytest.raises(NotFound):
            actions.copy_to_school(book, school=elsewhere, by=taker)


def test_a_title_in_decomposed_letters_sorts_where_it_belongs() -> None:
    composed = "Đường về nhà"
    books = [a_draft(title=title) for title in (composed, unicodedata.normalize("NFD", composed), "Dương cầm")]
    keys = [book.sort_title for book in books]
    assert keys[0] == keys[1] > keys[2]
