"""Signals that background processes send to the apps above them."""

from django.dispatch import Signal

# Sent every few seconds by `manage.py sweeper` with `now`. Receivers notify workers again of work whose lease expired.
periodic_maintenance = Signal()

# Sent by `manage.py run_workers`, in a process of its own, before it loads the product. A receiver that finds the
# installation unfit to serve prints why and raises SystemExit.
workers_starting = Signal()

# Sent by `manage.py worker` before it takes work, with `queues` (a list of names) and `until_empty`. Receivers preload.
worker_starting = Signal()
