"""What the record might say, for the librarian to accept or correct. A wrong proposal is worse than none."""

from ingest.job import Job
from ingest.models import Upload
from ingest.tools import proposals
from ingest.tools.language import languages_of

FIRST_PAGES = 12


def run(job: Job) -> None:
    """Afterwards the upload carries its proposals; the record itself is only changed by the review."""
    texts = [page.text.text for page in job.resource.pages.select_related("text").exclude(text=None) if page.text]
    spoken = [cue.text for cue in job.resource.cues.all()[:200]]
    found = proposals.propose(name=job.upload.name, facts=job.facts, pages=texts[:FIRST_PAGES])
    languages = languages_of(texts) or languages_of([" ".join(spoken)])
    with job.writing():
        Upload.objects.filter(pk=job.upload.pk).update(proposals={**found, "languages": languages})
