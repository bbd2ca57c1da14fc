"""Make a recording playable: one stream in one file, the table of its segments, and a cover."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from ingest.errors import BadInput
from ingest.parsers import parser_pool
from ingest.parsers.sandbox import Parser
from ingest.pipeline.job import Job
from repository import actions as catalogue
from repository.actions.files import FileToAttach
from repository.models import ResourceFile
from workers import fault_injection

SECONDS = 180  # longest silence of ffmpeg
STREAM_TYPE, JPEG = "video/mp2t", "image/jpeg"


def run(job: Job) -> None:
    """Remux what players can play, encode the rest; ffmpeg's progress reports renew the lease.

    The cover is a frame of a video, or the picture that a sound file contains.
    """
    facts = job.facts
    with parser_pool.parser() as parser, parser_pool.scratch() as folder:
        arguments = {"path": str(job.original), "folder": str(folder), "facts": facts}
        segments: list[Any] = []
        for values, _blobs in parser.ask("stream", seconds=SECONDS, **arguments):
            segments = values.get("segments", segments)
            job.heartbeat()
        fault_injection.point("media.made")
        _attach_stream(job, folder / "stream.ts", segments, facts)
        fault_injection.point("media.attached")
        if facts["video"]:
            _add_cover(job, parser, arguments)
        elif facts.get("cover"):
            with suppress(BadInput):  # a damaged picture in the file does not refuse the sound
                _add_cover(job, parser, arguments)


def _add_cover(job: Job, parser: Parser, arguments: dict[str, Any]) -> None:
    for size, blobs in parser.ask("poster", seconds=SECONDS, **arguments):
        blob = job.store_value(blobs[0], JPEG)
        _attach(job, FileToAttach(ResourceFile.Role.COVER, blob, "cover.jpg", JPEG, details=size))


def _attach_stream(job: Job, file: Path, segments: list[Any], facts: dict[str, Any]) -> None:
    blob = job.store_file(file, STREAM_TYPE)
    start, duration, *_place = segments[-1] if segments else (0.0, facts["seconds"])
    details = {"duration": round(start + duration, 3), "height": facts["height"], "segments": segments}
    _attach(job, FileToAttach(ResourceFile.Role.STREAM, blob, "stream.ts", STREAM_TYPE, details=details))


def _attach(job: Job, file: FileToAttach) -> None:
    with job.writing():
        catalogue.attach_file(job.resource, file=file, by=job.by)
