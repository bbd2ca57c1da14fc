"""The board of queues and workers, the node administrator's: what waits and for whom, who is there, what failed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import School
from accounts.school_viewset import viewer_of
from ingest import actions, load
from ingest.models import Upload
from ingest.progress import STEPS, Progress
from ingest.queries import uploads_given_up
from repository.queries import require_node_admin
from search import load as index
from workshop import letters, presence
from workshop import load as post
from workshop.load import Load
from workshop.models import Worker

QUEUES: dict[str, str | Promise] = {
    "default": gettext_lazy("Steps of uploads"),
    "pages": gettext_lazy("Pages"),
    "media": gettext_lazy("Recordings"),
    "index": gettext_lazy("Search index"),
    "mail": gettext_lazy("E-mail"),
    "sweeper": gettext_lazy("Sweeper"),
}
DOING: dict[str, str | Promise] = {
    **STEPS,
    "index": gettext_lazy("Writes the search index"),
    "mail": gettext_lazy("Sends e-mail"),
}
SHOWN = 20  # uploads that failed


@dataclass(frozen=True)
class Row:
    """A queue as it is shown; `nobody`: there is work and no worker that is heard of."""

    name: str | Promise
    load: Load
    schools: str
    nobody: bool


@dataclass(frozen=True)
class Hand:
    """A worker as it is shown."""

    worker: Worker
    queues: str
    doing: str | Promise
    upload: Upload | None
    silent: bool
    warning: str


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The screen."""
    return render(request, "portal/desk/workers.html", shown(viewer_of(request)))


@require_GET
def news(request: HttpRequest) -> HttpResponse:
    """What changes on it, asked for again every few seconds."""
    return render(request, "portal/desk/workers_status.html", shown(viewer_of(request)))


@require_POST
def try_again(request: HttpRequest, upload: UUID) -> HttpResponse:
    """One upload that failed."""
    viewer = viewer_of(request)
    found = uploads_given_up(viewer).filter(uuid=upload).first()
    if found is None:
        raise NotFound
    actions.try_again_for(found, by=viewer)
    messages.success(request, _("Trying “%(name)s” again.") % {"name": found.name})
    return redirect("board")


@require_POST
def post_again(request: HttpRequest) -> HttpResponse:
    """All letters that were given up."""
    viewer = viewer_of(request)
    require_node_admin(viewer)
    number = letters.try_again(viewer.now)
    said = ngettext("Sending %(n)s e-mail again.", "Sending %(n)s e-mails again.", number)
    messages.success(request, said % {"n": number})
    return redirect("board")


def shown(viewer: Viewer) -> dict[str, Any]:
    """Everything on the board, as it stands now; raises NotFound for all but the node administrator."""
    require_node_admin(viewer)
    loads = [*load.loads(viewer.now), index.load(viewer.now), post.mail(viewer.now)]
    workers = list(Worker.objects.all())
    failed = uploads_given_up(viewer)
    return {
        "rows": rows(loads, workers, viewer.now),
        "hands": hands(workers, loads, viewer.now),
        "failed": [Progress.of(upload, now=viewer.now) for upload in failed[:SHOWN]],
        "failed_count": failed.count(),
        "letters_failed": loads[-1].failed,
        "now": viewer.now,
    }


def rows(loads: Iterable[Load], workers: Iterable[Worker], now: datetime) -> list[Row]:
    """The queues."""
    loads = list(loads)
    keys = {school for one in loads for school, _number in one.schools}
    names = dict(School.objects.filter(pk__in=keys).values_list("pk", "name"))
    served = {queue for worker in workers if not presence.silent(worker, now) for queue in worker.queues.split(",")}
    return [
        Row(
            name=QUEUES[one.queue],
            load=one,
            schools=" · ".join(f"{names.get(school, '?')}: {number}" for school, number in one.schools),
            nobody=bool(one.waiting) and one.queue not in served,
        )
        for one in loads
    ]


def hands(workers: Iterable[Worker], loads: Iterable[Load], now: datetime) -> list[Hand]:
    """The workers, silent ones too."""
    workers = list(workers)
    uploads = Upload.objects.filter(uuid__in=[worker.subject for worker in workers if worker.subject])
    by_uuid = {upload.uuid: upload for upload in uploads.select_related("school")}
    waits = {one.queue: one.waiting for one in loads}
    return [
        Hand(
            worker=worker,
            queues=", ".join(str(QUEUES.get(queue, queue)) for queue in worker.queues.split(",")),
            doing=doing(worker),
            upload=by_uuid.get(worker.subject) if worker.subject else None,
            silent=presence.silent(worker, now),
            warning=_warning(worker, bool(waits.get("index")), now),
        )
        for worker in workers
    ]


def doing(worker: Worker) -> str | Promise:
    """What it does, in words."""
    if worker.doing.startswith("pages "):
        return _("Reads pages %(pages)s") % {"pages": worker.doing.removeprefix("pages ")}
    return DOING.get(worker.doing, worker.doing)


def _warning(worker: Worker, index_waits: bool, now: datetime) -> str:
    """What to do about one that is silent."""
    if not presence.silent(worker, now):
        return ""
    where = {"pid": worker.pid, "host": worker.host}
    if worker.doing == "index" and index_waits:
        return (
            _(
                "It was writing the search index, and no other process can while it runs. End process %(pid)s on "
                "%(host)s; nothing is lost, and the next process continues."
            )
            % where
        )
    return (
        _(
            "It is not responding. Other workers take over its tasks; check whether process %(pid)s on "
            "%(host)s still runs."
        )
        % where
    )
