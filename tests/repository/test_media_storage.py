"""Pictures of pages lie in the store: every machine has them, and backups take them."""

import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from PIL import Image as PillowImage
from wagtail.images import get_image_model

from accounts.models import Role
from operations.health import machine
from repository import media_storage
from repository.store import store
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
NAMES = (
    "original_images/hoa.jpg",
    "original_images/_MG_0001.JPG",
    f"original_images/{'a' * 250}.png",
    "images/h.2.webp",
)


def a_picture(title: str = "Sân trường", name: str = "_MG_0001.jpg", size: tuple[int, int] = (800, 600)):
    """Send a picture as a librarian does."""
    file = io.BytesIO()
    PillowImage.new("RGB", size, "green").save(file, "JPEG")
    return get_image_model().objects.create(title=title, file=ContentFile(file.getvalue(), name))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_stored_read_measured_and_deleted(empty_store: None, name: str) -> None:
    stored = default_storage.save(name, ContentFile(b"bytes of a picture"))
    assert stored == name
    with default_storage.open(name) as file:
        assert file.read() == b"bytes of a picture"
        assert file.seek(9) == 9
        assert file.read(2) == b"a "
    assert default_storage.size(name) == 18
    assert [o.key.partition("/")[0] for o in store().list_objects()] == ["media"]
    assert default_storage.save(name, ContentFile(b"another")) != name
    default_storage.delete(name)
    assert not default_storage.exists(name)
    for read in (default_storage.open, default_storage.size):
        with pytest.raises(FileNotFoundError):
            read(name)


def test_a_large_upload_that_was_spooled_to_the_disk_is_stored(empty_store: None) -> None:
    with TemporaryUploadedFile("hoa.jpg", "image/jpeg", 5, None) as upload:
        upload.write(b"bytes")
        assert default_storage.open(default_storage.save("images/hoa.jpg", upload)).read() == b"bytes"


def test_a_picture_of_pages_and_its_sizes_are_in_the_store_and_served_from_there(
    empty_store: None, settings, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path / "of another web machine"
    picture = a_picture()
    shown = picture.get_rendition("max-100x100")
    assert len(list(store().list_objects("media/"))) == 2
    client = Client()
    client.force_login(MembershipFactory(role=Role.NODE_ADMIN).person)  # the picture is on no published page
    answer = client.get(shown.url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert PillowImage.open(io.BytesIO(answer.getvalue())).size == (100, 75)
    assert client.get(shown.url.replace(".jpg", "x.jpg")).status_code == 404
    assert not settings.VAR_DIR.exists()


def test_pictures_of_the_older_version_are_copied_and_the_folder_is_deleted_on_demand(
    empty_store: None, settings, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    assert list(machine.media_of_older_version()) == []
    for name in NAMES:
        if len(name) < 200:
            (tmp_path / "media" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "media" / name).write_bytes(name.encode())
    assert media_storage.copy_from_older_version() == media_storage.copy_from_older_version() == (3, [])
    assert [issue.code for issue in machine.media_of_older_version()] == ["media_left"]
    call_command("move_media")
    assert default_storage.open(NAMES[1]).read() == NAMES[1].encode()
    assert not (tmp_path / "media").exists()
    assert list(machine.media_of_older_version()) == []


@pytest.mark.django_db(transaction=True)
def test_migrate_copies_the_pictures_of_the_older_version_and_leaves_them_for_a_way_back(
    empty_store: None, settings, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    (tmp_path / "media/images").mkdir(parents=True)
    (tmp_path / "media/images/hoa.jpg").write_bytes(b"of version 0.1")
    try:
        MigrationExecutor(connection).migrate([("operations", "0001_initial")])
        assert not default_storage.exists("images/hoa.jpg")
    finally:
        MigrationExecutor(connection).migrate([("operations", "0002_pictures_of_pages_into_the_store")])
    assert default_storage.open("images/hoa.jpg").read() == b"of version 0.1"
    assert (tmp_path / "media/images/hoa.jpg").exists()


def test_a_picture_whose_name_is_taken_is_named_and_stays_on_the_machine(
    empty_store: None, settings, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    default_storage.save("hoa.jpg", ContentFile(b"of the first machine"))
    (tmp_path / "media").mkdir()
    (tmp_path / "media/hoa.jpg").write_bytes(b"of the second")
    with pytest.raises(CommandError, match=r"hoa\.jpg"):
        call_command("move_media")
    assert (tmp_path / "media/hoa.jpg").read_bytes() == b"of the second"


def test_a_page_without_its_pictures_is_shown_while_the_store_is_away(empty_store: None, settings) -> None:
    from wagtail.images.shortcuts import get_rendition_or_not_found

    picture = a_picture()
    settings.OBJECT_STORE_URL = "s3://key:secret@127.0.0.1:9/bucket?secure=0"
    assert get_rendition_or_not_found(picture, "max-90x90").url == "/media/not-found"
