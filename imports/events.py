"""Signals of the imports app."""

from django.dispatch import Signal

# Sent after a batch was left for a worker to load, with `batch` (its key).
batch_waiting = Signal()
