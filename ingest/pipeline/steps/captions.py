"""Read the captions that were uploaded with a recording."""

import shutil

from ingest.errors import BadCaptions
from ingest.filenames import language_in_name
from ingest.parsers import parser_pool
from ingest.parsers.language import language_of
from ingest.pipeline.job import Job
from repository import actions as catalogue
from repository.actions.files import CueToSave, FileToAttach
from repository.models import ResourceFile
from repository.store import store
from workers import fault_injection

SECONDS = 60  # longest silence of the parser
VTT_TYPE = "text/vtt"


def run(job: Job) -> None:
    """Attach each captions file with its cues; list those that cannot be read in the step's result, for the review."""
    unread = [
        attachment["name"]
        for position, attachment in enumerate(job.upload.attachments)
        if not _attach(job, position, attachment)
    ]
    with job.writing():
        job.save_result({"unread": unread})


def _attach(job: Job, position: int, attachment: dict[str, str]) -> bool:
    """Attach one captions file; return whether it could be read."""
    name = attachment["name"]
    try:
        cues, vtt = _read(attachment)
    except BadCaptions:
        return False
    language = language_in_name(name) or language_of(" ".join(cue.text for cue in cues))
    blob = job.store_value(vtt, VTT_TYPE)
    file = FileToAttach(ResourceFile.Role.CAPTIONS, blob, name, VTT_TYPE, position, {"language": language})
    with job.writing():
        attached = catalogue.attach_file(job.resource, file=file, by=job.by)
        fault_injection.point("captions.attached")
        catalogue.save_cues(attached, cues=cues, by=job.by)
        fault_injection.point("captions.written")
    return True


def _read(attachment: dict[str, str]) -> tuple[list[CueToSave], bytes]:
    """Return the cues and the captions as WebVTT. Raises BadCaptions."""
    with parser_pool.scratch() as folder, parser_pool.parser() as parser:
        path = folder / "captions"
        with store().open(attachment["key"]) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target)
        ((values, blobs),) = parser.ask("read_captions", seconds=SECONDS, path=str(path), name=attachment["name"])
    return [CueToSave(*cue) for cue in values["cues"]], blobs[0]
