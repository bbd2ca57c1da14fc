"""Preservation: descriptions beside the originals, so that the store alone can rebuild the catalogue; blob removal."""

import io
import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from repository.description import Record
from repository.models import Blob, Resource, ResourceFile
from repository.store import store
from repository.store.keys import blob_key, record_key

BLOB_GRACE = timedelta(days=7)  # an unused blob stays this long, so that a restored backup still finds its files
DEBOUNCE = timedelta(minutes=1)  # a book in work changes with every batch of pages: write it once, not each time
BATCH = 200
REFERENCES = ("files", "page_images", "page_thumbnails", "page_image_sizes", "page_boxes")


def write_records(now: datetime) -> int:
    """Write the description of every resource whose revision has settled and is not stored; return their number."""
    late = Resource.objects.filter(preserved_revision__lt=F("revision"), changed_at__lte=now - DEBOUNCE).order_by("pk")
    late = late[:BATCH]
    for resource in late:
        write_record(resource)
    return len(late)


def write_record(resource: Resource) -> None:
    """Write `records/<uuid>/<revision>.json`, then record the revision. Idempotent."""
    key = record_key(resource.uuid, resource.revision)
    if not store().exists(key):
        text = json.dumps(record_of(resource), ensure_ascii=False, sort_keys=True)
        store().put(key, io.BytesIO(text.encode()), content_type="application/json")
    Resource.objects.filter(pk=resource.pk, preserved_revision__lt=resource.revision).update(
        preserved_revision=resource.revision
    )


def record_of(resource: Resource) -> dict[str, Any]:
    """Return all that is needed to create the resource's rows again, without people and loans."""
    columns = {field.name: field.value_from_object(resource) for field in resource._meta.concrete_fields}
    for name in ("id", "edition", "owner", "node", "preserved_revision", "free_seats"):
        columns.pop(name)
    return {
        **{name: _plain(value) for name, value in columns.items()},
        "owner": str(resource.owner.uuid),
        "edition": str(resource.edition.uuid),
        "creators": [c.name for c in resource.contributors.all()],
        "record": Record.of(resource).values(),  # with roles, subject headings and the MARC record
        "grants": [[o.action, o.audience] for o in resource.grants.all()],
        "files": [
            [f.role, f.position, f.name, f.content_type, f.blob_id, f.details]
            for f in resource.files.exclude(role=ResourceFile.Role.SMALL_COVER)  # made again from the cover
        ],
        "pages": [_page(page) for page in resource.pages.select_related("image", "text")],
    }


def mark_unreferenced(now: datetime) -> None:
    """Start the grace time of every blob without references."""
    unused = Blob.objects.filter(unreferenced_since=None, **{f"{name}": None for name in REFERENCES})
    unused.filter(stored_at__lt=now - timedelta(hours=1)).update(unreferenced_since=now)


def delete_unreferenced(now: datetime) -> int:
    """Delete blobs whose grace time is over, each under the lock of its row; return their number."""
    ended = Blob.objects.filter(unreferenced_since__lt=now - BLOB_GRACE).values_list("pk", flat=True)[:BATCH]
    return sum(_remove(digest) for digest in list(ended))


def _remove(digest: str) -> bool:
    with transaction.atomic():
        still = {f"{name}": None for name in REFERENCES}
        locked = Blob.objects.select_for_update().filter(pk=digest, unreferenced_since__isnull=False)
        if not locked.exists() or not Blob.objects.filter(pk=digest, **still).exists():
            Blob.objects.filter(pk=digest).update(unreferenced_since=None)
            return False
        Blob.objects.filter(pk=digest).delete()
        store().remove(blob_key(digest))
        return True


def _page(page: Any) -> dict[str, Any]:
    return {
        "uuid": str(page.uuid),
        "order_key": page.order_key,
        "label": page.label,
        "state": page.state,
        "heading": page.heading,
        "image": page.image.blob_id if page.image else None,
        "boxes": page.text.boxes_id if page.text else None,
        "text": page.text.text if page.text else "",
        "source": page.text.source if page.text else "",
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, list, dict, bool, type(None))) else str(value)
