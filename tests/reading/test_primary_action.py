"""The primary action of a resource for each viewer, and its state in words."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from access.actions import Action
from access.labels import school_audience
from access.viewer import Viewer
from circulation.licences.queries import lending_states
from reading.primary_action import ActionKind, PrimaryAction, StatusTone, due_phrase, primary_action
from repository.models import Resource
from sharing.viewer import viewer_for
from tests.factories import NOW, a_librarian, a_visitor
from tests.reading.conftest import Reader, a_book, a_reader, lend_to, open_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_store")]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def viewer_of(reader: Reader) -> Viewer:
    return viewer_for(reader.person, now=timezone.now())


def action_for(viewer: Viewer, resource: Resource) -> PrimaryAction:
    resource = Resource.objects.get(pk=resource.pk)
    return primary_action(viewer, resource, lending_states(viewer, [resource])[resource.uuid])


def test_a_free_resource_is_read_and_a_draft_says_so_to_its_librarians() -> None:
    book, draft = a_book(), a_book()
    open_to(book, Action.READ)
    Resource.objects.filter(pk=draft.pk).update(state="draft")
    assert (action_for(a_visitor(), book).kind, action_for(a_visitor(), book).state) == ("read", "No loan needed")
    shown = action_for(a_librarian(draft.owner), draft)
    assert (shown.kind, shown.tone) == (ActionKind.READ, StatusTone.WAITING)
    assert shown.state.startswith("Draft")


def test_a_lent_resource_is_borrowed_then_continued_and_waits_for_others() -> None:
    book, teacher, colleague = a_book(), a_reader(), a_reader()
    lend_to(book, teacher)
    open_to(book, Action.BORROW, school_audience(colleague.membership.school_id))
    assert action_for(viewer_of(teacher), book).kind is ActionKind.BORROW
    assert action_for(viewer_of(teacher), book).is_post
    teacher.borrow(book)
    assert action_for(viewer_of(teacher), book).label == "Continue reading"
    waiting = action_for(viewer_of(colleague), book)
    assert (waiting.kind, waiting.tone, waiting.is_quiet) == (ActionKind.LOOK, StatusTone.WAITING, True)
    assert waiting.state.startswith("All seats taken")


def test_the_state_says_why_nothing_is_possible_and_a_visitor_may_sign_in() -> None:
    book, inside = a_book(), a_book()
    open_to(book, Action.DISCOVER)
    open_to(inside, Action.LOOK_INSIDE)
    stranger = viewer_of(a_reader())
    assert action_for(stranger, book).state.startswith("Details only")
    assert action_for(stranger, inside).state.startswith("You can search inside it")
    signed_out = action_for(a_visitor(), book)
    assert signed_out.kind is ActionKind.SIGN_IN
    assert signed_out.url.startswith(reverse("account_login"))


def test_a_target_is_reached_at_once_by_reading_and_after_the_loan_by_borrowing() -> None:
    read, borrow, look = (
        PrimaryAction(kind, "", "/here/", "", StatusTone.QUIET)
        for kind in (ActionKind.READ, ActionKind.BORROW, ActionKind.LOOK)
    )
    assert read.with_target("/there/").url == "/there/"
    assert (borrow.with_target("/there/").url, borrow.with_target("/there/").next_url) == ("/here/", "/there/")
    assert look.with_target("/there/") == look


def test_the_due_phrase_is_more_exact_the_nearer_the_end() -> None:
    midnight = timezone.localtime(NOW).replace(hour=0, minute=0)
    assert due_phrase(midnight + timedelta(hours=15, minutes=20), midnight) == "Due today at 15:20"
    assert due_phrase(midnight - timedelta(days=1), midnight).startswith("Due today")
    assert due_phrase(midnight + timedelta(days=1, hours=8), midnight) == "Due tomorrow at 08:00"
    assert due_phrase(midnight + timedelta(days=2), midnight).startswith("Borrowed until ")
