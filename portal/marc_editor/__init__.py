"""The MARC editor: a record field by field, and its exports."""
