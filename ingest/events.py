"""Signals of digitisation."""

from django.dispatch import Signal

# Sent after commit with `work` (an Upload or a PageBatch) and `queue`, whose workers have something to do. The receiver
# is tasks.enqueue. It is a signal so that a web request does not import the pipeline.
work_waiting = Signal()
# Sent with `size` (bytes) and `by` before a file of records is received. A receiver raises the reason why it is not.
records_announced = Signal()
# Sent with `file` (an IncomingFile whose `key` is set) and `by` once a file of records has arrived. A receiver takes
# over the object, or raises the reason why not.
records_received = Signal()
