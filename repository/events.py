"""What the catalogue tells the apps above it."""

from django.dispatch import Signal

# Sent after commit with `resource` (its primary key). It only rings: what changed stands in the IndexChange rows.
resource_changed = Signal()

# Sent every few seconds by `manage.py sweeper` with `now`. Receivers ring again for work whose lease ran out.
periodic_maintenance = Signal()
