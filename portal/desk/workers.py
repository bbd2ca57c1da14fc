"""The node administrator's page of queues and workers: waiting work by school, live workers, failures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import NotFound
from accounts.models import School
from accounts.paging import page_of
from ingest.models import Upload
from ingest.pipeline import queue_stats
from ingest.uploads import actions
from ingest.uploads.progress import STEPS, Progress
from ingest.uploads.queries import failed_uploads
from portal.scoped_admin.viewsets import viewer_of
from repository.queries import require_node_admin
from search import queue_stats as index
from workers import heartbeat, outbox
from workers import queue_stats as post
from workers.models import Worker
from workers.queue_stats import QueueStats

QUEUES: dict[str, str | Promise] = {
    "default": gettext_lazy("Steps of uploads"),
    "pages": gettext_lazy("Pages"),
    "media": gettext_lazy("Recordings"),
    "index": gettext_lazy("Search index"),
    "mail": gettext_lazy("E-mail"),
    "sweeper": gettext_lazy("Sweeper"),
}
ACTIVITY_LABELS: dict[str, str | Promise] = {
    **STEPS,
    "index": gettext_lazy("Writes the search index"),
    "mail": gettext_lazy("Sends e-mail"),
    "list": gettext_lazy("Imports a list of people"),
}
FAILED_ON_A_PAGE = 20  # uploads


@dataclass(frozen=True)
class QueueRow:
    """A queue on the page; `is_unattended`: work waits and no live worker serves the queue."""

    name: str | Promise
    load: QueueStats
    schools: str
    is_unattended: bool


@dataclass(frozen=True)
class WorkerRow:
    """A worker on the page."""

    worker: Worker
    queues: str
    activity: str | Promise
    upload: Upload | None
    is_stale: bool
    warning: str


@require_GET
def workers(request: HttpRequest) -> HttpResponse:
    """Show the page."""
    return render(request, "portal/desk/workers.html", dashboard(request))


@require_GET
def refresh(request: HttpRequest) -> HttpResponse:
    """Show the part that changes; the browser requests it every few seconds."""
    return render(request, "portal/desk/workers_status.html", dashboard(request))


@require_POST
def try_again(request: HttpRequest, upload: UUID) -> HttpResponse:
    """Retry one failed upload."""
    viewer = viewer_of(request)
    failed_upload = failed_uploads(viewer).filter(uuid=upload).first()
    if failed_upload is None:
        raise NotFound
    actions.retry_as_admin(failed_upload, by=viewer)
    messages.success(request, _("Trying “%(name)s” again.") % {"name": failed_upload.name})
    return redirect("workers")


@require_POST
def retry_mail(request: HttpRequest) -> HttpResponse:
    """Retry all e-mails whose sending failed for good."""
    viewer = viewer_of(request)
    require_node_admin(viewer)
    number = outbox.retry_failed(viewer.now)
    message = ngettext("Sending %(n)s e-mail again.", "Sending %(n)s e-mails again.", number)
    messages.success(request, message % {"n": number})
    return redirect("workers")


def dashboard(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the page. Raise NotFound for all but the node administrator."""
    viewer = viewer_of(request)
    require_node_admin(viewer)
    loads = [*queue_stats.queue_stats(viewer.now), index.queue_stats(viewer.now), post.outbox_stats(viewer.now)]
    workers = list(Worker.objects.all())
    page = page_of(request, failed_uploads(viewer), size=FAILED_ON_A_PAGE, address=reverse("workers"))
    return {
        "queues": queue_rows(loads, workers, viewer.now),
        "workers": worker_rows(workers, loads, viewer.now),
        "failed_uploads": [Progress.of(upload, now=viewer.now) for upload in page.rows],
        "failed_count": page.total,
        "page": page,
        "parameters": request.GET.urlencode(),
        "failed_emails": loads[-1].failed,
        "now": viewer.now,
    }


def queue_rows(loads: Iterable[QueueStats], workers: Iterable[Worker], now: datetime) -> list[QueueRow]:
    """Return one row for each queue."""
    loads = list(loads)
    keys = {school for stats in loads for school, _number in stats.schools}
    names = dict(School.objects.filter(pk__in=keys).values_list("pk", "name"))
    served = {queue for worker in workers if not heartbeat.is_stale(worker, now) for queue in worker.queues.split(",")}
    return [
        QueueRow(
            name=QUEUES[stats.queue],
            load=stats,
            schools=" · ".join(f"{names.get(school, '?')}: {number}" for school, number in stats.schools),
            is_unattended=bool(stats.waiting) and stats.queue not in served,
        )
        for stats in loads
    ]


def worker_rows(workers: Iterable[Worker], loads: Iterable[QueueStats], now: datetime) -> list[WorkerRow]:
    """Return one row for each worker, stale ones included."""
    workers = list(workers)
    uploads = Upload.objects.filter(uuid__in=[worker.activity_object for worker in workers if worker.activity_object])
    by_uuid = {upload.uuid: upload for upload in uploads.select_related("school")}
    waits = {stats.queue: stats.waiting for stats in loads}
    return [
        WorkerRow(
            worker=worker,
            queues=", ".join(str(QUEUES.get(queue, queue)) for queue in worker.queues.split(",")),
            activity=activity_of(worker),
            upload=by_uuid.get(worker.activity_object) if worker.activity_object else None,
            is_stale=heartbeat.is_stale(worker, now),
            warning=_warning(worker, bool(waits.get("index")), now),
        )
        for worker in workers
    ]


def activity_of(worker: Worker) -> str | Promise:
    """Return the worker's activity in words."""
    if worker.activity.startswith("pages "):
        return _("Reads pages %(pages)s") % {"pages": worker.activity.removeprefix("pages ")}
    return ACTIVITY_LABELS.get(worker.activity, worker.activity)


def _warning(worker: Worker, index_waits: bool, now: datetime) -> str:
    """Return what to do about a stale worker."""
    if not heartbeat.is_stale(worker, now):
        return ""
    where = {"pid": worker.pid, "host": worker.host}
    if worker.activity == "index" and index_waits:
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
