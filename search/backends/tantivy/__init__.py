"""The index in a folder, with Tantivy: the default, without a server. Only this package imports tantivy."""

from search.backends.tantivy.backend import TantivyBackend

__all__ = ["TantivyBackend"]
