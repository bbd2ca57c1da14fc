"""Settings, addresses and the server's entry."""

import gc

import config.import_stubs  # noqa: F401  before any app is loaded

# Hundreds of thousands of objects are made at a start, and stay: to look for garbage among them costs a tenth of it.
gc.set_threshold(100_000, 50, 50)
