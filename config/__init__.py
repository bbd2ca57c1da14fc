"""Settings, URLs, and the entries of the web server."""

import gc

import config.import_stubs  # noqa: F401  before any app is loaded

# A start creates hundreds of thousands of objects that stay; collecting garbage among them takes a tenth of its time.
gc.set_threshold(100_000, 50, 50)
