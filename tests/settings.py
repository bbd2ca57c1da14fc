"""The settings of tests: the product's own, in a folder of data that is thrown away."""

import os
import tempfile
from pathlib import Path

# Set before the product's settings are read, and passed on to the processes that tests start.
THROWN_AWAY = tempfile.mkdtemp(prefix="tu-sach-test-")
os.environ["VAR_DIR"] = THROWN_AWAY

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, VAR_DIR  # noqa: E402

for name, database in DATABASES.items():
    if database["ENGINE"].endswith("sqlite3"):  # a real file: a database in memory locks in other ways
        database["TEST"] = {"NAME": str(Path(VAR_DIR) / f"test-{name}.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # made to be quick
