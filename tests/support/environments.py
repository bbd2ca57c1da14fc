"""The environment of one site: where it keeps everything, on either set of backends.

TEST_BACKENDS=embedded (the default): SQLite, files, a Tantivy index and the queue, all in one folder.
TEST_BACKENDS=production: a database, a bucket, a name of indices and two databases of Redis, each for one site alone.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import buckets, databases, redis_databases, search_indexes, servers, template

SETS = ("embedded", "production")
BACKENDS = os.environ.setdefault("TEST_BACKENDS", SETS[0])
if BACKENDS not in SETS:
    raise ValueError(f"TEST_BACKENDS must be one of {', '.join(SETS)}, not {BACKENDS}.")
NOTE = "place.json"
PRODUCTION = BACKENDS == "production"


@dataclass(frozen=True)
class Place:
    """A folder of data, and the settings that name what lies outside it."""

    var_dir: Path
    settings: Mapping[str, str] = field(default_factory=dict)


def get_ready() -> None:
    """Migrate what all places are made from, if no run has done it yet."""
    if PRODUCTION:
        databases.template_of_all()
    else:
        template.template()


def named() -> dict[str, str]:
    """Settings of a place that nothing stands on yet."""
    if not PRODUCTION:
        return {}
    return {
        "DATABASE_URL": databases.url_of(databases.a_name()),
        "OBJECT_STORE_URL": buckets.url_of(servers.a_name()),
        "SEARCH_URL": search_indexes.make(),
        "TASKS_URL": redis_databases.take(),
        "CACHE_URL": redis_databases.take(),
    }


def make(var_dir: Path) -> Place:
    """A migrated and empty place."""
    if not PRODUCTION:
        template.fill(var_dir)
        return Place(var_dir)
    settings = named()
    databases.make(settings["DATABASE_URL"])
    buckets.make(settings["OBJECT_STORE_URL"])
    return note(Place(var_dir, settings))


def copy(source: Path, target: Path) -> Place:
    """The same beside it, for a folder that was copied; nobody may work at the source."""
    if not PRODUCTION:
        return Place(target)
    there, settings = at(source), named()
    databases.make(settings["DATABASE_URL"], like=there["DATABASE_URL"])
    redis_databases.put_back(settings["TASKS_URL"], redis_databases.kept(there["TASKS_URL"]))
    beside = {
        "OBJECT_STORE_URL": buckets.copy(there["OBJECT_STORE_URL"]),
        "SEARCH_URL": search_indexes.copy(there["SEARCH_URL"]),
    }
    return note(Place(target, {**settings, **beside}))


def at(var_dir: Path) -> dict[str, str]:
    """The settings of a place that was made here before, perhaps by another process of the run."""
    note = var_dir / NOTE
    return dict(json.loads(note.read_text("utf-8"))) if note.is_file() else {}


def note(place: Place) -> Place:
    """Write down beside its data where the rest of it lies; what `at` reads."""
    (place.var_dir / NOTE).write_text(json.dumps(dict(place.settings)), encoding="utf-8")
    return place


def take_away(settings: Mapping[str, str]) -> None:
    """All that lies outside the folder."""
    for name, url in settings.items():
        OWNERS[name].take_away(url)


OWNERS = {
    "DATABASE_URL": databases,
    "OBJECT_STORE_URL": buckets,
    "SEARCH_URL": search_indexes,
    "TASKS_URL": redis_databases,
    "CACHE_URL": redis_databases,
}
