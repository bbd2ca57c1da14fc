"""Library cards: of one class or of people found by name, as a PDF; a new one for a lost card."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.text import is_uuid
from circulation.desk import actions
from circulation.desk.cards_pdf import CardFront, cards_pdf
from circulation.desk.look_up import card_of
from circulation.desk.queries import Found, class_names_of, desk_school, find_readers, reader_for
from sharing.http import ViewerRequest, librarian_required

MAX_QUESTION = 100


@librarian_required
@require_GET
def cards(request: ViewerRequest) -> HttpResponse:
    """Show the classes of the school, and the readers who were found with their cards."""
    question = request.GET.get("tim", "")[:MAX_QUESTION]
    rows = [
        {"member": member, "group": group or member.get_role_display(), "card": card_of(member)}
        for member, group in find_readers(request.viewer, question)
    ]
    context = {"classes": class_names_of(request.viewer), "question": question, "rows": rows}
    return render(request, "circulation/desk/cards.html", context)


@librarian_required
@require_POST
def print_cards(request: ViewerRequest) -> HttpResponse:
    """Return the cards of the ticked readers as a PDF; issue those that are missing."""
    wanted = [uuid for uuid in request.POST.getlist("reader")[:500] if is_uuid(uuid)]
    found = find_readers(request.viewer, request.POST.get("tim", "")[:MAX_QUESTION])
    chosen = [row for row in found if str(row[0].uuid) in wanted]
    if not chosen:
        messages.error(request, _("Tick the readers whose cards are to be printed."))
        return redirect("circulation:cards")
    response = HttpResponse(_pdf(request, chosen), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="the-thu-vien.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@librarian_required
@require_POST
def replace(request: ViewerRequest) -> HttpResponse:
    """Revoke a lost card and issue a new number."""
    reader = request.POST.get("reader", "")
    member = reader_for(request.viewer, reader if is_uuid(reader) else "00000000-0000-0000-0000-000000000000")
    card = actions.replace_card(member, lost=request.POST.get("number", "")[:20], by=request.viewer)
    messages.success(request, _("The new card has the number %(number)s. Print it.") % {"number": card.number})
    return redirect(f"{reverse('circulation:cards')}?tim={member.person.username}")


def _pdf(request: ViewerRequest, chosen: Found) -> bytes:
    issued = actions.issue_missing_cards([member for member, _group in chosen], by=request.viewer)
    fronts = [
        CardFront(member.person.name, group or member.get_role_display(), issued[member.pk].number)
        for member, group in chosen
    ]
    return cards_pdf(fronts, school=desk_school(request.viewer).name)
