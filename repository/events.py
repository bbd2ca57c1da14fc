"""Signals of the catalogue to the apps above it."""

from django.dispatch import Signal

# Sent after commit with `resource` (its primary key). It is a wake-up only: the IndexChange rows say what changed.
resource_changed = Signal()

# Sent in the transaction that publishes a resource to be lent, with `resource`, `terms` (LendingTerms) and `by`.
lending_begins = Signal()
