"""Descriptions are stored beside the originals; an unreferenced blob is deleted after its grace time, and no sooner."""

import io
import json
from datetime import timedelta
from hashlib import sha256

import pytest

from repository import actions, preservation
from repository.actions.files import FileToAttach
from repository.models import Blob, Resource, ResourceFile
from repository.store import store
from repository.store.keys import blob_key, record_key
from sharing.viewer import system_viewer
from tests.factories import NOW, a_draft

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def stored_blob(content: bytes) -> Blob:
    digest = sha256(content).hexdigest()
    store().put(blob_key(digest), io.BytesIO(content), content_type="text/plain")
    return Blob.objects.create(digest=digest, size=len(content), content_type="text/plain", stored_at=NOW)


def test_the_newest_description_is_written_once_it_has_settled():
    resource = a_draft(title="Truyện Kiều", creators=["Nguyễn Du"])
    assert preservation.write_records(NOW) == 0
    assert preservation.write_records(LATER) == 1
    resource.refresh_from_db()
    record = json.load(store().open(record_key(resource.uuid, resource.revision)))
    assert (record["title"], record["creators"]) == ("Truyện Kiều", ["Nguyễn Du"])
    assert preservation.write_records(LATER) == 0


def test_a_blob_in_use_stays_and_an_unused_one_goes_after_its_grace_time():
    used, unused = stored_blob(b"used in a test"), stored_blob(b"not used in a test")
    resource = a_draft()
    file = FileToAttach(ResourceFile.Role.ORIGINAL, used, "a.txt", "text/plain")
    actions.attach_file(resource, file=file, by=system_viewer(resource.owner_id, now=NOW))

    preservation.mark_unreferenced(LATER)
    assert preservation.delete_unreferenced(LATER + preservation.BLOB_GRACE) == 0
    assert preservation.delete_unreferenced(LATER + preservation.BLOB_GRACE + timedelta(seconds=1)) == 1

    assert store().exists(blob_key(used.digest))
    assert not store().exists(blob_key(unused.digest))
    assert Resource.objects.get().files.count() == 1


def test_a_blob_that_is_used_again_within_its_grace_time_stays():
    blob = stored_blob(b"used again in a test")
    preservation.mark_unreferenced(LATER)
    resource = a_draft()
    by = system_viewer(resource.owner_id, now=LATER)
    again = actions.register_blob(digest=blob.digest, size=blob.size, content_type="text/plain", by=by)
    actions.attach_file(
        resource,
        file=FileToAttach(ResourceFile.Role.ORIGINAL, again, "a.txt", "text/plain"),
        by=by,
    )
    assert preservation.delete_unreferenced(LATER + 2 * preservation.BLOB_GRACE) == 0
    assert store().exists(blob_key(blob.digest))
