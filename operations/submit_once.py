"""A form that creates something is carried out once, however often its button is pressed.

Each page that Django renders masks the CSRF token anew, so the token in a form tells one display of the form from the
next. The first request with a form is carried out; another one with the same content waits for it and gets the same
redirect or the same JSON. Invariants are constraints in the database; this is for what has no natural key, and so that
the second click, whose answer the browser shows, leads where the first one led.

To add a form: name its view in VIEWS. tests/addresses/test_double_submit.py finds forms that create twice.
"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from accounts.errors import StillSaving
from operations.models import FormSubmission
from sharing.middleware import error_response

VIEWS = frozenset(
    {
        "authorities:alike",
        "authorities:authority",
        "authorities:merge",
        "authorities:new",
        "authorities:split",
        "authorities:stop_using",
        "authorities:unlinked",
        "authority_files:start",
        "circulation:copies",
        "circulation:enter_all",
        "circulation:general_register",
        "circulation:withdraw",
        "circulation:licences",
        "circulation:new_rule",
        "collection:add",
        "copy_cataloguing:begin",
        "copy_cataloguing:book_by_hand",
        "copy_cataloguing:by_hand",
        "copy_cataloguing:printed",
        "copy_cataloguing:printed_book",
        "copy_cataloguing:printed_without_isbn",
        "imports:start",
        "ingest:uploads",
        "membership:add",
        "resource:batch",
        "school:add",
        "sharing:new_agreement",
        "sharing:new_group",
        "target:add",
        "wagtail_localize:submit_page_translation",
        "wagtailadmin_collections:add",
        "wagtailadmin_pages:add",
        "wagtailadmin_workflows:add",
        "wagtailadmin_pages:copy",
        "wagtailimages:add",
        "wagtailimages_chooser:create",
        "wagtaillocales:add",
        "wagtailsites:add",
    }
)
WAIT_SECONDS, POLL_SECONDS = 10.0, 0.1
ABANDONED_AFTER = timedelta(minutes=5)  # the process of a request that never ended has died
RETENTION = timedelta(days=1)
MAX_ANSWER = 100_000  # characters of JSON
JSON = "application/json"


class SubmitOnceMiddleware:
    """Carry out each submission of the forms in VIEWS once; runs after the gates, which decide who may."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Remember where a submission led; forget one that changed nothing, so that it may be sent again."""
        response = self.get_response(request)
        if key := getattr(request, "form_submission", ""):
            submission, outcome = FormSubmission.objects.filter(key=key), outcome_of(response)
            if outcome:
                submission.update(**outcome)
            else:
                submission.delete()
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the first of several equal submissions pass; redirect the others once it has ended."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.method != "POST" or name not in VIEWS or "csrfmiddlewaretoken" not in request.POST:
            return None
        key, deadline = submission_key(request), time.monotonic() + WAIT_SECONDS
        while not begin(key, now=timezone.now()):
            location, answer = FormSubmission.objects.filter(key=key).values_list("location", "answer").first() or (
                "",
                "",
            )
            if location:
                return HttpResponseRedirect(location)
            if answer:
                return HttpResponse(answer, content_type=JSON)
            if time.monotonic() > deadline:
                return error_response(request, StillSaving())
            time.sleep(POLL_SECONDS)
        request.form_submission = key  # type: ignore[attr-defined]
        return None


def outcome_of(response: HttpResponse) -> dict[str, str]:
    """Return the fields of FormSubmission that repeat the response; none for a page that shows the form again."""
    if response.status_code in (301, 302, 303):
        return {"location": response.headers["Location"]}
    if response.status_code == 200 and response.headers.get("Content-Type") == JSON and not response.streaming:
        answer = response.content.decode()
        return {"answer": answer} if len(answer) <= MAX_ANSWER else {}
    return {}


def submission_key(request: HttpRequest) -> str:
    """Return a digest of the person, the address and the whole form, with the names and sizes of its files."""
    digest = sha256()
    for part in (str(request.user.pk), request.get_full_path(), *_parts(request)):
        digest.update(f"{len(part)}:{part}".encode())
    return digest.hexdigest()


def begin(key: str, *, now: datetime) -> bool:
    """Return whether this request is the first one with the key, or the first after one whose process died."""
    try:
        with transaction.atomic():
            FormSubmission.objects.create(key=key, at=now)
    except IntegrityError:
        abandoned = FormSubmission.objects.filter(key=key, location="", answer="", at__lt=now - ABANDONED_AFTER)
        return bool(abandoned.update(at=now))
    return True


def delete_old(now: datetime) -> None:
    """Delete the submissions that no browser sends again."""
    FormSubmission.objects.filter(at__lt=now - RETENTION).delete()


def _parts(request: HttpRequest) -> Iterator[str]:
    for name, values in sorted(request.POST.lists()):
        yield name
        yield from values
    for name, files in sorted(request.FILES.lists()):
        yield name
        for file in files:
            yield f"{file.name} {file.size}"
