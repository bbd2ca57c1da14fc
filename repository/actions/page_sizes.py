"""Writes of the smaller copies of page images and covers: made later, once, in the background."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from repository.models import Blob, PageImage, PageImageSize, ResourceFile


@transaction.atomic
def record_page_sizes(image: PageImage, *, sizes: Mapping[int, Blob], now: datetime) -> None:
    """Record the copies of a page image by their width in pixels; none if it cannot have any. Idempotent."""
    for width, blob in sizes.items():
        PageImageSize.objects.update_or_create(image=image, width=width, defaults={"blob": blob})
    PageImage.objects.filter(pk=image.pk).update(sized_at=now)


def record_small_cover(cover: ResourceFile, *, copy: Blob) -> None:
    """Record the copy of a cover for lists; it replaces that of an earlier cover. The index does not change."""
    ResourceFile.objects.update_or_create(
        resource=cover.resource,
        role=ResourceFile.Role.SMALL_COVER,
        position=0,
        defaults={"blob": copy, "name": cover.blob_id, "content_type": copy.content_type, "details": cover.details},
    )
