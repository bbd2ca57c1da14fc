"""`python -m bench [--quick] [--row WORDS]`: measure rows in pairs; `--quick`: each once, small, without servers."""

import argparse
from collections.abc import Iterator
from math import log2
from pathlib import Path

from bench.runner import Row, measure
from bench.table import write
from devtools import owners
from devtools.servers.service_user import home

FOLDER = Path("var/bench")
ENGINES = {"tantivy": "Tantivy", "elastic": "Elasticsearch"}
SERVERS = ("elastic",)
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
MEMORY = (
    ("web", "one web process, after 400 answers", 160),
    ("reader", "one reader of scanned pages with its child, after a book", 220),
    ("whole", "the whole embedded installation, after both", 600),
)


def rows(*, quick: bool) -> list[Row]:
    """Return the rows with their targets (docs/reference/bench.md); small sizes for a quick run."""
    pages, refill = ("12", 2_000) if quick else ("100", 20_000)
    records, keys = ((5_000, 10_000), (10, 1_000)) if quick else ((100_000, 1_000_000), (10, 9_999))
    every = [
        Row(
            "scanned book of full pages to pages, text, cover, searchable PDF and index",
            "s",
            ("bench.book", "ours", pages, "full"),
            ("bench.book", "tesseract", pages, "full"),
            1.00,
        ),
        Row(
            "first page of that book can be found",
            "s",
            ("bench.book", "first", pages, "full"),
            ("bench.book", "tesseract-page", pages, "full"),
            1.30,
        ),
        Row(
            "scanned book of short pages in large print to pages, text, cover, searchable PDF and index",
            "s",
            ("bench.book", "ours", pages),
            ("bench.book", "tesseract", pages),
            1.00,
        ),
        Row(
            "first page of that book can be found",
            "s",
            ("bench.book", "first", pages),
            ("bench.book", "tesseract-page", pages),
            2.20,
        ),
        *(_search(engine, count) for engine in ENGINES for count in records),
        *(row for engine in ENGINES for row in _growth(engine, records, keys)),
        *(_rebuild(engine, refill) for engine in ENGINES),
        *_imports(*((2_000, 500) if quick else (100_000, 10_000))),
        *(row for database in DATABASES for row in _loans(database)),
        Row("answer to one scan at the lending desk, SQLite: p95", "ms", ("bench.desk", "answer"), (), 100),
        Row("… one scan posted", "ms", ("bench.desk", "post"), ("bench.desk", "bare"), 10.0),
        *(_heading(database, pages) for database in DATABASES),
        Row(
            "results page for a visitor among 5,000 records, sixteen at once",
            "ms",
            ("bench.web", "results"),
            ("bench.web", "constant"),
            1 / 0.06,
        ),
        Row(
            "page image of a protected book behind the gate, sixteen at once",
            "ms",
            ("bench.web", "image"),
            ("bench.web", "file"),
            1 / 0.15,
        ),
        *(Row(f"memory of {noun}", "MB", ("bench.memory", which), (), most) for which, noun, most in MEMORY),
    ]
    return [row for row in every if not (quick and row.server)]


def _loans(database: str) -> Iterator[Row]:
    """Yield the rows of lending: against the database driver alone, and the longest wait of any borrower."""
    server, name = database == "postgresql", f"sixteen who borrow and return at once, {DATABASES[database]}"
    ours, raw, longest = (("bench.loans", which, database) for which in ("ours", "raw", "longest"))
    yield Row(f"{name}: one loan", "ms", ours, raw, 1 / 0.4, server=server)
    yield Row(f"{name}: the longest wait for an answer", "ms", longest, (), 250, server=server)


def _heading(database: str, pages: str) -> Row:
    """Return the row of one heading over many records; a quick run has few pages, and few records."""
    records = 500 if pages == "12" else 5_000
    name = f"one heading changed over {records:,} records, {DATABASES[database]} and Tantivy"
    ours, bare = (("bench.heading", which, str(records), database) for which in ("ours", "bare"))
    return Row(name, "s", ours, bare, 20.0, server=database == "postgresql")


def _imports(many: int, few: int) -> Iterator[Row]:
    """Yield the rows of a MARC file: beside pymarc and the engine alone, its growth, and the memory of the importer."""
    ours, fewer, alone, memory = (
        ("bench.imports", which, str(number))
        for which, number in (("findable", many), ("findable", few), ("bare", many), ("memory", many))
    )
    yield Row(f"MARC file of {many:,} records, from the file to the index", "s", ours, alone, 5.0)
    name = f"MARC file, for each doubling of records from {few:,} to {many:,}"
    yield Row(name, "s", ours, fewer, 2.05, doublings=log2(many / few))
    yield Row(f"memory of the importer, a MARC file of {many:,} records", "MB", memory, (), 160)


def _search(engine: str, records: int) -> Row:
    ours, yardstick = (("bench.search", which, str(records)) for which in (engine, f"{engine}-bare"))
    name = f"search among {records:,} resources with 1,000 keys, {ENGINES[engine]}: p95"
    return Row(name, "ms", ours, yardstick, 1.30, server=engine in SERVERS)


def _growth(engine: str, records: tuple[int, int], keys: tuple[int, int]) -> Iterator[Row]:
    """Yield the rows of growth from the smaller to the greater number, as the cost of one doubling."""
    for noun, pair, target in (("records", records, 1.25), ("keys", keys, 1.40)):
        fewer, more = (("bench.search", engine, *_sizes(noun, number, records[0])) for number in pair)
        name = f"search, for each doubling of {noun} from {pair[0]:,} to {pair[1]:,}, {ENGINES[engine]}: p95"
        yield Row(name, "ms", more, fewer, target, server=engine in SERVERS, doublings=log2(pair[1] / pair[0]))


def _sizes(noun: str, number: int, records: int) -> tuple[str, str]:
    """Return pairs of numbers of records and keys, of which one grows."""
    return (str(number), "1000") if noun == "records" else (str(records), str(number))


def _rebuild(engine: str, records: int) -> Row:
    ours, yardstick = (("bench.rebuild", which, str(records)) for which in (engine, f"{engine}-bare"))
    name = f"index of {records:,} records made again, {ENGINES[engine]}"
    return Row(name, "s", ours, yardstick, 10.0, server=engine in SERVERS)


def main() -> None:
    """Measure the rows, write the results, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one small run of each row, without servers")
    parser.add_argument("--runs", type=int, default=5, help="pairs of each row")
    parser.add_argument("--row", default="", help="only the rows whose name holds these words")
    options = parser.parse_args()
    wanted = [row for row in rows(quick=options.quick) if options.row.casefold() in row.name.casefold()]
    if not wanted:
        parser.error("No row has such a name: see bench/__main__.py.")
    var_dir = FOLDER.parent.resolve()
    with owners.locked(home(var_dir)):
        owners.add_run(home(var_dir), owners.current_run())
    figures = measure(wanted, runs=1 if options.quick else options.runs)
    print(write(figures, FOLDER))
    if options.quick:
        print("Quick: small sizes, one pair, Elasticsearch left out. For figures run without --quick.")


if __name__ == "__main__":
    main()
