"""What belongs to a holding stays with it, and what readers see follows, when editions are joined and parted."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from access.actions import Action
from circulation.licences.actions import return_loan
from personal.actions import add_to_list, favourites
from repository.actions import join_edition, part_edition
from repository.actions.uses import pointing
from repository.models import Resource, ResourceFile
from sharing.viewer import system_viewer, viewer_for
from tests.reading.conftest import a_book, a_picture, a_reader, attach, lend_to, open_to

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("in_store")]
HISTORY = {"repository.RecordChange"}  # which gains what was done


def belongings(*books: Resource) -> dict[str, list[Any]]:
    """Return every row of every table that points at the books."""
    return {
        f"{label} {book.pk}": list(model._default_manager.filter(**{column: book}).order_by("pk").values())
        for label, model, column in pointing()
        for book in books
        if label not in HISTORY
    }


@pytest.mark.backend_independent
def test_loans_covers_and_lists_stay_with_their_holding_and_parting_restores_exactly(client) -> None:
    reader = a_reader()
    one, other = (a_book(title="Tắt đèn", year=2012) for _number in range(2))
    for book in (one, other):
        open_to(book, Action.DISCOVER)
        attach(book, "cover", a_picture(book.pk, (60, 80)), "bia.jpg", "image/jpeg", width=60, height=80)
    lend_to(one, reader)
    loan = reader.borrow(one)
    viewer = viewer_for(reader.person, now=timezone.now())
    add_to_list(favourites(by=viewer), one, by=viewer)
    librarian = system_viewer(one.owner_id, now=timezone.now())
    before, edition = belongings(one, other), one.edition

    assert join_edition(one, other=other, by=librarian)

    assert belongings(one, other) == before
    covers = [
        list(book.files.filter(role=ResourceFile.Role.COVER).values_list("blob", flat=True)) for book in (one, other)
    ]
    assert covers[0] != covers[1]
    page = reader.client.get(reverse("reading:resource", args=[other.uuid])).content.decode()
    assert one.owner.name in page, "the page of the other holding leads to the loan"
    assert reader.client.get(reverse("reading:read", args=[one.uuid])).status_code == 200

    assert part_edition(one, by=librarian)

    one.refresh_from_db()
    assert (one.edition, belongings(one, other)) == (edition, before)
    page = reader.client.get(reverse("reading:resource", args=[other.uuid])).content.decode()
    assert one.owner.name not in page
    return_loan(loan, by=viewer)
    assert reader.client.get(reverse("reading:read", args=[one.uuid])).status_code != 200


def test_results_follow_joining_and_parting(empty_index, client) -> None:
    one, other = (a_book(texts=(), title="Tắt đèn", year=2012) for _number in range(2))
    for book in (one, other):
        open_to(book, Action.DISCOVER)
    librarian = system_viewer(one.owner_id, now=timezone.now())

    def entries() -> int:
        empty_index(timezone.now())
        screen = client.get(reverse("reading:results"), {"q": "tat den"}).context["screen"]
        assert len(screen.cards) == screen.results.total
        return screen.results.total

    assert entries() == 2
    join_edition(one, other=other, by=librarian)
    assert entries() == 1
    part_edition(one, by=librarian)
    assert entries() == 2
