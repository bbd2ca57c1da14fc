"""`python -m bench.book ours|tesseract|first|tesseract-page PAGES [full]`: seconds to digitise a scanned book.

The demo's book, whose pages are mostly poems in large print; or `full`, pages full of prose (bench/full_pages.py).

The product does the whole work:
stored under its digest, straightened, read, page images, word boxes, cover, searchable PDF, index.
The baseline is Tesseract alone, one process for each core with a list of its pages, writing plain text.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.site import site, until

LATE_WORDS = 5  # a page with fewer words is too short for a comparison


def main() -> None:
    """Measure one of the four variants and print the result."""
    which, pages = sys.argv[1], int(sys.argv[2])
    folder = full_pages(pages) if sys.argv[3:] == ["full"] else _scan(pages)
    measured = {"ours": _ours, "first": _first, "tesseract": _tesseract, "tesseract-page": _tesseract_page}[which]
    value, check = measured(folder, pages)
    print(json.dumps({"value": value, "check": check}))


def _ours(folder: Path, pages: int) -> tuple[float, str]:
    with site() as school:
        from ingest.pipeline.temporary_workers import temporary_workers

        with temporary_workers():
            _warm_up(school, folder)
            started = time.perf_counter()
            upload = send_to(school, folder)
            until(lambda: is_digitised(upload))
            return time.perf_counter() - started, f"{upload.resource.pages.filter(state='ready').count()} pages"


def _first(folder: Path, pages: int) -> tuple[float, str]:
    with site() as school:
        from ingest.pipeline.temporary_workers import temporary_workers

        with temporary_workers():
            _warm_up(school, folder)
            started = time.perf_counter()
            upload = send_to(school, folder)
            until(lambda: _can_be_found(upload))
            return time.perf_counter() - started, "found"


def _tesseract(folder: Path, pages: int) -> tuple[float, str]:
    pictures = _pictures(folder)
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as out:
        lists = [Path(out) / f"list{core}" for core in range(cores)]
        for core, file in enumerate(lists):
            file.write_text("".join(f"{picture}\n" for picture in pictures[core::cores]))
        started = time.perf_counter()
        running = [subprocess.Popen(_command(file, Path(out) / f"text{core}")) for core, file in enumerate(lists)]
        assert not any(process.wait() for process in running)
        return time.perf_counter() - started, f"{len(pictures)} pages"


def _tesseract_page(folder: Path, pages: int) -> tuple[float, str]:
    with tempfile.TemporaryDirectory() as out:
        started = time.perf_counter()
        subprocess.run(_command(_pictures(folder)[1], Path(out) / "text"), check=True)
        return time.perf_counter() - started, "found"


def _command(source: Path, target: Path) -> list[str]:
    return ["tesseract", str(source), str(target), "-l", "vie", "quiet"]


def _scan(pages: int) -> Path:
    from demo.scan import make_scan

    return make_scan(Path("var/bench") / f"scan-{pages}", pages=range(pages))


def full_pages(pages: int) -> Path:
    from bench.full_pages import make_full_pages

    return make_full_pages(Path("var/bench") / f"full-{pages}", pages)


def _pictures(folder: Path) -> list[Path]:
    from ingest.filenames import natural_key

    return sorted(folder.glob("*.jpg"), key=lambda path: natural_key(path.name))


def send_to(school: Any, folder: Path) -> Any:
    from django.utils import timezone

    from ingest.uploads import actions
    from sharing.viewer import system_viewer

    by = system_viewer(school.pk, now=timezone.now())
    return actions.create_uploads(actions.receive_path(folder), school=school, by=by)[0]


def _warm_up(school: Any, folder: Path) -> None:
    """Let every worker load its libraries, as on a site that has been running."""
    with tempfile.TemporaryDirectory() as one:
        for number, picture in enumerate(_pictures(folder)[1 : 1 + 2 * (os.cpu_count() or 1)]):
            (Path(one) / f"{number}.jpg").symlink_to(picture.resolve())
        upload = send_to(school, Path(one))
        until(lambda: is_digitised(upload))


def is_digitised(upload: Any) -> bool:
    from ingest.states import State
    from repository.models import IndexChange

    upload.refresh_from_db()
    assert upload.state not in (State.FAILED, State.REFUSED), upload.problem
    return upload.state == State.REVIEW and not IndexChange.objects.exists()


def _can_be_found(upload: Any) -> bool:
    """Return whether a librarian of its school finds the book by words of any of its pages."""
    from django.utils import timezone

    from repository.models import PageText
    from search import queries
    from search.query import Query
    from sharing.viewer import system_viewer

    upload.refresh_from_db()
    page = PageText.objects.filter(page__resource=upload.resource_id).first()
    words = page.text.split()[:LATE_WORDS] if page else []
    if len(words) < LATE_WORDS:
        return False
    viewer = system_viewer(upload.school_id, now=timezone.now())
    found = queries.find(viewer, Query(" ".join(words)))
    return any(hit.resource.pk == upload.resource_id for hit in found.hits)


if __name__ == "__main__":
    main()
