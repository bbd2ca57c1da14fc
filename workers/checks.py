"""The tag of the system checks that each background process runs at its start.

To have every worker and the sweeper run a check, register it with this tag. They do not run all checks of Django: those
load the whole admin, which no worker needs.
"""

TAG = "workers"
