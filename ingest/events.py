"""Signals of digitisation."""

from django.dispatch import Signal

# Sent after commit with `work` (an Upload or a PageBatch) and `queue`, whose workers have something to do. The receiver
# is tasks.enqueue. It is a signal so that a web request does not import the pipeline.
work_waiting = Signal()
