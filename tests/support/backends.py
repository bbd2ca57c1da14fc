"""The two sets of backends; TEST_BACKENDS names the one that a run tests.

embedded (the default): SQLite, files, a Tantivy index and the queue in the database; it starts no server.
production: PostgreSQL, an S3 server, Elasticsearch and Redis.
"""

import os

import pytest

SETS = ("embedded", "production")
BACKENDS = os.environ.setdefault("TEST_BACKENDS", SETS[0])
if BACKENDS not in SETS:
    raise ValueError(f"TEST_BACKENDS must be one of {', '.join(SETS)}, not {BACKENDS}.")
PRODUCTION = BACKENDS == "production"

EMBEDDED_ONLY, PRODUCTION_ONLY = pytest.mark.embedded_only, pytest.mark.production_only
OTHER_SET_ONLY = "embedded_only" if PRODUCTION else "production_only"
SERVER_FIXTURES = {"s3_url", "elasticsearch_url"}  # a test that uses one of them is production_only

# Parameters of fixtures that test a contract: each set tests its own implementation.
STORES = (pytest.param("disk", marks=EMBEDDED_ONLY), pytest.param("s3", marks=PRODUCTION_ONLY))
ENGINES = (pytest.param("tantivy", marks=EMBEDDED_ONLY), pytest.param("elasticsearch", marks=PRODUCTION_ONLY))
