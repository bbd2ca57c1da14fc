"""The index on an Elasticsearch 8 server, the bare one included. Only this folder imports elasticsearch."""

from search.backends.elastic.backend import ElasticBackend

__all__ = ["ElasticBackend"]
