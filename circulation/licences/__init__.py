"""Licences: the right to lend a digital resource, and the loans of its seats."""
