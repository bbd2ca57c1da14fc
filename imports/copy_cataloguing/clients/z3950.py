"""Z39.50 through yaz's zoomsh, which reads a script from its standard input; no Python client is maintained.

zoomsh ends with status 0 after every error; what went wrong is in its output.
"""

import re
import shutil
import subprocess
import tempfile
from typing import IO

from imports.copy_cataloguing.clients.question import MAX_BYTES, MAX_RECORDS, SECONDS, Answer, Place
from imports.copy_cataloguing.errors import (
    AnswerTooLarge,
    ClientMissing,
    NotACatalogue,
    TargetRefused,
    TargetSlow,
    TargetUnreachable,
)

PROGRAM = "zoomsh"
ERROR = re.compile(rb"error: ([^\n]*)\((\w[\w.-]*):(\d+)\)([^\n]*)")  # "Connection refused (ZOOM:10000) host:port"
HITS = re.compile(rb"^[^\n]*: (\d+) hits$", re.MULTILINE)
RECORD = re.compile(rb"^\d+ database=[^\n]*\n", re.MULTILINE)
UNREACHABLE, LOST, TIMEOUT = b"10000", b"10004", b"10007"
MAX_REASON = 200


def is_installed() -> bool:
    """Return whether the program exists on this machine."""
    return shutil.which(PROGRAM) is not None


def ask(place: Place, isbns: list[str]) -> Answer:
    """Return the records with one of these ISBN. Raises TargetProblem."""
    if not is_installed():
        raise ClientMissing
    # The output is bounded by the system, so that no answer fills memory or disk.
    command = ["prlimit", f"--fsize={MAX_BYTES}", "--core=0", PROGRAM]
    with tempfile.TemporaryFile() as output:
        try:
            ended = subprocess.run(
                command,
                input=_script(place, isbns).encode(),
                stdout=output,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise TargetSlow(seconds=int(SECONDS)) from late
        if ended.returncode < 0:
            raise AnswerTooLarge(megabytes=MAX_BYTES // 1024**2)
        return read_output(_content(output))


def read_output(output: bytes) -> Answer:
    """Return the records that zoomsh printed. Raises TargetProblem for an error that it printed."""
    records, hits = _records(output), HITS.search(output)
    if not records and (error := ERROR.search(output)):
        raise _problem(error)
    if not records and hits is None:
        raise NotACatalogue
    return Answer(total=int(hits[1][:9]) if hits else len(records), iso2709=records[:MAX_RECORDS])


def _script(place: Place, isbns: list[str]) -> str:
    """Return the commands; Target and read_isbn check all values, so that none contains a line end or quote."""
    query = f'@attr 1=7 "{isbns[-1]}"'
    for isbn in reversed(isbns[:-1]):
        query = f'@or @attr 1=7 "{isbn}" {query}'
    lines = [
        f"set timeout {max(1, int(SECONDS) - 1)}",
        f"set preferredRecordSyntax {place.schema or 'usmarc'}",
        f"connect {place.host}:{place.port}/{place.database}",
        f"search {query}",
        f"show 0 {MAX_RECORDS} raw",
        "quit",
    ]
    return "".join(f"{line}\n" for line in lines)


def _records(output: bytes) -> list[bytes]:
    """Return the records after each heading line, by the length that ISO 2709 has in its first five bytes."""
    found, heading = [], RECORD.search(output)
    while heading:
        start = heading.end()
        length = int(output[start : start + 5]) if output[start : start + 5].isdigit() else 0
        if length:
            found.append(output[start : start + length])
        heading = RECORD.search(output, start + length)
    return found


def _problem(error: re.Match[bytes]) -> Exception:
    message, code, details = error[1].strip(), error[3], error[4].strip()
    if code in (UNREACHABLE, LOST):
        return TargetUnreachable()
    if code == TIMEOUT:
        return TargetSlow(seconds=int(SECONDS))
    reason = b": ".join(filter(None, (message, details))).decode("utf-8", "replace")
    return TargetRefused(reason=" ".join(reason.split())[:MAX_REASON])


def _content(output: IO[bytes]) -> bytes:
    output.seek(0)
    return output.read(MAX_BYTES)
