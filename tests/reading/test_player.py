"""The player as the server renders it, which works without a script."""

import pytest
from django.test import Client
from django.urls import reverse

from access.actions import Action
from tests.reading.conftest import a_recording, open_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_store")]


def test_a_recording_starts_at_the_second_of_the_address_and_its_lines_are_links() -> None:
    resource = a_recording()
    open_to(resource, Action.READ)
    address = reverse("reading:play", args=[resource.uuid])
    shown = Client().get(f"{address}?t=195").content.decode()
    assert 'data-start="195.000"' in shown
    assert f'{address}?t=195" data-from="195400"' in " ".join(shown.split())
    assert "03:15" in shown
    assert "phân số bằng nhau" in shown
    assert 'data-start=""' in Client().get(f"{address}?t=-1").content.decode()
    assert Client().get(reverse("reading:read", args=[resource.uuid]))["Location"] == address


def test_captions_pass_the_gate() -> None:
    resource = a_recording(protected=True)
    address = reverse("reading:captions", args=[resource.uuid])
    assert Client().get(address).status_code == 404
    open_to(resource, Action.READ)
    answer = Client().get(address)
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert b"".join(answer).startswith(b"WEBVTT")  # type: ignore[arg-type]
