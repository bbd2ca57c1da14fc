"""The real servers that tests run against. To add one: write servers/NAME.py with a class that keeps the promise of
base.py, then name it in SERVERS."""

from setup.servers.base import Server
from setup.servers.elasticsearch import Elasticsearch
from setup.servers.object_store import ObjectStore
from setup.servers.postgres import Postgres
from setup.servers.redis import Redis

# The slowest to start stands first: all are started before the first is waited for.
SERVERS: tuple[Server, ...] = (Elasticsearch(), Postgres(), Redis(), ObjectStore())
