"""Signals of the roster app."""

from django.dispatch import Signal

# Sent after a list was left for a worker, with `list_import` (its key).
list_waiting = Signal()
