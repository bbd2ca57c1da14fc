"""The move from one set of services to another: every row and every object, with counts and digests of both sides.

The rows go through the models, because each database writes dates, identifiers and JSON in its own way. Nothing of the
source is changed.
"""
