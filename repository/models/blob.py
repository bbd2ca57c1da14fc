"""Bytes in the store, named by their digest."""

from django.db import models


class Blob(models.Model):
    """A stored object that files and pages refer to. No uploader learns that the bytes were stored before."""

    digest = models.CharField(primary_key=True, max_length=64)  # SHA-256, hexadecimal
    size = models.BigIntegerField()
    content_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()
    # Set when the last reference is removed; the blob goes after the grace time, under its lock.
    unreferenced_since = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.digest
