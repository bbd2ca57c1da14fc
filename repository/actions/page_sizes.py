"""Writes of the smaller copies of page images: made later than the images, once, in the background."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from repository.models import Blob, PageImage, PageImageSize


@transaction.atomic
def record_page_sizes(image: PageImage, *, sizes: Mapping[int, Blob], now: datetime) -> None:
    """Record the copies of a page image by their width in pixels; none if it cannot have any. Idempotent."""
    for width, blob in sizes.items():
        PageImageSize.objects.update_or_create(image=image, width=width, defaults={"blob": blob})
    PageImage.objects.filter(pk=image.pk).update(sized_at=now)
