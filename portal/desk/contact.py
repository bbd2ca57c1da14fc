"""The page on which a librarian says who answers for the school, and the administrator for the whole library."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from access.viewer import Viewer
from accounts.actions import this_node, update_contact
from accounts.contact_details import MAX_PRIVACY_LENGTH
from accounts.form_fields import LineField, ParagraphsField
from accounts.models import Node, School
from portal.help.privacy_text import default_text, hint, own_text
from portal.scoped_admin.viewsets import viewer_of


class ContactForm(forms.Form):
    """Who answers, and the text about privacy."""

    contact_name = LineField(
        label=gettext_lazy("Who answers"),
        max_length=200,
        help_text=gettext_lazy("A person or an office, for example: the library, Ms Mai."),
    )
    contact_phone = LineField(label=gettext_lazy("Telephone"), max_length=60, required=False)
    contact_email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Visible to everybody: give that of the office rather than a private one."),
    )
    contact_address = LineField(label=gettext_lazy("Where"), max_length=300, required=False)
    contact_hours = LineField(
        label=gettext_lazy("When"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: Monday to Friday, 7:00–11:30."),
    )
    privacy_text = ParagraphsField(
        label=gettext_lazy("Privacy"),
        max_length=MAX_PRIVACY_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 18}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["privacy_text"].help_text = hint()

    def clean(self) -> dict[str, Any]:
        """Require a way to ask; keep no copy of the product's own text."""
        data = super().clean() or {}
        if not any(
            data.get(name) or name in self.errors for name in ("contact_phone", "contact_email", "contact_address")
        ):
            self.add_error("contact_phone", _("Give a telephone number, an e-mail address or a place."))
        data["privacy_text"] = own_text(data.get("privacy_text", ""))
        return data


@require_http_methods(["GET", "HEAD", "POST"])
def contact_form(request: HttpRequest) -> HttpResponse:
    """Show and save the details of the librarian's school, or of the node."""
    owner = _owner(viewer_of(request))
    initial = {name: getattr(owner, name) for name in ContactForm.base_fields}
    initial["privacy_text"] = initial["privacy_text"] or default_text()
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        update_contact(owner, values=form.cleaned_data, by=viewer_of(request))
        messages.success(request, _("Saved. Readers find it at the foot of every page."))
        return redirect("portal:contact_form")
    return render(request, "portal/desk/contact.html", {"form": form, "owner": owner, "of_school": _is_school(owner)})


def _owner(viewer: Viewer) -> School | Node:
    return this_node(name="") if viewer.is_node_admin else get_object_or_404(School, pk=viewer.school)


def _is_school(owner: School | Node) -> bool:
    return isinstance(owner, School)
