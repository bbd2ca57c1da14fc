"""The indexes of an installation: numbered generations, of which two aliases name the current one.

Their names are `PREFIX-resources-FORMAT-NUMBER` and `PREFIX-parts-FORMAT-NUMBER`. While a generation is filled,
documents go to it through an alias of its own, so that the server never creates an index in place of a removed one.
"""

import re
from collections.abc import Mapping
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from search.backends.elastic.connection import body_of
from search.document import FORMAT, PART_FIELDS, RESOURCE_FIELDS, FieldKind

FIELDS = {"resources": RESOURCE_FIELDS, "parts": PART_FIELDS}

# Only analysers that a server without modules has: the text is already analysed, the server splits it at whitespace.
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
    """The indexes with names that begin with `prefix`."""

    def __init__(self, client: Elasticsearch, prefix: str) -> None:
        self._client = client
        self._prefix = prefix
        self._numbered = re.compile(rf"{re.escape(prefix)}-(?:{'|'.join(FIELDS)})-\d+-(\d+)")

    def alias(self, kind: str) -> str:
        """Return the alias of a kind, which is searched and written to."""
        return f"{self._prefix}-{kind}"

    def aliases(self) -> dict[str, str]:
        """Return all aliases, by kind."""
        return {kind: self.alias(kind) for kind in FIELDS}

    def are_ready(self, client: Elasticsearch) -> bool:
        """Return whether both aliases name indexes of the present format; the client sets the timeout."""
        names = self._behind(client, *self.aliases().values())
        return all(any(name.startswith(f"{alias}-{FORMAT}-") for name in names) for alias in self.aliases().values())

    def begin(self, refresh: str = "1s") -> int:
        """Create empty indexes of the next number; return the number."""
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
        """Return the aliases through which a generation is filled, by kind."""
        return {kind: self._filling(kind, number) for kind in FIELDS}

    def finish(self, number: int) -> None:
        """Make all documents of a generation visible to searches."""
        for kind in FIELDS:
            name = self._name(kind, number)
            self._client.indices.put_settings(index=name, settings={"index.refresh_interval": None})
            self._client.indices.refresh(index=name)

    def switch(self, number: int) -> None:
        """Make this generation the current one atomically; remove all older ones, also unfinished ones.

        An index with the name of an alias was created by the server while the alias was missing; it is removed too.
        """
        new = {kind: self._name(kind, number) for kind in FIELDS}
        older = [name for name, older_number in self._numbers().items() if older_number < number]
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
        """Return the indexes behind these aliases, and indexes with these names."""
        response = client.indices.get(index=list(names), ignore_unavailable=True, filter_path=ONLY_NAMES)
        return list(body_of(response))

    def _numbers(self) -> dict[str, int]:
        """Return all numbered indexes of this installation, with their numbers."""
        patterns = [f"{alias}-*" for alias in self.aliases().values()]
        try:
            response = self._client.indices.get(index=patterns, expand_wildcards="all", filter_path=ONLY_NAMES)
        except NotFoundError:
            return {}
        matches = {name: self._numbered.fullmatch(name) for name in body_of(response)}
        return {name: int(match[1]) for name, match in matches.items() if match}
