"""The indexes of an installation: numbered revisions, of which two aliases name the ones that are searched.

`PREFIX-resources-FORMAT-NUMBER` and `PREFIX-parts-FORMAT-NUMBER`; while a revision is filled, documents go to it
through an alias of its own, so that the server never makes an index by itself for one that was removed meanwhile.
"""

import re
from collections.abc import Mapping
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from search.backends.elastic.connection import body_of
from search.document import FORMAT, PART_FIELDS, RESOURCE_FIELDS, FieldKind

FIELDS = {"resources": RESOURCE_FIELDS, "parts": PART_FIELDS}

# Only analysers that the bare server has: our own analysis has been done, the server splits at white space.
KINDS: Mapping[FieldKind, dict[str, Any]] = {
    FieldKind.KEY: {"type": "keyword"},
    FieldKind.NUMBER: {"type": "long"},
    FieldKind.WORDS: {"type": "text", "analyzer": "whitespace", "index_options": "positions"},
    FieldKind.BAG: {"type": "text", "analyzer": "whitespace", "index_options": "freqs"},
    FieldKind.LABEL: {"type": "keyword", "doc_values": False},
    FieldKind.FACET: {"type": "keyword"},
    FieldKind.ORDER: {"type": "keyword", "index": False},
}
ONLY_NAMES = "*.settings.index.uuid"


class Indexes:
    """The indexes whose names begin with `prefix`."""

    def __init__(self, client: Elasticsearch, prefix: str) -> None:
        self._client = client
        self._prefix = prefix
        self._numbered = re.compile(rf"{re.escape(prefix)}-(?:{'|'.join(FIELDS)})-\d+-(\d+)")

    def alias(self, kind: str) -> str:
        """The name that is searched and written to."""
        return f"{self._prefix}-{kind}"

    def aliases(self) -> dict[str, str]:
        """All of them, by kind."""
        return {kind: self.alias(kind) for kind in FIELDS}

    def are_ready(self, client: Elasticsearch) -> bool:
        """Whether both aliases name indexes of the present format; the client says how long to wait."""
        found = self._behind(client, *self.aliases().values())
        return all(any(name.startswith(f"{alias}-{FORMAT}-") for name in found) for alias in self.aliases().values())

    def begin(self, refresh: str = "1s") -> int:
        """Make empty indexes of the next number."""
        number = max(self._numbers().values(), default=0) + 1
        for kind, fields in FIELDS.items():
            properties = {name: KINDS[field] for name, field in fields.items()}
            self._client.indices.create(
                index=self._name(kind, number),
                aliases={self._filling(kind, number): {}},
                settings={"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": refresh},
                mappings={"dynamic": "strict", "_source": {"enabled": False}, "properties": properties},
            )
        return number

    def filling(self, number: int) -> dict[str, str]:
        """The aliases under which a revision is filled, by kind."""
        return {kind: self._filling(kind, number) for kind in FIELDS}

    def finish(self, number: int) -> None:
        """Let searches find all that a revision was filled with."""
        for kind in FIELDS:
            name = self._name(kind, number)
            self._client.indices.put_settings(index=name, settings={"index.refresh_interval": None})
            self._client.indices.refresh(index=name)

    def switch(self, number: int) -> None:
        """Search this revision from now on, in one step; those before it are removed, also unfinished ones.

        What stands under an alias' own name was made by the server for want of the alias, and makes room for it.
        """
        new = {kind: self._name(kind, number) for kind in FIELDS}
        older = [name for name, its_number in self._numbers().items() if its_number < number]
        behind = [name for name in self._behind(self._client, *self.aliases().values()) if name not in new.values()]
        actions: list[dict[str, Any]] = [{"remove_index": {"index": name}} for name in sorted({*older, *behind})]
        for kind, name in new.items():
            actions.append({"add": {"index": name, "alias": self.alias(kind)}})
            actions.append({"remove": {"index": name, "alias": self._filling(kind, number)}})
        self._client.indices.update_aliases(actions=actions)

    def _name(self, kind: str, number: int) -> str:
        return f"{self.alias(kind)}-{FORMAT}-{number:06d}"

    def _filling(self, kind: str, number: int) -> str:
        return f"{self.alias(kind)}-filling-{number:06d}"

    def _behind(self, client: Elasticsearch, *names: str) -> list[str]:
        """The indexes that these names stand for, those of the names' own among them."""
        answer = client.indices.get(index=list(names), ignore_unavailable=True, filter_path=ONLY_NAMES)
        return list(body_of(answer))

    def _numbers(self) -> dict[str, int]:
        """All numbered indexes of this installation; others of the server are none of our business."""
        wanted = [f"{alias}-*" for alias in self.aliases().values()]
        try:
            answer = self._client.indices.get(index=wanted, expand_wildcards="all", filter_path=ONLY_NAMES)
        except NotFoundError:
            return {}
        matches = {name: self._numbered.fullmatch(name) for name in body_of(answer)}
        return {name: int(match[1]) for name, match in matches.items() if match}
