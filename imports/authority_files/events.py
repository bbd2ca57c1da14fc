"""Signals of files of authorities."""

from django.dispatch import Signal

# Sent after a file was left for a worker to read, with `file` (the key of its row).
file_waiting = Signal()
