"""Writes of pages: batches may arrive in any order and twice; a page may be replaced."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from repository.index_changes import Part, mark_changed
from repository.models import Blob, Page, PageImage, PageText, Resource
from repository.page_numbering import numbered
from repository.queries import require_permission
from workers import fault_injection


@dataclass(frozen=True)
class PageToAdd:
    """A page as its batch made it; `number` counts the pages of the source from 0. A broken page has a problem code.

    `width`, `height`: of the image, in pixels; `confidence`: 0–100, None for a text layer.
    """

    number: int
    label: str = ""
    image: Blob | None = None
    thumbnail: Blob | None = None
    width: int = 0
    height: int = 0
    text: str = ""
    source: str = PageText.Source.OCR
    language: str = ""
    confidence: float | None = None
    boxes: Blob | None = None
    heading: str = ""
    depth: int = 0
    problem: str = ""


@transaction.atomic
def add_pages(resource: Resource, *, pages: Sequence[PageToAdd], by: Viewer) -> list[Page]:
    """Add the pages of one batch. Idempotent: the same batch twice leaves one of each."""
    added = [_put(resource, page, by.now) for page in pages]
    if added:
        keys = [page.order_key for page in added]
        mark_changed(resource, Part.PAGES, now=by.now, first=min(keys), last=max(keys))
    return added


@transaction.atomic
def replace_page(page: Page, *, with_page: PageToAdd, by: Viewer) -> Page:
    """Give the page a new image and text; its identity, position and references stay."""
    _revise(page, with_page, by.now)
    mark_changed(page.resource, Part.PAGES, now=by.now, first=page.order_key, last=page.order_key)
    return page


@transaction.atomic
def label_pages(resource: Resource, *, labels: Mapping[Page, str], by: Viewer) -> None:
    """Set the printed page numbers; write only the pages whose label changes."""
    changed = [page for page, label in labels.items() if page.label != label]
    for page in changed:
        page.label = labels[page]
        page.save(update_fields=["label"])
    if changed:
        keys = [page.order_key for page in changed]
        mark_changed(resource, Part.PAGES, now=by.now, first=min(keys), last=max(keys))


@transaction.atomic
def number_pages(resource: Resource, *, body: int, front: int | None, by: Viewer) -> None:
    """Set the labels of all pages: from 1 after `body` pages; before that from i after `front` pages, if given.

    Raise NotFound for those who may not edit.
    """
    require_permission(by, Action.EDIT, resource)
    pages = list(resource.pages.order_by("order_key"))
    labels = numbered(len(pages), body=body, front=front)
    label_pages(resource, labels=dict(zip(pages, labels, strict=True)), by=by)
    record("resource.number_pages", by=by, target=resource.uuid, body=body, front=front)


def copy_pages(source: Resource, copy: Resource, *, now: datetime) -> None:
    """Copy pages with the same images and texts under new identities."""
    copied = []
    for page in source.pages.select_related("image", "text"):
        image, text = page.image, page.text
        page.pk, page.uuid, page.resource, page.image, page.text = (
            None,
            uuid.uuid4(),
            copy,
            None,
            None,
        )
        page.save(force_insert=True)
        for revision in (image, text):
            if revision is not None:
                revision.pk, revision.page, revision.revision = None, page, 1
                if isinstance(revision, PageImage):
                    revision.sized_at = None
                revision.save(force_insert=True)
        page.image, page.text = image, text
        page.save(update_fields=["image", "text"])
        copied.append(page.order_key)
    if copied:
        mark_changed(copy, Part.PAGES, now=now, first=min(copied), last=max(copied))


def _put(resource: Resource, new: PageToAdd, now: datetime) -> Page:
    page, made = Page.objects.get_or_create(
        resource=resource,
        order_key=(new.number + 1) * Page.ORDER_STEP,
        defaults={"label": new.label, "heading": new.heading, "depth": new.depth},
    )
    if made or _differs(page, new):
        _revise(page, new, now)
    return page


def _differs(page: Page, new: PageToAdd) -> bool:
    """Return whether the page differs from the stored one: more than the same batch delivered again."""
    image = page.image.blob_id if page.image else None
    text = page.text.text if page.text else ""
    return (image, text, page.problem) != (
        new.image.pk if new.image else None,
        new.text,
        new.problem,
    )


def _revise(page: Page, new: PageToAdd, now: datetime) -> None:
    page.state = Page.State.BROKEN if new.problem else Page.State.READY
    page.problem = new.problem
    page.label = new.label or page.label
    if new.image is not None:
        page.image = PageImage.objects.create(
            page=page,
            revision=page.images.count() + 1,
            blob=new.image,
            thumbnail=new.thumbnail,
            width=new.width,
            height=new.height,
            made_at=now,
        )
    fault_injection.point("image.written")
    if not new.problem:
        page.text = PageText.objects.create(
            page=page,
            revision=page.texts.count() + 1,
            text=new.text,
            source=new.source,
            language=new.language,
            confidence=new.confidence,
            boxes=new.boxes,
            made_at=now,
        )
    fault_injection.point("text.written")
    page.save()
