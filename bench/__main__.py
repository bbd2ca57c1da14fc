"""`python -m bench [--quick]`: all rows in pairs; `--quick` runs each once, small, and leaves the servers out."""

import argparse
from pathlib import Path

from bench.pairs import Row, measure
from bench.table import write

FOLDER = Path("var/bench")


def rows(*, quick: bool) -> list[Row]:
    """The promises (docs/reference/bench.md); small sizes for a quick run."""
    pages, records = ("12", "10000") if quick else ("100", "100000")
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
        Row(
            "search among many, 1,000 keys, Tantivy: p95",
            "ms",
            ("bench.search", "tantivy", records),
            ("bench.search", "tantivy-bare", records),
            1.30,
        ),
        Row(
            "search among many, 1,000 keys, Elasticsearch: p95",
            "ms",
            ("bench.search", "elastic", records),
            ("bench.search", "elastic-bare", records),
            1.30,
            server=True,
        ),
    ]
    return [row for row in every if not (quick and row.server)]


def main() -> None:
    """Measure, write, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one small run of each row, without servers")
    parser.add_argument("--runs", type=int, default=5, help="pairs of each row")
    options = parser.parse_args()
    figures = measure(rows(quick=options.quick), runs=1 if options.quick else options.runs)
    print(write(figures, FOLDER))
    if options.quick:
        print("Quick: small sizes, one pair, Elasticsearch left out. For figures run without --quick.")


if __name__ == "__main__":
    main()
