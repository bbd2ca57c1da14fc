"""Files of records that arrive in parts, as files to digitise do: taken over, refused with a sentence, cleaned up."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from access.viewer import Viewer
from accounts.models import Membership
from imports.actions import loading, receiving
from imports.models import ImportBatch
from ingest.models import IncomingFile
from ingest.uploads.actions import chunked_uploads, cleanup
from repository.store import store
from repository.store.keys import import_key
from tests.imports.files import ALICE, TOAN, actions, mrc

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent, pytest.mark.usefixtures("read_here")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def browser(librarian: Viewer) -> Client:
    client = Client()
    client.force_login(Membership.objects.get(pk=librarian.membership).person, backend=BACKEND)
    return client


def announce(browser: Client, size: int) -> Any:
    files = [{"name": "koha/dump.mrc", "size": size, "fingerprint": "x"}]
    body = json.dumps({"files": files, "purpose": "records"})
    return browser.post(reverse("ingest:chunked_uploads"), body, content_type="application/json")


def send(browser: Client, data: bytes) -> Any:
    """Send a file of one part; return the answer to its end."""
    (file,) = announce(browser, len(data)).json()["files"]
    address = reverse("ingest:part", args=[file["id"], 1])
    browser.put(address, data, content_type="application/octet-stream", headers={"Content-Length": str(len(data))})
    return browser.post(reverse("ingest:finish", args=[file["id"]]))


def test_a_file_in_parts_becomes_a_batch_however_large_the_form_may_be(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MAX_MEGABYTES", 0)
    answer = send(browser, mrc(ALICE, TOAN)).json()
    batch = ImportBatch.objects.get()
    assert answer == {"next": reverse("imports:batch", args=[batch.uuid]), "problem": None}
    again = browser.post(reverse("ingest:finish", args=[batch.uuid])).json()
    assert (again, ImportBatch.objects.count()) == (answer, 1), "the answer was lost, and asked for again"
    assert (batch.file_name, batch.size) == ("dump.mrc", len(mrc(ALICE, TOAN)))
    cleanup.delete_abandoned(batch.created_at + timedelta(days=6))
    loading.run(batch.pk)
    assert actions(batch) == ["new", "new"]
    assert not list(store().list_objects("incoming/"))
    assert browser.get(reverse("ingest:chunked_uploads")).json() == {"files": []}


def test_a_list_in_parts_stays_to_be_read_with_other_columns(browser: Client) -> None:
    book, written = Workbook(), BytesIO()
    for row in (("Nhan đề", "Năm"), ("Dế Mèn", 2020)):
        book.active.append(row)
    book.save(written)
    send(browser, written.getvalue())
    batch = ImportBatch.objects.get()
    loading.run(batch.pk)
    batch.refresh_from_db()
    assert (batch.key, actions(batch)) == (import_key(batch.uuid), ["new"])
    assert [one.key for one in store().list_objects("incoming/")] == []


@pytest.mark.parametrize(("data", "status"), [(b"%PDF-1.7", 400), (b"Nhan de,Nam\nA,2020\n", 413)])
def test_what_cannot_be_imported_is_refused_with_a_sentence_and_deleted(
    browser: Client, monkeypatch: pytest.MonkeyPatch, data: bytes, status: int
) -> None:
    monkeypatch.setattr(receiving, "MAX_MEGABYTES", 0)  # of what is read whole
    refused = send(browser, data)
    assert (refused.status_code, bool(refused.json()["sentence"])) == (status, True)
    assert not ImportBatch.objects.exists()
    assert not IncomingFile.objects.exists()
    assert not list(store().list_objects("incoming/"))


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(browser: Client) -> None:
    refused = announce(browser, receiving.MAX_LARGE_MEGABYTES * 1024**2 + 1)
    assert (refused.status_code, refused.json()["code"]) == (413, "records_too_large")
    assert not IncomingFile.objects.exists()


def test_a_file_whose_last_request_died_is_taken_over_later(browser: Client, librarian: Viewer) -> None:
    data = mrc(ALICE)
    (file,) = announce(browser, len(data)).json()["files"]
    address = reverse("ingest:part", args=[file["id"], 1])
    browser.put(address, data, content_type="application/octet-stream", headers={"Content-Length": str(len(data))})
    row = IncomingFile.objects.get()
    IncomingFile.objects.filter(pk=row.pk).update(key=chunked_uploads._assemble(row))
    cleanup.complete_stalled(librarian.now + timedelta(minutes=10))
    assert str(ImportBatch.objects.get().uuid) == file["id"]
