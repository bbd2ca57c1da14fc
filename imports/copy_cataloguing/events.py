"""Signals of copy cataloguing."""

from django.dispatch import Signal

# Sent after an ISBN was left for a worker, with `scan_list` (the key of its list).
books_waiting = Signal()
