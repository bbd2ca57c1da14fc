"""The files of a resource, and the cues of its recordings."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from repository.models.blob import Blob
from repository.models.resource import Resource


class ResourceFile(models.Model):
    """One file of a resource. Originals stay unchanged; all others can be made again."""

    class Role(models.TextChoices):
        """What the file is for."""

        ORIGINAL = "original", _("original")
        COVER = "cover", _("cover")
        SMALL_COVER = "small_cover", _("small cover")  # for lists; its name is the digest of the cover
        SEARCHABLE_PDF = "searchable_pdf", _("searchable PDF")
        STREAM = "stream", _("stream")
        CAPTIONS = "captions", _("captions")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="files")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="files")
    role = models.CharField(max_length=15, choices=Role)
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    # A stream: {"duration": s, "height": px, "playlist": …, "segments": [[start s, duration s, offset, length], …]}.
    # A cover: {"width": px, "height": px}. Captions: {"language": "vi"}.
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["role", "position"]
        constraints = [models.UniqueConstraint(fields=["resource", "role", "position"], name="one_file_for_each_place")]

    def __str__(self) -> str:
        return self.name


class Cue(models.Model):
    """Words spoken in a recording from one moment to another; times in milliseconds."""

    file = models.ForeignKey(ResourceFile, on_delete=models.CASCADE, related_name="cues")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="cues")
    position = models.PositiveIntegerField()
    start_ms = models.PositiveIntegerField()
    end_ms = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["start_ms", "position"]
        constraints = [models.UniqueConstraint(fields=["file", "position"], name="one_cue_for_each_place")]

    def __str__(self) -> str:
        return self.text[:60]
