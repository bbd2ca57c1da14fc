"""An engine with its own index, which is deleted afterwards."""

import uuid
from unittest.mock import patch
from urllib.request import Request, urlopen

from search.backends import open_backend
from search.backends.elastic import connection


def long_timeouts():
    """Wait long for the server, because on a busy machine its speed is not under test."""
    return patch.object(connection, "READ_TIMEOUT", 60)


def an_engine(name, tmp_path_factory, request):
    """Yield an empty engine."""
    if name == "tantivy":
        backend = open_backend(f"tantivy://{tmp_path_factory.mktemp('index')}/index")
        yield backend
        backend.close()
        return
    server, _, prefix = request.getfixturevalue("elasticsearch_url").rpartition("/")
    prefix = f"{prefix}-{uuid.uuid4().hex[:10]}"
    with long_timeouts():
        backend = open_backend(f"{server}/{prefix}")
    yield backend
    backend.close()
    with urlopen(f"{server}/_cat/indices/{prefix}*?h=index") as listed:
        made = listed.read().decode().split()
    for index in made:
        urlopen(Request(f"{server}/{index}", method="DELETE")).close()
