"""The environment of one site: where it keeps everything, on either set of backends (backends.py).

On the embedded set, that is a data folder. On the production set, it is also a database, a bucket, an index name and
two databases of Redis, each for one site.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import buckets, databases, redis_databases, search_indexes, servers, template
from tests.support.backends import PRODUCTION

SETTINGS_FILE = "environment.json"


@dataclass(frozen=True)
class Environment:
    """A data folder, and the settings that name everything outside it."""

    var_dir: Path
    settings: Mapping[str, str] = field(default_factory=dict)


def prepare_template() -> None:
    """Migrate the template that every environment is copied from, unless an earlier run has done it."""
    if PRODUCTION:
        databases.template_database()
    else:
        template.folder()


def unused_settings() -> dict[str, str]:
    """Return settings of which nothing exists yet."""
    if not PRODUCTION:
        return {}
    return {
        "DATABASE_URL": databases.url_of(databases.unique_name()),
        "OBJECT_STORE_URL": buckets.url_of(servers.unique_name()),
        "SEARCH_URL": search_indexes.unused_url(),
        "TASKS_URL": redis_databases.acquire(),
        "CACHE_URL": redis_databases.acquire(),
    }


def create(var_dir: Path) -> Environment:
    """Create a migrated and empty environment."""
    if not PRODUCTION:
        template.copy_into(var_dir)
        return Environment(var_dir)
    settings = unused_settings()
    databases.create(settings["DATABASE_URL"])
    buckets.create(settings["OBJECT_STORE_URL"])
    return save(Environment(var_dir, settings))


def copy(source: Path, target: Path) -> Environment:
    """Copy everything outside the folder, for a data folder that was copied; no process may use the source."""
    if not PRODUCTION:
        return Environment(target)
    original, settings = settings_of(source), unused_settings()
    databases.create(settings["DATABASE_URL"], like=original["DATABASE_URL"])
    redis_databases.restore(settings["TASKS_URL"], redis_databases.dump(original["TASKS_URL"]))
    copies = {
        "OBJECT_STORE_URL": buckets.copy(original["OBJECT_STORE_URL"]),
        "SEARCH_URL": search_indexes.copy(original["SEARCH_URL"]),
    }
    return save(Environment(target, {**settings, **copies}))


def settings_of(var_dir: Path) -> dict[str, str]:
    """Return the settings of an environment that a process of the run created here; empty on the embedded set."""
    file = var_dir / SETTINGS_FILE
    return dict(json.loads(file.read_text("utf-8"))) if file.is_file() else {}


def save(environment: Environment) -> Environment:
    """Write the settings into the data folder, for `settings_of`."""
    (environment.var_dir / SETTINGS_FILE).write_text(json.dumps(dict(environment.settings)), encoding="utf-8")
    return environment


def delete(settings: Mapping[str, str]) -> None:
    """Delete everything outside the folder."""
    for name, url in settings.items():
        MODULES[name].delete(url)


MODULES = {
    "DATABASE_URL": databases,
    "OBJECT_STORE_URL": buckets,
    "SEARCH_URL": search_indexes,
    "TASKS_URL": redis_databases,
    "CACHE_URL": redis_databases,
}
