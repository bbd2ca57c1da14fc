"""The settings of the tests: the product's own on a temporary environment; TEST_BACKENDS names the set of backends."""

import os
import tempfile
from pathlib import Path

from tests.support import environments

# Set before the product's settings are read, and passed on to the processes that tests start.
TEMPORARY_DIR = tempfile.mkdtemp(prefix="tu-sach-test-")
EXTERNAL_SETTINGS = environments.unused_settings()
for name in environments.MODULES:
    os.environ.pop(name, None)
os.environ.update(VAR_DIR=TEMPORARY_DIR, **EXTERNAL_SETTINGS)

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, DATABASES, VAR_DIR  # noqa: E402

for name, database in DATABASES.items():
    if database["ENGINE"].endswith("sqlite3"):  # a real file: a database in memory locks in other ways
        database["TEST"] = {"NAME": str(Path(VAR_DIR) / f"test-{name}.sqlite3")}
    else:
        database["TEST"] = {"NAME": database["NAME"]}

# Wagtail would find resized pictures of an earlier test, whose store is gone.
CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # made to be quick
