"""The real servers of the tests. To add one: write servers/NAME.py with a class that implements base.Server, then add
it to SERVERS."""

from devtools.servers.base import Server
from devtools.servers.elasticsearch import Elasticsearch
from devtools.servers.object_store import ObjectStore
from devtools.servers.postgres import Postgres
from devtools.servers.redis import Redis

# The slowest to start comes first: all are started before the first is waited for.
SERVERS: tuple[Server, ...] = (Elasticsearch(), Postgres(), Redis(), ObjectStore())
