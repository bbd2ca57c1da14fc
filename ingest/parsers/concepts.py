"""Files of SKOS that are read in the sandbox in one go: some thousand concepts."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from ingest.parsers import parser_pool
from ingest.parsers.errors import ConceptsDamaged, ConceptsTooLong, EntitiesInConcepts, TooManyStatements
from repository.formats.skos.forms import FORMS, Form
from repository.formats.skos.found import MAX_BYTES, MAX_STATEMENTS, Damage, Found, Unreadable

READ_SECONDS = 60.0  # longest silence of the parser
AT_ONCE = 100  # concepts in one message


def concepts_in(data: bytes, form: Form) -> list[Found]:
    """Return the concepts of a file. Raise BadInput, IsolationMissing, ParserFault."""
    found: list[Found] = []
    with parser_pool.scratch() as folder, parser_pool.parser() as parser:
        path = folder / "concepts"
        path.write_bytes(data)
        for values, _blobs in parser.ask("read_concepts", seconds=READ_SECONDS, path=str(path), ending=form.ending):
            found.extend(map(Found.from_values, values["concepts"]))
    return found


def values_in(path: Path, ending: str) -> Iterator[list[dict[str, Any]]]:
    """Yield the concepts of a file as values of JSON, a hundred at a time: what the sandbox does. Raise BadInput."""
    from repository.formats.skos import parsing  # rdflib is large, and few parsers need it

    with refusals(), path.open("rb") as file:
        concepts = parsing.concepts_in(file.read(MAX_BYTES + 1), FORMS[ending])
        while some := list(islice(concepts, AT_ONCE)):
            yield [one.values() for one in some]


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what a file of SKOS is not read for into the refusal that a user sees."""
    try:
        yield
    except Unreadable as unreadable:
        if unreadable.damage == Damage.TOO_LONG:
            raise ConceptsTooLong(limit=MAX_BYTES >> 20) from unreadable
        if unreadable.damage == Damage.TOO_MANY:
            raise TooManyStatements(limit=MAX_STATEMENTS) from unreadable
        raise (EntitiesInConcepts if unreadable.damage == Damage.ENTITIES else ConceptsDamaged)() from unreadable
