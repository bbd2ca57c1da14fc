"""`python -m bench.imports findable|staged|committed|bare|memory RECORDS`: a MARC file on its way into the catalogue.

`findable`: seconds from the file to the last record in the index (Tantivy, SQLite), the index in its own process as
on a site; `staged` and `committed`: the first two parts of it. `bare`: seconds that pymarc needs to read the file and
write it again, and the engine alone to take its texts. `memory`: megabytes that the loading process holds at most.
"""

import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.site import site, until

WORDS = (
    "sách", "học", "trò", "cây", "bàng", "mùa", "hè", "con", "đường", "làng", "biển", "rừng", "núi", "nắng", "trăng",
)  # fmt: skip
PAUSE = 0.02  # seconds between two looks of the index process for new records


def main() -> None:
    """Measure, print."""
    which, records = sys.argv[1], int(sys.argv[2])
    if which == "index":
        _index_until_closed()
        return
    with site() as school:
        value = _bare(records) if which == "bare" else _ours(which, records, school)
    print(json.dumps({"value": value, "check": records}))


def _ours(which: str, records: int, school: Any) -> float:
    from django.conf import settings
    from django.utils import timezone

    from changesets.actions import running
    from imports.actions import committing, loading, receiving
    from repository.models import IndexChange, Resource
    from search import indexing
    from search.backends import current_backend
    from sharing.viewer import system_viewer

    by = system_viewer(school.pk, now=timezone.now())
    path = Path(settings.VAR_DIR) / "bench.mrc"  # not in memory, which is measured
    with path.open("wb") as target:
        target.writelines(_file(records))
    indexing.rebuild_if_missing(now=timezone.now())
    current_backend().close()  # type: ignore[attr-defined]
    with _index_process(), path.open("rb") as source:
        started = time.perf_counter()
        batch = receiving.start(source, name=path.name, size=path.stat().st_size, by=by)
        loading.run(batch.pk)
        if which == "memory":
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        staged = time.perf_counter()
        running.run(committing.start(batch, by=by).pk)
        committed = time.perf_counter()
        until(lambda: not IndexChange.objects.exists())
        findable = time.perf_counter()
    assert Resource.objects.count() == records
    return {"staged": staged, "committed": committed, "findable": findable}[which] - started


@contextmanager
def _index_process() -> Iterator[None]:
    """Let another process index what this one writes."""
    command = [sys.executable, "-m", "bench.imports", "index", "0"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield
        finally:
            process.stdin.close()


def _index_until_closed() -> None:
    """Say that this process is ready, and index until the process that started it closes the pipe."""
    import select

    import django

    django.setup()
    from django.utils import timezone

    from search import indexing

    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        indexing.index_pending(now=timezone.now())


def _bare(records: int) -> float:
    import pymarc
    import tantivy
    from django.conf import settings

    from search.backends.tantivy.schema import RESOURCES, open_indexes

    data, folder = b"".join(_file(records)), Path(settings.VAR_DIR) / "bare"
    folder.mkdir()
    index, _parts = open_indexes(folder)
    started = time.perf_counter()
    writer, written = index.writer(60_000_000), 0
    for record in pymarc.MARCReader(io.BytesIO(data)):
        assert record is not None
        written += len(record.as_marc())
        texts = [field.value() for field in record.get_fields("100", "245", "260", "520", "650")]
        values = {"key": record["001"].value(), "title_exact": texts[1], "names_exact": texts[0]}
        document = tantivy.Document.from_dict({**values, "all_exact": " ".join(texts)}, RESOURCES)
        writer.add_document(document)
    writer.commit()
    seconds = time.perf_counter() - started
    assert written == len(data)
    return seconds


def _file(records: int) -> Iterator[bytes]:
    """Yield records of about 500 bytes, all different."""
    from pymarc import Field, Indicators, Record, Subfield

    for number in range(records):
        words = [WORDS[(number * step + step) % len(WORDS)] for step in (1, 3, 7, 11)]
        title = f"{' '.join(words).capitalize()} {number}"
        record = Record(leader="00000nam a2200000 a 4500", force_utf8=True)
        record.add_field(Field("001", data=f"{number:08d}"), Field("003", data="BENCH"))
        for tag, indicators, parts in (
            ("082", "04", {"a": f"{number % 1000:03d}", "2": "23"}),
            ("100", "0 ", {"a": f"Nguyễn {words[0]} {words[1]}".title(), "e": "tác giả"}),
            ("245", "10", {"a": f"{title} :", "b": "truyện dài /", "c": "Nguyễn Văn A"}),
            ("260", "  ", {"a": "H. :", "b": "Kim Đồng,", "c": str(1990 + number % 36)}),
            ("300", "  ", {"a": "120 tr. :", "b": "tranh vẽ ;", "c": "24 cm"}),
            ("520", "  ", {"a": " ".join(words * 6)}),
            ("650", " 4", {"a": f"{words[2]} {words[3]}"}),
        ):
            subfields = [Subfield(code, value) for code, value in parts.items()]
            record.add_field(Field(tag, Indicators(*indicators), subfields))
        yield record.as_marc()


if __name__ == "__main__":
    main()
