"""Fixtures of the tests of reading: a book with pages in a store, a recording, and people of two schools."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from access.actions import Action
from access.labels import EVERYONE, school_audience
from accounts.models import Membership, Person, School
from circulation.licences.actions import LicenceTerms, add_licence, borrow
from circulation.models import Loan
from repository import actions
from repository.actions.files import CueToSave, FileToAttach
from repository.models import Blob, Page, Resource, ResourceFile
from repository.store import store
from repository.store.keys import blob_key
from repository.word_boxes import Boxes, Word, pack, text_of
from sharing.viewer import system_viewer, viewer_for
from tests.factories import MembershipFactory, a_draft
from tests.support.backends import STORES

PAGES = (
    "Trường học của chúng ta\nquốc phòng và an ninh\nhọc sinh phải biết yêu",
    "nước và giữ gìn hoà bình\nMĩ thuật lớp 6",
    "Quoc phong without marks\nđường đi học",
)
RECORDING = bytes(range(256)) * 40
WEBVTT = "WEBVTT\n\n00:01.000 --> 00:03.000\nXin chào\n".encode()
SEGMENTS = [[0.0, 4.0, 0, 4000], [4.0, 4.0, 4000, 4000], [8.0, 2.5, 8000, 2240]]


@pytest.fixture(params=STORES)
def backend(request: pytest.FixtureRequest, settings, tmp_path: Path) -> str:
    """Use the store of this set of backends."""
    disk = f"file://{tmp_path}/store"
    settings.OBJECT_STORE_URL = disk if request.param == "disk" else request.getfixturevalue("s3_url")
    settings.X_ACCEL_PREFIX = ""
    return request.param


@pytest.fixture
def in_store(settings, empty_store: None) -> None:
    """Use the store of this set of backends, for tests that hold for every store."""
    settings.X_ACCEL_PREFIX = ""


@pytest.fixture
def on_disk(settings, tmp_path: Path) -> None:
    """Use the disk store with either set of backends, to test its own links."""
    settings.OBJECT_STORE_URL = f"file://{tmp_path}/store"
    settings.X_ACCEL_PREFIX = ""


@dataclass(frozen=True)
class Reader:
    """A person with a test client."""

    membership: Membership
    client: Client

    @property
    def person(self) -> Person:
        return self.membership.person

    def borrow(self, resource: Resource) -> Loan:
        return borrow(resource, by=viewer_for(self.person, now=timezone.now()))


def a_reader(school: School | None = None, role: str = "teacher") -> Reader:
    membership = MembershipFactory(role=role, **({"school": school} if school else {}))
    client = Client()
    client.force_login(membership.person)
    return Reader(membership, client)


def keep(data: bytes, content_type: str) -> Blob:
    digest = hashlib.sha256(data).hexdigest()
    store().put(blob_key(digest), io.BytesIO(data), content_type=content_type)
    by = system_viewer(0, now=timezone.now())
    return actions.register_blob(digest=digest, size=len(data), content_type=content_type, by=by)


def a_picture(number: int, size: tuple[int, int] = (600, 800)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 220, 10 * (number % 25))).save(out, "JPEG")
    return out.getvalue()


def boxes_for(text: str) -> Boxes:
    """Place each word in a cell of its own: lines 1,000 apart, words 1,500."""
    words = []
    for line, content in enumerate(text.splitlines()):
        for place, word in enumerate(content.split()):
            left, top = 500 + 1500 * place, 1000 + 1000 * line
            words.append(Word(word, left, top, left + 1400, top + 600, line=line))
    return Boxes(tuple(words))


def a_book(texts: Sequence[str] = PAGES, *, owner: School | None = None, **description: object) -> Resource:
    """Return a published book with these pages, with no grants yet."""
    resource = a_draft(owner, **{"title": "Giáo dục công dân 6", **description})
    by = system_viewer(resource.owner_id, now=timezone.now())
    pages = []
    for number, text in enumerate(texts):
        boxes = boxes_for(text)
        pages.append(
            actions.PageToAdd(
                number=number,
                label=("i", "ii")[number] if number < 2 else str(number - 1),
                image=keep(a_picture(number), "image/jpeg"),
                thumbnail=keep(a_picture(number, (150, 200)), "image/jpeg"),
                width=600,
                height=800,
                text=text_of(boxes.words),
                language="vie",
                boxes=keep(pack(boxes), "application/gzip"),
                heading=f"Chương {number}" if number != 1 else "",
            )
        )
    actions.add_pages(resource, pages=pages, by=by)
    return actions.publish(resource, by=by)


def open_to(resource: Resource, action: Action, audience: str = EVERYONE) -> None:
    by = system_viewer(resource.owner_id, now=timezone.now())
    actions.grant(resource, action=action, audience=audience, by=by)


def lend_to(resource: Resource, reader: Reader, *, seats: int = 1) -> None:
    """Let the reader's school borrow the resource by a licence."""
    open_to(resource, Action.BORROW, school_audience(reader.membership.school_id))
    by = system_viewer(resource.owner_id, now=timezone.now())
    add_licence(resource, terms=LicenceTerms(seats=seats, starts_at=timezone.now() - timedelta(days=1)), by=by)


def attach(
    resource: Resource, role: str, data: bytes, name: str, content_type: str, position: int = 0, **details: object
) -> ResourceFile:
    by = system_viewer(resource.owner_id, now=timezone.now())
    blob = keep(data, content_type)
    file = FileToAttach(ResourceFile.Role(role), blob, name, content_type, position, details=dict(details))
    return actions.attach_file(resource, file=file, by=by)


def a_recording(owner: School | None = None, **description: object) -> Resource:
    """Return a published video in three segments, with captions."""
    resource = a_draft(owner, **{"title": "Bài giảng", "kind": "video", **description})
    by = system_viewer(resource.owner_id, now=timezone.now())
    attach(resource, "stream", RECORDING, "luong.ts", "video/mp2t", duration=10.5, height=480, segments=SEGMENTS)
    captions = attach(resource, "captions", WEBVTT, "vi.vtt", "text/vtt")
    cues = [CueToSave(1000, 3000, "Xin chào"), CueToSave(195_400, 199_000, "phân số bằng nhau")]
    actions.save_cues(captions, cues=cues, by=by)
    return actions.publish(resource, by=by)


def first_page(resource: Resource) -> Page:
    page = resource.pages.select_related("image__blob", "text").first()
    assert page is not None
    return page
