"""Take uploads through the steps: leases, scheduling between schools, page batches, failures.

`pipeline.py` lists the steps, `runner.py` runs them, `actions/` holds all writes, `queries.py` all reads of work.
"""
