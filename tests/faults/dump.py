"""Everything that a run leaves, as a JSON value for comparison: without keys, times and random names."""

import json
from typing import Any

from accounts.models import AuditEntry
from ingest.models import Upload
from repository.models import Blob, Edition, IndexChange, Page, Resource, ResourceFile
from repository.store import store
from search.backends import current_backend

# Columns that differ from run to run.
VOLATILE = {"id", "uuid", "edition", "revision", "preserved_revision", "created_at", "changed_at", "published_at"}
QUERIES = ("học", '"phân số"', "hoc sinh", "các em")


def canonical() -> dict[str, Any]:
    """Return rows, objects and index."""
    return {
        "uploads": [_upload(upload) for upload in Upload.objects.order_by("name")],
        "resources": [_resource(resource) for resource in Resource.objects.order_by("title")],
        "editions": Edition.objects.count(),
        "audit": sorted(AuditEntry.objects.values_list("verb", flat=True)),
        "blobs": sorted(Blob.objects.values_list("digest", "size", "content_type")),
        "objects": sorted(_object(key) for key in _latest(_keys())),
        "not indexed": list(IndexChange.objects.values_list("part", "last_error")),
        "index": _index(),
    }


def _upload(upload: Upload) -> dict[str, Any]:
    return {
        **_plain(upload, "name", "size", "digest", "content_type", "state", "step", "problem", "proposals"),
        **_plain(upload, "pages_total", "pages_done"),
        "attachments": [attachment["name"] for attachment in upload.attachments],
        "steps": sorted(upload.steps.values_list("name", "status")),
        "results": {step.name: step.result for step in upload.steps.all()},
        "batches": list(upload.batches.values_list("first", "last", "status")),
        "history": list(upload.history.values_list("before", "after", "problem")),
    }


def _resource(resource: Resource) -> dict[str, Any]:
    columns = {f.name: f.value_from_object(resource) for f in resource._meta.concrete_fields if f.name not in VOLATILE}
    return {
        **columns,
        "creators": [person.name for person in resource.contributors.all()],
        "grants": sorted(resource.grants.values_list("action", "audience")),
        "labels": sorted(resource.labels.values_list("label", flat=True)),
        "files": [_file(file) for file in resource.files.all()],
        "pages": [_page(page) for page in resource.pages.all()],
    }


def _file(file: ResourceFile) -> dict[str, Any]:
    cues = list(file.cues.values_list("position", "start_ms", "end_ms", "text"))
    return {**_plain(file, "role", "position", "name", "content_type", "blob_id", "details"), "cues": cues}


def _page(page: Page) -> dict[str, Any]:
    return {
        **_plain(page, "order_key", "label", "state", "problem", "heading", "depth"),
        "images": list(page.images.values_list("revision", "blob", "thumbnail", "width", "height")),
        "texts": list(page.texts.values_list("revision", "text", "source", "language", "confidence", "boxes")),
        "shows": [page.image.revision if page.image else 0, page.text.revision if page.text else 0],
    }


def _keys() -> list[str]:
    """Return the key of every object but the mark of the installation that owns the store."""
    return [stored.key for stored in store().list_objects() if not stored.key.startswith("installation")]


def _latest(keys: list[str]) -> list[str]:
    """Drop all but the newest record of each resource: how many there are depends on timing."""
    newest: dict[str, tuple[int, str]] = {}
    for key in keys:
        if key.startswith("records/"):
            folder, _, name = key.rpartition("/")
            newest[folder] = max(newest.get(folder, (0, "")), (int(name.partition(".")[0]), key))
    return [key for key in keys if not key.startswith("records/")] + [key for _, key in newest.values()]


def _object(key: str) -> str:
    """Return an object by its digest, or a record by its title, state, pages and files."""
    if key.startswith("blobs/"):
        return f"{key} {'whole' if store().verify(key) else 'DAMAGED'}"
    if not key.startswith("records/"):
        return key.partition("/")[0]
    with store().open(key) as file:
        record = json.load(file)
    return (
        f"records {record['title']} {record['state']} {len(record['pages'])} {[name for name, *_ in record['files']]}"
    )


def _index() -> dict[str, Any]:
    from access.actions import Action
    from access.policy import as_filter
    from search.query import Query
    from sharing.viewer import system_viewer

    engine, results_by_text = current_backend(), {}
    if engine.is_ready():
        engine.refresh()
    by = system_viewer(Resource.objects.values_list("owner", flat=True).first() or 0, now=_now())
    for text in QUERIES:
        results = engine.search(
            Query(text), allowed=as_filter(by, Action.DISCOVER), parts_allowed=as_filter(by, Action.LOOK_INSIDE)
        )
        hits = [[str(hit.tier), hit.parts_total] for hit in results.hits]
        results_by_text[text] = [results.total, hits, dict(results.facets)]
    parts = {resource.title: len(engine.parts_of(str(resource.uuid))) for resource in Resource.objects.all()}
    return {"results": results_by_text, "parts": parts}


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def _plain(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
