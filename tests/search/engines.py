"""Both engines, each with an index of its own that is taken away afterwards."""

import uuid
from urllib.request import Request, urlopen

from search.backends import open_backend

ENGINES = ("tantivy", "elasticsearch")


def an_engine(name, tmp_path_factory, request):
    """One of the engines, empty."""
    if name == "tantivy":
        backend = open_backend(f"tantivy://{tmp_path_factory.mktemp('index')}/index")
        yield backend
        backend.close()
        return
    server, _, prefix = request.getfixturevalue("elasticsearch_url").rpartition("/")
    prefix = f"{prefix}-{uuid.uuid4().hex[:10]}"
    backend = open_backend(f"{server}/{prefix}")
    yield backend
    backend.close()
    with urlopen(f"{server}/_cat/indices/{prefix}*?h=index") as listed:
        made = listed.read().decode().split()
    for index in made:
        urlopen(Request(f"{server}/{index}", method="DELETE")).close()
