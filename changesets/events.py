"""Signals of the app changesets."""

from django.dispatch import Signal

# Sent after an act was left for a worker, with `change_set` (its key).
change_set_waiting = Signal()
