"""The index in a folder, with Tantivy: the default, without any server. Only this folder imports tantivy."""

from search.backends.tantivy.backend import TantivyBackend

__all__ = ["TantivyBackend"]
