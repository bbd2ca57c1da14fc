"""Mistake 3: names in archives and uploads left their folder. Here no path is built from a name: keys are digests."""

import contextlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from ingest.errors import BadInput
from ingest.filenames import clean_name
from ingest.models import Upload
from ingest.parsers.archive import listing
from repository.store import store
from repository.store.errors import StoreError
from tests.factories import SchoolFactory
from tests.ingest import material
from tests.ingest.uploads.test_views import signed_in
from tests.security.spellings import ALL, CANARY, CLIMBING, DISGUISED

SECRET = b"stays where it is"


@pytest.fixture
def ground(tmp_path: Path, settings) -> Path:
    """Create a store in a folder below canary files."""
    for folder in (tmp_path, tmp_path / "a", tmp_path / "a" / "b"):
        folder.mkdir(exist_ok=True)
        (folder / CANARY).write_bytes(SECRET)
    settings.OBJECT_STORE_URL = f"file://{tmp_path}/a/b/store"
    return tmp_path


def canaries(ground: Path) -> list[bytes]:
    return [(ground / name).read_bytes() for name in (CANARY, f"a/{CANARY}", f"a/b/{CANARY}")]


def test_there_are_spellings_enough() -> None:
    assert len(set(ALL)) >= 40


@pytest.mark.parametrize("spelling", CLIMBING)
def test_a_name_in_an_archive_that_climbs_refuses_the_archive(spelling: str, ground: Path) -> None:
    path = material.a_zip(ground / "x.zip", [("1.jpg", material.jpeg()), (f"{spelling}", b"canary")])
    with pytest.raises(BadInput):
        listing(path)
    assert canaries(ground) == [SECRET] * 3


@pytest.mark.parametrize("spelling", DISGUISED)
def test_a_name_in_disguise_is_only_a_name(spelling: str, ground: Path) -> None:
    path = material.a_zip(ground / "x.zip", [("1.jpg", material.jpeg()), (spelling, b"canary")])
    before = sorted(ground.rglob("*"))
    with contextlib.suppress(BadInput):
        assert {picture.name for picture in listing(path).pictures} <= {"1.jpg", spelling}
    assert sorted(ground.rglob("*")) == before
    assert canaries(ground) == [SECRET] * 3


@pytest.mark.django_db
def test_a_name_of_an_upload_and_its_folder_are_only_names(ground: Path) -> None:
    client = signed_in(SchoolFactory())
    for number, spelling in enumerate(ALL):
        file = SimpleUploadedFile("a.pdf", b"%PDF-1.4 " + str(number).encode(), "application/pdf")
        client.post("/so-hoa/", {"files": [file], "paths": [spelling]}, HTTP_ACCEPT="application/json")
    uploads = list(Upload.objects.all())
    assert len(uploads) == len(ALL)
    assert [one.name for one in uploads if "/" in one.name or "\\" in one.name or one.name in (".", "..")] == []
    assert [one for one in uploads if not re.fullmatch(r"incoming/[0-9a-f-]{36}", one.incoming_key)] == []
    outside = [path for path in ground.rglob("*") if path.is_file() and "store" not in path.parts]
    assert sorted(outside) == sorted([ground / CANARY, ground / "a" / CANARY, ground / "a" / "b" / CANARY])
    assert canaries(ground) == [SECRET] * 3


@pytest.mark.parametrize("spelling", ALL)
def test_a_stored_name_has_no_folder(spelling: str) -> None:
    cleaned = clean_name(spelling)
    assert cleaned
    assert not {"/", "\\", "\0"} & set(cleaned)
    assert cleaned not in (".", "..")


@pytest.mark.parametrize("spelling", ALL)
def test_the_store_opens_nothing_outside_its_folder(spelling: str, ground: Path) -> None:
    for key in (spelling, f"blobs/{spelling}", f"incoming/{spelling}"):
        with pytest.raises((StoreError, ValueError)):
            store().open(key).read()


def test_nothing_unpacks_an_archive_to_disk() -> None:
    from tests.security.code import calls, files, name_of

    assert [name_of(file) for file in files() if calls(file) & {"extractall", "unpack_archive"}] == []
    assert settings.ROOT.is_dir()
