"""The librarian's screens about holds: the pickup shelf, what to fetch, the line and its order."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Role
from circulation.holds import actions
from circulation.holds.models import Hold
from sharing.viewer import viewer_of_membership
from tests.circulation.holding import a_title
from tests.reading.conftest import Reader, a_reader

pytestmark = pytest.mark.django_db


def address(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(f"circulation:{name}", args=args)


def wait_for(resource, reader: Reader) -> Hold:
    by = viewer_of_membership(reader.membership, now=timezone.now())
    return actions.place(resource, wants="copy", school=resource.owner_id, by=by)


def test_a_librarian_fetches_a_copy_and_sees_for_whom_it_is() -> None:
    pupil = a_reader(role=Role.PUPIL)
    resource = a_title(pupil.membership.school)
    librarian = a_reader(resource.owner, Role.LIBRARIAN)
    wait_for(resource, pupil)
    copy = resource.copies.get()
    assert copy.barcode in librarian.client.get(address("holds")).content.decode()

    answer = librarian.client.post(address("set_aside", copy.uuid), follow=True).content.decode()

    assert pupil.person.name in answer
    assert "on the pickup shelf for" in answer
    assert "To fetch from the shelves" not in answer
    assert a_reader(role=Role.LIBRARIAN).client.post(address("set_aside", copy.uuid)).status_code == 404
    assert pupil.client.get(address("holds")).status_code == 404


def test_a_librarian_changes_the_order_with_a_reason() -> None:
    first = a_reader(role=Role.PUPIL)
    resource = a_title(first.membership.school)
    second, librarian = a_reader(resource.owner, Role.PUPIL), a_reader(resource.owner, Role.LIBRARIAN)
    wait_for(resource, first)
    late = wait_for(resource, second)
    refused = librarian.client.post(address("move_hold", late.uuid), {"place": "1", "reason": ""})
    assert refused.status_code == 400
    assert "from 1 to 2" in refused.content.decode()

    page = librarian.client.post(address("move_hold", late.uuid), {"place": "1", "reason": "Thi"}, follow=True)

    text = page.content.decode()
    assert text.index(second.person.name) < text.index(first.person.name)
    assert "“Thi”" in text
    librarian.client.post(address("cancel_hold", late.uuid))
    assert Hold.objects.filter(ended_at=None).count() == 1
    assert first.client.get(address("hold_line", resource.uuid)).status_code == 404
