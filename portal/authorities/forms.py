"""Forms of authorities: the form itself, a merge, a split, a decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from access.viewer import Viewer
from accounts.form_fields import LineField, LinesField, ParagraphsField
from portal.authorities.sources import authorities
from repository.authorities.actions import MAX_REASON
from repository.authorities.form import MAX_DATES, MAX_HEADING, MAX_NOTE, MAX_VARIANTS, Form
from repository.models import Authority
from sharing.pickers import PickOne, picker


class AuthorityForm(forms.Form):
    """The form of an authority, and why it is changed."""

    heading = LineField(
        label=pgettext_lazy("of an authority", "Heading"),
        max_length=MAX_HEADING,
        help_text=_("Vietnamese names in direct order: Nguyễn Minh Châu. Other names: Hugo, Victor."),
    )
    dates = LineField(
        label=_("Years of life"),
        max_length=MAX_DATES,
        required=False,
        help_text=_("They tell persons of one name apart: 1930-1988, 1955-."),
    )
    variants = LinesField(
        label=_("Variants"),
        help_text=_(
            "Other forms that lead here, one a line: pen names, abbreviations, spellings. Inverted forms of a name "
            "need not be listed."
        ),
        max_length=MAX_HEADING,
        max_entries=MAX_VARIANTS,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    note = ParagraphsField(
        label=_("Note for cataloguers"), max_length=MAX_NOTE, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    why = LineField(label=_("Why it is changed"), max_length=MAX_REASON, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def initial_of(cls, authority: Authority, form: Form) -> dict[str, Any]:
        """Return what the form shows of an authority."""
        return {**form.values(), "variants": "\n".join(form.variants), "revision": authority.revision}

    def form(self) -> Form:
        """Return the form of the authority."""
        data = self.cleaned_data
        return Form(data["heading"], data["dates"], data["note"], tuple(data["variants"]))


class NewAuthorityForm(AuthorityForm):
    """A new authority."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Authority.Kind.choices)
    why = None  # type: ignore[assignment]
    revision = None  # type: ignore[assignment]
    field_order = ("kind", "heading", "dates", "variants", "note")


class MergeForm(forms.Form):
    """The authority that another one is merged into."""

    target = PickOne(label=_("Merge it into"), help_text=_("Type a part of the heading or of a variant."))

    def __init__(self, *args: Any, viewer: Viewer, source: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker(self, "target").offer(authorities(viewer))
        self.source = source

    def clean_target(self) -> Authority:
        """Return the authority; another one of the same kind."""
        target: Authority = self.cleaned_data["target"].target
        if target.pk == self.source.pk or target.kind != self.source.kind:
            raise forms.ValidationError(_("Choose another authority of the same kind."))
        return target


class SplitForm(forms.Form):
    """The transcribed forms that mean another authority, and its heading."""

    texts = forms.MultipleChoiceField(
        label=_("Records that have it as"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one form.")},
    )
    heading = LineField(label=_("Heading of the new authority"), max_length=MAX_HEADING)
    dates = LineField(label=_("Years of life"), max_length=MAX_DATES, required=False)

    def __init__(self, *args: Any, transcribed: list[tuple[str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["texts"].choices = [(text, f"{text} ({number})") for text, number in transcribed]  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    """Why a proposal is declined."""

    reason = LineField(label=_("Reason"), max_length=MAX_REASON)
