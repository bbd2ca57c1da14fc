"""The player as the server renders it, which works without a script."""

import pytest
from django.test import Client
from django.urls import reverse

from access.actions import Action
from repository import actions
from repository.actions.files import CueToSave
from sharing.viewer import system_viewer
from tests.factories import NOW
from tests.reading.conftest import a_recording, attach, open_to

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


def test_each_language_of_captions_has_its_track_and_its_own_transcript() -> None:
    resource = a_recording()
    english = attach(
        resource, "captions", b"WEBVTT\n\n00:01.000 --> 00:03.000\nHello\n", "en.vtt", "text/vtt", 1, language="en"
    )
    actions.save_cues(english, cues=[CueToSave(1000, 3000, "Hello")], by=system_viewer(resource.owner_id, now=NOW))
    open_to(resource, Action.READ)
    address, captions = (reverse(f"reading:{name}", args=[resource.uuid]) for name in ("play", "captions"))
    first, second = (
        Client().get(f"{address}{query}").content.decode() for query in ("", f"?phu-de={english.position}")
    )
    assert ("Xin chào" in first, "Hello" in first) == (True, False)
    assert ("Xin chào" in second, "Hello" in second) == (False, True)
    assert first.count("<track") == second.count("<track") == 2
    assert b"Hello" in b"".join(Client().get(f"{captions}?n={english.position}"))  # type: ignore[arg-type]
    assert b"Hello" not in b"".join(Client().get(captions))  # type: ignore[arg-type]
    assert Client().get(f"{captions}?n=7").status_code == 404
