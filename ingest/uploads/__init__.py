"""Receive uploads and show their progress: files from browsers and from the command line, reviews, retries, clean-up.

`actions/` holds all writes, `queries.py` all reads, `views/` the screens and the upload protocol.
"""
