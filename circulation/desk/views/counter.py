"""The screen at which copies go out and come back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.text import is_uuid
from circulation.copies.actions.states import send_to_repair
from circulation.copies.models import Copy
from circulation.copies.queries import copy_for
from circulation.desk import actions
from circulation.desk.actions.scanning import Act, DeskScan
from circulation.desk.answers import Answer, Tone, refusal
from circulation.desk.errors import ScanOfAnotherDesk
from circulation.desk.forms import ConditionForm, ScanForm
from circulation.desk.queries import desk_school, find_readers, next_in_class, reader_for, reader_panel
from sharing.http import ViewerRequest, librarian_required

Posted = Sequence[tuple[DeskScan, Answer]]
MAX_QUESTION = 100
STATES = {"mat": actions.mark_lost, "sua-chua": send_to_repair}


@librarian_required
@require_GET
def counter(request: ViewerRequest) -> HttpResponse:
    """Show the desk, perhaps with a reader chosen by name."""
    reader = request.GET.get("doc-gia", "")
    if is_uuid(reader):
        reader_for(request.viewer, reader)
    context = _context(request, reader=reader if is_uuid(reader) else "", answers=[])
    return render(request, "circulation/desk/counter.html", context)


@librarian_required
@require_POST
def scan(request: ViewerRequest) -> HttpResponse:
    """Post one scan or a list of them; return the screen, or for a script what changes of it as JSON."""
    form = ScanForm(request.POST)
    answers: list[tuple[DeskScan, Answer]] = []
    reader = request.POST.get("reader", "") if is_uuid(request.POST.get("reader", "")) else ""
    if not form.is_valid():
        messages.error(request, _("This scan could not be read. Nothing was changed. Scan it again."))
    for one in form.scans():
        try:
            answer = actions.post(one, by=request.viewer)
        except ScanOfAnotherDesk as error:
            answer = refusal(error)
        reader = answer.reader or reader
        answers.append((one, answer))
    context = _context(request, reader=reader, answers=answers)
    if request.headers.get("Accept") != "application/json":
        return render(request, "circulation/desk/counter.html", context)
    last = answers[-1][1] if answers else None
    return JsonResponse(
        {
            "reader": context["reader_uuid"],
            "tone": _worst(answers),
            "sentence": last.sentence if last else "",
            "html": render_to_string("circulation/desk/live.html", context, request),
        }
    )


@librarian_required
@require_POST
def condition(request: ViewerRequest, copy: UUID) -> HttpResponse:
    """Note how worn a copy is that came back."""
    found, form = copy_for(request.viewer, copy), ConditionForm(request.POST)
    if form.is_valid():
        noted = actions.change_condition(found, form.cleaned_data["condition"], by=request.viewer)
        details = {**_named(found), "condition": noted.get_condition_display()}
        messages.success(request, Answer("condition", details).sentence)
    else:
        messages.error(request, _("Choose one of the conditions. Nothing was changed."))
    return redirect(_back(request))


@librarian_required
@require_POST
def state(request: ViewerRequest, copy: UUID, change: str) -> HttpResponse:
    """Mark a copy as lost or in repair."""
    found = copy_for(request.viewer, copy)
    changed = STATES[change](found, by=request.viewer)
    code = "lost" if changed.state == Copy.State.LOST else "repair"
    messages.success(request, Answer(code, _named(found)).sentence)
    return redirect(_back(request))


def _context(request: ViewerRequest, *, reader: str, answers: Posted) -> dict[str, Any]:
    question = request.GET.get("tim", "")[:MAX_QUESTION]
    class_name = request.POST.get("lop", request.GET.get("lop", ""))[:MAX_QUESTION]
    panel = reader_panel(request.viewer, reader) if reader else None
    return {
        "school": desk_school(request.viewer),
        "scan_id": uuid4(),
        "answers": [
            {
                "text": one.text,
                "answer": answer,
                "allow": " ".join(sorted({*one.allow, answer.code})),
                "scan_id": uuid4(),
                "returned": answer.code in ("returned", "not_lent"),
            }
            for one, answer in reversed(answers)
        ],
        "panel": panel,
        "reader_uuid": str(panel.member.uuid) if panel else "",
        "act": request.POST.get("act", "") if request.POST.get("act") in list(Act) else Act.AUTO.value,
        "class_set": bool(request.POST.get("class_set")),
        "class_name": class_name,
        "following": next_in_class(request.viewer, class_name, reader),
        "question": question,
        "found": find_readers(request.viewer, question) if question else [],
        "conditions": Copy.Condition.choices,
    }


def _worst(answers: Posted) -> str:
    tones = {answer.tone for _scan, answer in answers}
    return next((str(tone) for tone in (Tone.REFUSED, Tone.NOTE, Tone.DONE) if tone in tones), "")


def _named(copy: Copy) -> dict[str, str]:
    return {"title": copy.resource.title, "barcode": copy.barcode}


def _back(request: ViewerRequest) -> str:
    reader = request.POST.get("reader", "")
    return reverse("circulation:desk") + (f"?doc-gia={reader}" if is_uuid(reader) else "")
