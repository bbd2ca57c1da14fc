"""The reader's holds and printed copies on the screens: place, cancel, suspend; due dates; no return on screen."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from circulation.holds.models import Hold
from circulation.models import Loan
from repository.actions import withdraw
from sharing.viewer import system_viewer
from tests.circulation.holding import a_title
from tests.reading.conftest import Reader, a_reader, lend_to

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def address(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(f"reading:{name}", args=args)


def lend_copy(resource, reader: Reader, *, due: timedelta) -> Loan:
    now = timezone.now()
    return Loan.objects.create(
        resource=resource,
        copy=resource.copies.first(),
        borrower=reader.membership,
        borrowing_school=reader.membership.school,
        started_at=now - 20 * DAY,
        due_at=now + due,
    )


def shelf_of(reader: Reader) -> str:
    return reader.client.get(address("shelf")).content.decode()


def test_the_shelf_shows_printed_copies_that_only_the_library_takes_back() -> None:
    reader = a_reader()
    late, soon = (a_title(reader.membership.school, title=title) for title in ("Sách trễ", "Sách gần hạn"))
    overdue = lend_copy(late, reader, due=-DAY)
    lend_copy(soon, reader, due=9 * DAY)
    withdraw(late, by=system_viewer(late.owner_id, now=timezone.now()))

    shelf = shelf_of(reader)

    assert shelf.index("Sách trễ") < shelf.index("Sách gần hạn")
    assert "Overdue since" in shelf
    assert "Bring it back by" in shelf
    assert late.copies.get().barcode in shelf
    assert address("resource", late.uuid) not in shelf  # no longer discovered
    assert address("resource", soon.uuid) in shelf
    assert reader.client.post(address("return", overdue.uuid)).status_code == 404
    assert Loan.objects.filter(pk=overdue.pk, ended_at=None).exists()
    assert "Nothing borrowed" in shelf_of(a_reader())


def test_a_reader_waits_for_a_printed_book_without_a_script() -> None:
    reader, other = a_reader(), a_reader()
    resource = a_title(reader.membership.school)
    page = address("resource", resource.uuid)
    assert "Reserve the printed book" in reader.client.get(page).content.decode()
    lend_copy(resource, other, due=5 * DAY)
    assert "Place a hold on the printed book" in reader.client.get(page).content.decode()

    for _twice in range(2):
        reader.client.post(address("place_hold", resource.uuid), {"wants": "copy", "school": "none-such"})

    hold = Hold.objects.get()
    assert hold.pickup_school_id == resource.owner_id
    answer = reader.client.get(page).content.decode()
    assert "You are number 1 in line" in answer
    assert "Probably ready" in answer
    assert "What I am waiting for" in shelf_of(reader)
    reader.client.post(address("suspend_hold", hold.uuid), {"until": (timezone.now() + 3 * DAY).date().isoformat()})
    assert "Suspended until" in shelf_of(reader)
    assert reader.client.post(address("suspend_hold", hold.uuid), {"until": "mai"}).status_code == 400
    reader.client.post(address("resume_hold", hold.uuid))
    assert "You are number 1 in line" in shelf_of(reader)
    assert a_reader(resource.owner).client.post(address("cancel_hold", hold.uuid)).status_code == 404
    reader.client.post(address("cancel_hold", hold.uuid))
    assert "Nothing borrowed" in shelf_of(reader)


def test_a_seat_that_is_ready_can_be_borrowed_from_the_shelf() -> None:
    reader, other = a_reader(), a_reader()
    resource = a_title(reader.membership.school, copies=0)
    lend_to(resource, reader)
    lend_to(resource, other)
    loan = other.borrow(resource)
    assert "Place a hold" in reader.client.get(address("resource", resource.uuid)).content.decode()
    reader.client.post(address("place_hold", resource.uuid), {"wants": "seat"})
    assert "You are number 1 in line" in shelf_of(reader)
    other.client.post(address("return", loan.uuid))
    assert "Ready: borrow it by" in shelf_of(reader)
    assert "kept for readers who wait" in other.client.get(address("resource", resource.uuid)).content.decode()
    reader.client.post(address("borrow", resource.uuid))
    assert not Hold.objects.filter(ended_at=None).exists()


def test_the_export_has_printed_copies_and_holds_with_their_log() -> None:
    reader = a_reader()
    lent, wanted = a_title(reader.membership.school, title="Sách mượn"), a_title(reader.membership.school)
    lend_copy(lent, reader, due=DAY)
    reader.client.post(address("place_hold", wanted.uuid), {"wants": "copy"})
    export = json.loads(reader.client.get(address("export")).content)
    assert [loan["barcode"] for loan in export["loans_of_copies"]] == [lent.copies.get().barcode]
    assert [(hold["state"], hold["events"][0]["kind"]) for hold in export["holds"]] == [("waiting", "placed")]
