"""An engine with its own index, which is deleted afterwards."""

import uuid
from unittest.mock import patch
from urllib.request import Request, urlopen

from search.backends import open_backend
from search.backends.elastic import connection


def patience():
    """What is asked of a server on a busy machine is whether it answers rightly, not how soon."""
    return patch.object(connection, "READ_TIMEOUT", 60)


def an_engine(name, tmp_path_factory, request):
    """One of the engines, empty."""
    if name == "tantivy":
        backend = open_backend(f"tantivy://{tmp_path_factory.mktemp('index')}/index")
        yield backend
        backend.close()
        return
    server, _, prefix = request.getfixturevalue("elasticsearch_url").rpartition("/")
    prefix = f"{prefix}-{uuid.uuid4().hex[:10]}"
    with patience():
        backend = open_backend(f"{server}/{prefix}")
    yield backend
    backend.close()
    with urlopen(f"{server}/_cat/indices/{prefix}*?h=index") as listed:
        made = listed.read().decode().split()
    for index in made:
        urlopen(Request(f"{server}/{index}", method="DELETE")).close()
