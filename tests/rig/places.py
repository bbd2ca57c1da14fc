"""Where one site keeps everything, on either set of services.

TEST_SET=embedded (the default): SQLite, files, a Tantivy index and the queue, all in one folder. TEST_SET=production:
a database, a bucket, a name of indices and two databases of Redis, each for that one site alone.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.rig import buckets, databases, indices, memories, servers, template

SETS = ("embedded", "production")
SET = os.environ.setdefault("TEST_SET", SETS[0])
if SET not in SETS:
    raise ValueError(f"TEST_SET is one of {', '.join(SETS)}, not {SET}.")
NOTE = "place.json"
IN_PRODUCTION = SET == "production"


@dataclass(frozen=True)
class Place:
    """A folder of data, and the settings that name what lies outside it."""

    var_dir: Path
    settings: Mapping[str, str] = field(default_factory=dict)


def get_ready() -> None:
    """Migrate what all places are made from, if no run has done it yet."""
    if IN_PRODUCTION:
        databases.template_of_all()
    else:
        template.template()


def named() -> dict[str, str]:
    """Settings of a place that nothing stands on yet."""
    if not IN_PRODUCTION:
        return {}
    return {
        "DATABASE_URL": databases.url_of(databases.a_name()),
        "OBJECT_STORE_URL": buckets.url_of(servers.a_name()),
        "SEARCH_URL": indices.make(),
        "TASKS_URL": memories.take(),
        "CACHE_URL": memories.take(),
    }


def make(var_dir: Path) -> Place:
    """A migrated and empty place."""
    if not IN_PRODUCTION:
        template.fill(var_dir)
        return Place(var_dir)
    settings = named()
    databases.make(settings["DATABASE_URL"])
    buckets.make(settings["OBJECT_STORE_URL"])
    return _noted(Place(var_dir, settings))


def copy(source: Path, target: Path) -> Place:
    """The same beside it, for a folder that was copied; nobody may work at the source."""
    if not IN_PRODUCTION:
        return Place(target)
    there, settings = at(source), named()
    databases.make(settings["DATABASE_URL"], like=there["DATABASE_URL"])
    memories.put_back(settings["TASKS_URL"], memories.kept(there["TASKS_URL"]))
    beside = {
        "OBJECT_STORE_URL": buckets.copy(there["OBJECT_STORE_URL"]),
        "SEARCH_URL": indices.copy(there["SEARCH_URL"]),
    }
    return _noted(Place(target, {**settings, **beside}))


def at(var_dir: Path) -> dict[str, str]:
    """The settings of a place that was made here before, perhaps by another process of the run."""
    note = var_dir / NOTE
    return dict(json.loads(note.read_text("utf-8"))) if note.is_file() else {}


def _noted(place: Place) -> Place:
    (place.var_dir / NOTE).write_text(json.dumps(dict(place.settings)), encoding="utf-8")
    return place


def take_away(settings: Mapping[str, str]) -> None:
    """All that lies outside the folder."""
    for name, url in settings.items():
        OWNERS[name].take_away(url)


OWNERS = {
    "DATABASE_URL": databases,
    "OBJECT_STORE_URL": buckets,
    "SEARCH_URL": indices,
    "TASKS_URL": memories,
    "CACHE_URL": memories,
}
