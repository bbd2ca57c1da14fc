"""Sharing: a link that cannot be guessed, is taken back for ever, and opens nothing that was not open before."""

import pytest

from access.actions import Action
from access.labels import school_audience
from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import AuditEntry, Person, Role, School
from personal import actions, queries
from personal.errors import SharedInSchoolOnly, SignInToSave
from personal.models import ReadingList
from repository.models import Resource
from tests.factories import a_resource, a_viewer, a_visitor

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]


@pytest.fixture
def shared(teacher: Viewer, book: Resource) -> ReadingList:
    made = actions.create_list(name="Đọc hè", by=teacher)
    actions.add_to_list(made, book, by=teacher)
    return actions.share_list(made, school_only=False, by=teacher)


def test_everyone_with_the_link_opens_the_list_and_nobody_without(shared: ReadingList) -> None:
    token = shared.share_token or ""
    assert len(token) >= 22, "128 random bits"
    for viewer in (a_visitor(), a_viewer(Role.PUPIL)):
        assert queries.shared_list(viewer, token) == shared
        for wrong in ("", "x", token[:-1], token + "A", str(shared.uuid)):
            with pytest.raises(NotFound):
                queries.shared_list(viewer, wrong)


def test_a_list_shows_each_viewer_what_they_may_discover_anyway(
    shared: ReadingList, school: School, teacher: Viewer, book: Resource
) -> None:
    ours = a_resource(school, title="Riêng của trường", opened={Action.READ: school_audience(school.pk)})
    actions.add_to_list(shared, ours, by=teacher)

    def seen(viewer: Viewer) -> list[str]:
        return [entry.resource.title for entry in queries.visible_entries(viewer, shared)]

    assert seen(a_viewer(Role.PUPIL, school=school)) == [book.title, ours.title]
    assert seen(a_visitor()) == seen(a_viewer()) == [book.title]


def test_a_link_that_was_taken_back_never_works_again(shared: ReadingList, teacher: Viewer) -> None:
    follower, old = a_viewer(Role.PUPIL), shared.share_token or ""
    actions.follow(shared, by=follower)
    actions.follow(shared, by=follower)
    assert list(queries.followed_lists(follower)) == [shared]
    actions.stop_sharing(shared, by=teacher)
    again = actions.share_list(shared, school_only=False, by=teacher)
    assert again.share_token != old
    with pytest.raises(NotFound):
        queries.shared_list(a_visitor(), old)
    assert list(queries.followed_lists(follower)) == []
    assert list(AuditEntry.objects.filter(verb__startswith="list.").values_list("verb", flat=True)) == [
        "list.share", "list.stop_sharing", "list.share"
    ]  # fmt: skip


def test_removing_a_list_takes_its_link_back(shared: ReadingList, teacher: Viewer) -> None:
    token = shared.share_token or ""
    actions.remove_list(shared, by=teacher)
    actions.restore_list(queries.list_for(teacher, shared.uuid, removed=True), by=teacher)
    with pytest.raises(NotFound):
        queries.shared_list(a_visitor(), token)


def test_a_change_of_the_audience_does_not_change_the_link(shared: ReadingList, teacher: Viewer) -> None:
    narrowed = actions.share_list(shared, school_only=True, by=teacher)
    assert narrowed.share_token == shared.share_token
    with pytest.raises(NotFound):
        queries.shared_list(a_visitor(), shared.share_token or "")


def test_a_pupil_shares_with_their_school_alone(school: School) -> None:
    pupil = a_viewer(Role.PUPIL, school=school)
    made = actions.create_list(name="Của em", by=pupil)
    with pytest.raises(SharedInSchoolOnly):
        actions.share_list(made, school_only=False, by=pupil)
    token = actions.share_list(made, school_only=True, by=pupil).share_token or ""
    assert queries.shared_list(a_viewer(school=school), token) == made
    for outside in (a_visitor(), a_viewer()):
        with pytest.raises(NotFound):
            queries.shared_list(outside, token)


def test_the_list_of_a_closed_account_is_closed(shared: ReadingList, teacher: Viewer) -> None:
    Person.objects.filter(pk=teacher.person).update(is_active=False)
    with pytest.raises(NotFound):
        queries.shared_list(a_visitor(), shared.share_token or "")


def test_one_follows_the_lists_of_others_after_signing_in(shared: ReadingList, teacher: Viewer) -> None:
    with pytest.raises(SignInToSave):
        actions.follow(shared, by=a_visitor())
    actions.follow(shared, by=teacher)
    assert list(queries.followed_lists(teacher)) == [], "one's own list is there already"
    follower = a_viewer()
    actions.follow(shared, by=follower)
    actions.unfollow(shared, by=follower)
    assert list(queries.followed_lists(follower)) == []
