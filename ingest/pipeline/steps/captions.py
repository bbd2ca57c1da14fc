"""What is said in a recording, from the captions that came with it."""

import shutil

from ingest.errors import BadCaptions
from ingest.parsers import parser_pool
from ingest.parsers.captions import VTT_TYPE, language_by_name
from ingest.parsers.language import language_of
from ingest.pipeline.job import Job
from repository import actions as catalogue
from repository.actions.files import CueToSave, FileToAttach
from repository.models import ResourceFile
from repository.store import store
from workers import fault_injection

SECONDS = 60


def run(job: Job) -> None:
    """Each captions file in turn; one that cannot be read is noted for the review and harms nothing else."""
    unread = [companion["name"] for n, companion in enumerate(job.upload.attachments) if not _save(job, n, companion)]
    with job.writing():
        job.store_result({"unread": unread})


def _save(job: Job, position: int, companion: dict[str, str]) -> bool:
    try:
        cues, vtt = _read(companion)
    except BadCaptions:
        return False
    language = language_by_name(companion["name"]) or language_of(" ".join(cue.text for cue in cues))
    blob = job.store_value(vtt, VTT_TYPE)
    details = {"language": language}
    file = FileToAttach(ResourceFile.Role.CAPTIONS, blob, companion["name"], VTT_TYPE, position, details)
    with job.writing():
        attached = catalogue.attach_file(job.resource, file=file, by=job.by)
        fault_injection.point("captions.attached")
        catalogue.save_cues(attached, cues=cues, by=job.by)
        fault_injection.point("captions.written")
    return True


def _read(companion: dict[str, str]) -> tuple[list[CueToSave], bytes]:
    with parser_pool.scratch() as folder, parser_pool.parser() as child:
        place = folder / "captions"
        with store().open(companion["key"]) as source, place.open("wb") as target:
            shutil.copyfileobj(source, target)
        ((values, blobs),) = child.ask("read_captions", seconds=SECONDS, path=str(place), name=companion["name"])
    return [CueToSave(*cue) for cue in values["cues"]], blobs[0]
