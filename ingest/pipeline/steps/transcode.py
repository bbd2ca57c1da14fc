"""Of a recording: one stream in one file with a table of its segments, and a cover: a poster, or what a sound has."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from ingest.errors import BadInput
from ingest.parsers import parser_pool
from ingest.parsers.file_type import SourceKind
from ingest.parsers.media import STREAM_TYPE
from ingest.parsers.sandbox import Child
from ingest.pipeline.job import Job
from repository import actions as catalogue
from repository.actions.files import FileToAttach
from repository.models import ResourceFile
from workers import fault_injection

QUEUE = "media"
SECONDS = 180  # the longest silence of ffmpeg


def concerns(job: Job) -> bool:
    """Whether there is anything to do."""
    return job.source == SourceKind.RECORDING


def run(job: Job) -> None:
    """Remux what fits, encode the rest; the lease is renewed as ffmpeg tells how far it is."""
    if not concerns(job):
        return
    facts = job.facts
    with parser_pool.parser() as child, parser_pool.scratch() as folder:
        segments: list[Any] = []
        for values, _blobs in child.ask(
            "stream", seconds=SECONDS, path=str(job.original), folder=str(folder), found=facts
        ):
            segments = values.get("segments", segments)
            job.heartbeat()
        fault_injection.point("media.made")
        _attach_stream(job, folder / "stream.ts", segments, facts)
        fault_injection.point("media.attached")
        if facts["video"]:
            _add_poster(job, child, folder, facts)
        elif facts.get("cover"):
            with suppress(BadInput):  # a broken picture inside does not sink the sound
                _add_poster(job, child, folder, facts)


def _add_poster(job: Job, child: Child, folder: Path, facts: dict[str, Any]) -> None:
    question = {"path": str(job.original), "folder": str(folder), "found": facts}
    for size, blobs in child.ask("poster", seconds=SECONDS, **question):
        _attach_poster(job, blobs[0], size)


def _attach_stream(job: Job, file: Path, segments: list[Any], facts: dict[str, Any]) -> None:
    blob = job.store_file(file, STREAM_TYPE)
    details = {"duration": facts["seconds"], "height": facts["height"], "segments": segments}
    _attach(job, FileToAttach(ResourceFile.Role.STREAM, blob, "stream.ts", STREAM_TYPE, details=details))


def _attach_poster(job: Job, data: bytes, size: dict[str, Any]) -> None:
    blob = job.store_value(data, "image/jpeg")
    _attach(job, FileToAttach(ResourceFile.Role.COVER, blob, "cover.jpg", "image/jpeg", details=size))


def _attach(job: Job, file: FileToAttach) -> None:
    with job.writing():
        catalogue.attach_file(job.resource, file=file, by=job.by)
