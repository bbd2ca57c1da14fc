"""The fields of search/document.py as Tantivy schemas, and the opening of the indexes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tantivy

from search.document import PART_FIELDS, RESOURCE_FIELDS, FieldKind

SPLIT = "white_space"

KINDS: Mapping[FieldKind, dict[str, Any]] = {
    FieldKind.KEY: {"stored": True, "tokenizer_name": "raw", "index_option": "basic"},
    FieldKind.WORDS: {"tokenizer_name": SPLIT, "index_option": "position"},
    FieldKind.BAG: {"tokenizer_name": SPLIT, "index_option": "freq"},
    FieldKind.LABEL: {"tokenizer_name": "raw", "index_option": "basic"},
    FieldKind.FACET: {"fast": True, "tokenizer_name": "raw", "index_option": "basic"},
    FieldKind.ORDER: {"fast": True, "tokenizer_name": "raw", "index_option": "basic"},
}


def _schema(fields: Mapping[str, FieldKind]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name, kind in fields.items():
        if kind == FieldKind.NUMBER:
            # Signed: with an unsigned fast field the writer thread panics on the integers that Document writes.
            builder.add_integer_field(name, indexed=True, fast=True)
        else:
            builder.add_text_field(name, **KINDS[kind])
    return builder.build()


RESOURCES, PARTS = _schema(RESOURCE_FIELDS), _schema(PART_FIELDS)
Opened = tuple[tantivy.Index, tantivy.Index]


def open_indexes(generation: Path) -> Opened:
    """Open or create the indexes of resources and parts in a folder."""
    indexes = []
    for name, schema in (("resources", RESOURCES), ("parts", PARTS)):
        (generation / name).mkdir(exist_ok=True)
        index = tantivy.Index(schema, path=str(generation / name))
        splitter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer(SPLIT, splitter)
        indexes.append(index)
    return indexes[0], indexes[1]
