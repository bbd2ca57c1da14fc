"""`python -m bench.imports findable|staged|committed|marc|memory RECORDS`: a MARC file on its way into the catalogue.

`findable`: processor seconds of all processes from the file to the last record in the index (Tantivy, SQLite);
`staged` and `committed`: of its first two parts. `marc`: what pymarc alone needs to read the file and write it again.
`memory`: megabytes that the loading process holds at most. Processor seconds: they say the same on a busy machine.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator

from bench.site import site

WORDS = (
    "sách", "học", "trò", "cây", "bàng", "mùa", "hè", "con", "đường", "làng", "biển", "rừng", "núi", "nắng", "trăng",
)  # fmt: skip


def main() -> None:
    """Measure, print."""
    which, records = sys.argv[1], int(sys.argv[2])
    if which == "marc":
        value = _pymarc(records)
    else:
        with site() as school:
            value = _ours(which, records, school)
    print(json.dumps({"value": value, "check": records}))


def _ours(which: str, records: int, school: object) -> float:
    from django.utils import timezone

    from changesets.actions import running
    from imports.actions import committing, loading, receiving
    from repository.models import IndexChange, Resource
    from search import indexing
    from sharing.viewer import system_viewer

    by = system_viewer(school.pk, now=timezone.now())  # type: ignore[attr-defined]
    data = b"".join(_file(records))
    started = _seconds()
    batch = receiving.start(io.BytesIO(data), name="bench.mrc", size=len(data), by=by)
    loading.run(batch.pk)
    if which == "memory":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    staged = _seconds()
    running.run(committing.start(batch, by=by).pk)
    committed = _seconds()
    while IndexChange.objects.exists():
        indexing.index_pending(now=timezone.now())
    assert Resource.objects.count() == records
    return {"staged": staged - started, "committed": committed - staged, "findable": _seconds() - started}[which]


def _pymarc(records: int) -> float:
    import pymarc

    data = b"".join(_file(records))
    started = _seconds()
    written = sum(len(record.as_marc()) for record in pymarc.MARCReader(io.BytesIO(data)))
    seconds = _seconds() - started
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


def _seconds() -> float:
    """Return the processor seconds of this process and of those that it has ended."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
