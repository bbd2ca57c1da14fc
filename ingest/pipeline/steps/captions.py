"""Read the captions of a recording: those uploaded with it, or else those that the file contains."""

import shutil
from collections.abc import Iterator
from typing import Any

from ingest.errors import BadCaptions, BadInput
from ingest.filenames import language_in_name
from ingest.parsers import parser_pool
from ingest.parsers.ipc import Message
from ingest.parsers.language import language_of
from ingest.pipeline.job import Job
from repository import actions as catalogue
from repository.actions.files import CueToSave, FileToAttach
from repository.models import ResourceFile
from repository.store import store
from workers import fault_injection

SECONDS = 60  # longest silence of the parser
SECONDS_INSIDE = 180  # ffmpeg reads the whole recording for its captions
VTT_TYPE = "text/vtt"
PREFERRED_LANGUAGE = "vi"

Captions = tuple[list[CueToSave], bytes]  # the cues, and the captions as WebVTT


def run(job: Job) -> None:
    """Attach each captions file with its cues, or the captions in the recording if no file could be read.

    The step's result lists for the review what could not be read, and counts the captions in the recording.
    """
    unread = [
        attachment["name"]
        for position, attachment in enumerate(job.upload.attachments)
        if not _attach_file(job, position, attachment)
    ]
    result: dict[str, Any] = {"unread": unread}
    inside = job.facts.get("captions", [])
    if inside:
        has_file = len(unread) < len(job.upload.attachments)
        used = not has_file and _attach_inside(job, inside)
        result["inside"] = {"used": used, "unused": len(inside) - used}
    with job.writing():
        job.save_result(result)


def _attach_file(job: Job, position: int, attachment: dict[str, str]) -> bool:
    """Attach one captions file; return whether it could be read."""
    name = attachment["name"]
    try:
        captions = _read(attachment)
    except BadCaptions:
        return False
    _attach(job, captions, name, position, language_in_name(name))
    return True


def _attach_inside(job: Job, inside: list[dict[str, Any]]) -> bool:
    """Attach the captions in the recording that come first, Vietnamese ones before others; return whether any could."""
    texts = [found for found in inside if found["is_text"]]
    for found in sorted(texts, key=lambda found: found["language"] != PREFERRED_LANGUAGE):
        try:
            captions = _read_inside(job, found["number"])
        except BadInput:
            continue
        _attach(job, captions, f"{found['number'] + 1}.vtt", 0, found["language"])
        return True
    return False


def _attach(job: Job, captions: Captions, name: str, position: int, language: str) -> None:
    cues, vtt = captions
    details = {"language": language or language_of(" ".join(cue.text for cue in cues))}
    blob = job.store_value(vtt, VTT_TYPE)
    file = FileToAttach(ResourceFile.Role.CAPTIONS, blob, name, VTT_TYPE, position, details)
    with job.writing():
        attached = catalogue.attach_file(job.resource, file=file, by=job.by)
        fault_injection.point("captions.attached")
        catalogue.save_cues(attached, cues=cues, by=job.by)
        fault_injection.point("captions.written")


def _read(attachment: dict[str, str]) -> Captions:
    """Return the captions of an uploaded file. Raises BadCaptions."""
    with parser_pool.scratch() as folder, parser_pool.parser() as parser:
        path = folder / "captions"
        with store().open(attachment["key"]) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target)
        return _one(parser.ask("read_captions", seconds=SECONDS, path=str(path), name=attachment["name"]))


def _read_inside(job: Job, number: int) -> Captions:
    """Return captions that the recording contains. Raises BadInput."""
    with parser_pool.scratch() as folder, parser_pool.parser() as parser:
        arguments = {"path": str(job.original), "folder": str(folder), "facts": job.facts, "number": number}
        return _one(parser.ask("read_captions_inside", seconds=SECONDS_INSIDE, **arguments))


def _one(answer: Iterator[Message]) -> Captions:
    ((values, blobs),) = answer
    return [CueToSave(*cue) for cue in values["cues"]], blobs[0]
