"""Operation of an installation: health checks, probes, metrics, logs, rate limits.

These modules act for no person, so that reads have no viewer; `installation` is the only one that writes.
"""
