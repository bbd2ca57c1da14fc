"""Formats of records, as pure functions between bytes and a `Description`; nothing here touches the database.

To add a format: write formats/NAME.py with `read` (a stream to its records) and `write` (a description to bytes), then
name it in repository/formats/exports.py.
"""
