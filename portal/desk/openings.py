"""To whom a resource or a collection is opened: sentences, each of which can be taken back, and one to add."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin

from access.actions import OPENABLE, Action
from accounts.errors import Refusal
from accounts.school_viewset import Kept, viewer_of
from portal.desk.audiences import audience_choices, role_choices, spelt, told
from repository.actions import close_to, open_to
from repository.models import Opening

MAY = {
    Action.DISCOVER: _("find it"),
    Action.LOOK_INSIDE: _("search in its text"),
    Action.READ: _("read it"),
    Action.BORROW: _("borrow it"),
    Action.COPY: _("take a copy of it"),
}


class OpeningForm(forms.Form):
    """One sentence: who, in which role, may do what."""

    who = forms.ChoiceField(label=_("Who"))
    role = forms.ChoiceField(label=_("Of these"), required=False)
    action = forms.ChoiceField(label=_("What they may do"), choices=[(str(a), MAY[a]) for a in OPENABLE])

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = audience_choices(viewer)  # type: ignore[attr-defined]
        self.fields["role"].choices = role_choices()  # type: ignore[attr-defined]


class OpeningsView(Kept, BaseObjectMixin, WagtailAdminTemplateMixin, FormView):
    """Shows the sentences; adds one, or takes one back."""

    form_class = OpeningForm
    template_name = "portal/desk/openings.html"
    page_title = _("Who may see it")
    header_icon = "group"
    index_url_name = ""
    edit_url_name = ""

    def get_base_object_queryset(self) -> Any:
        """Only what she keeps; anything else is not there."""
        return self.kept()

    def get_form_kwargs(self) -> dict[str, Any]:
        """The schools and groups to choose from depend on who asks."""
        return {**super().get_form_kwargs(), "viewer": viewer_of(self.request)}

    def get_page_subtitle(self) -> str:
        """The thing by its name."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Up to the thing and to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": self.model._meta.verbose_name_plural},
            {"url": reverse(self.edit_url_name, args=[self.object.pk]), "label": str(self.object)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sentences as they stand now."""
        openings = [
            {"pk": row.pk, "who": told(row.audience), "may": MAY[Action(row.action)]}
            for row in self.object.openings.order_by("action", "audience")
        ]
        return super().get_context_data(openings=openings, object=self.object, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take one back where its button was pressed, else add the one in the form."""
        if "close" in request.POST:
            return self._close(request.POST["close"])
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Open it; it acts at the next request."""
        said = form.cleaned_data
        try:
            open_to(
                self.object,
                action=Action(said["action"]),
                audience=spelt(said["who"], said["role"]),
                by=viewer_of(self.request),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Opened. It acts from now on."))
        return redirect(self.request.path)

    def _close(self, key: str) -> HttpResponse:
        row: Opening | None = self.object.openings.filter(pk=key).first() if key.isdigit() else None
        if row is None:
            raise Http404
        close_to(self.object, action=Action(row.action), audience=row.audience, by=viewer_of(self.request))
        messages.success(self.request, _("Closed. It acts from now on."))
        return redirect(self.request.path)
