"""Pages: identities that notes and links name, with revisions of their image and their text."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from repository.models.blob import Blob
from repository.models.resource import Resource


class Page(models.Model):
    """One page. Its UUID never changes, whatever is inserted before it or recognised again."""

    class State(models.TextChoices):
        """Whether the page is readable."""

        READY = "ready", _("ready")
        BROKEN = "broken", _("broken")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="pages")
    order_key = models.BigIntegerField()  # made in steps of ORDER_STEP, so that a page can come between
    label = models.CharField(max_length=30, blank=True)  # as printed: iv, 12, plate 3
    state = models.CharField(max_length=10, choices=State, default=State.READY)
    problem = models.CharField(max_length=60, blank=True)  # code of the error, when broken
    heading = models.CharField(max_length=300, blank=True)  # of the chapter that begins here
    depth = models.PositiveSmallIntegerField(default=0)  # of that chapter in the contents
    image = models.ForeignKey("PageImage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.ForeignKey("PageText", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    ORDER_STEP = 1024

    class Meta:
        ordering = ["order_key"]
        constraints = [models.UniqueConstraint(fields=["resource", "order_key"], name="one_page_for_each_place")]

    def __str__(self) -> str:
        return self.label or str(self.order_key // self.ORDER_STEP)


class PageImage(models.Model):
    """One revision of a page's upright image; sizes in pixels."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="images")
    revision = models.PositiveIntegerField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="page_images")
    thumbnail = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="page_thumbnails", null=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    sized_at = models.DateTimeField(null=True)  # when its smaller copies were made; they are made later than the image

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "revision"], name="one_page_image_for_each_revision")]
        indexes = [
            models.Index(fields=["-id"], condition=models.Q(sized_at=None), name="page_images_without_sizes"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}/{self.revision}"


class PageImageSize(models.Model):
    """A copy of a page image for screens of about this width in pixels, as WebP."""

    image = models.ForeignKey(PageImage, on_delete=models.CASCADE, related_name="sizes")
    width = models.PositiveIntegerField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="page_image_sizes")

    class Meta:
        ordering = ["width"]
        constraints = [models.UniqueConstraint(fields=["image", "width"], name="one_page_image_size_for_each_width")]

    def __str__(self) -> str:
        return f"{self.image_id}/{self.width}"


class PageText(models.Model):
    """One revision of a page's text, in reading order, NFC; its word boxes are one file in the store."""

    class Source(models.TextChoices):
        """The origin of the text."""

        LAYER = "layer", _("text layer")
        OCR = "ocr", _("recognition")
        HAND = "hand", _("corrected by hand")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="texts")
    revision = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=Source)
    language = models.CharField(max_length=20, blank=True)  # as given to the recognition: vie, vie+eng
    confidence = models.FloatField(null=True, blank=True)  # mean of its words, 0–100
    boxes = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="page_boxes", null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "revision"], name="one_page_text_for_each_revision")]

    def __str__(self) -> str:
        return f"{self.page_id}/{self.revision}"
