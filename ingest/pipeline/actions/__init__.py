"""All writes of the pipeline: leases of work, states of uploads, turns of schools and queues, results of steps."""
