"""`python -m bench.memory web|reader|whole`: megabytes of the product's processes, after a book and 400 answers.

Proportional set size (/proc/…/smaps_rollup): a page that several processes share counts in parts.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.book import full_pages, is_digitised, send_to
from bench.site import site, until
from bench.web import PRODUCT, ask, results, serving

PAGES = 12
MEGABYTE = 1_000_000


def main() -> None:
    """Let the processes work, measure their memory, print it."""
    which = sys.argv[1]
    with site(ALLOWED_HOSTS="localhost") as school, ExitStack() as running:
        from ingest.pipeline.temporary_workers import temporary_workers

        asked = list(results(school))
        running.enter_context(temporary_workers())
        port = running.enter_context(serving(PRODUCT))
        upload = send_to(school, full_pages(PAGES))
        until(lambda: is_digitised(upload))
        ask(port, asked, answers=400)
        groups = dict(_groups())
        wanted = {
            "web": max(groups["web"], default=0.0),
            "reader": max(groups["reader"], default=0.0),
            "whole": sum(map(sum, groups.values())),
        }
        print(json.dumps({"value": wanted[which], "check": sorted(groups)}))


def _groups() -> Iterator[tuple[str, list[float]]]:
    """Return the memory of the web server and the workers by process, each with its children, and of these two."""
    found: dict[str, list[float]] = {"web": [], "reader": [], "other": []}
    for parent in _children(os.getpid()):
        found["other"].append(_held([parent]))
        is_web = "gunicorn" in Path(f"/proc/{parent}/cmdline").read_text().split("\0")
        for child in _children(parent):
            reads = Path(f"/proc/{child}/comm").read_text().startswith("pages")
            found["web" if is_web else "reader" if reads else "other"].append(_held(_family(child)))
    return iter(found.items())


def _family(process: int) -> list[int]:
    return [process, *(one for child in _children(process) for one in _family(child))]


def _children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _held(processes: Iterable[int]) -> float:
    """Return the proportional set size of the processes in megabytes."""
    total = 0
    for process in processes:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        total += next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total / MEGABYTE


if __name__ == "__main__":
    main()
