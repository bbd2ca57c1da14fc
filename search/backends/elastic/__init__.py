"""The index on an Elasticsearch 8 server. Only this package imports elasticsearch."""

from search.backends.elastic.backend import ElasticBackend

__all__ = ["ElasticBackend"]
