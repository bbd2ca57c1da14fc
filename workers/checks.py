"""Which system checks a background process asks at its start."""

# Register a check with this tag to have every worker and the sweeper ask it. They do not ask all checks of Django:
# that would load the whole of the admin, which no worker needs.
TAG = "workers"
