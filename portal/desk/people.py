"""People on the desk: the memberships of a school, added and ended."""

import datetime
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.widgets import AdminDateInput

from access.viewer import Viewer
from accounts.actions import admit, dismiss, set_period
from accounts.models import Membership, Role, School
from accounts.queries import memberships_kept, roles_given_by, schools_kept
from accounts.school_bulk import SchoolBulkAction
from accounts.school_viewset import SchoolListView, SchoolViewSet
from portal.desk.forms import DeskForm, NfcCharField

VERBS = {
    "membership.begin": _("added"),
    "membership.change": _("changed"),
    "membership.end": _("ended"),
}


class MembershipForm(DeskForm):
    """Somebody new, or the role and the end of a membership."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("Small letters without marks, digits, hyphens and full stops."),
        validators=[RegexValidator(r"^[a-z0-9._-]+$")],
    )
    name = NfcCharField(label=_("Full name"), max_length=150)
    password = forms.CharField(
        label=_("First password"),
        help_text=_("At least 10 characters. Not used where the person has an account already."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        required=False,
    )
    school = forms.ModelChoiceField(label=_("School"), queryset=School.objects.none())
    role = forms.ChoiceField(label=_("Role"))
    last_day = forms.DateField(label=_("Last day"), widget=AdminDateInput, required=False)

    class Meta:
        model = Membership
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(str(r), r.label) for r in roles_given_by(self.viewer)]  # type: ignore[attr-defined]
        schools = schools_kept(self.viewer)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]
        self.initial.setdefault("school", self.viewer.school)
        if self.instance.pk:
            for name in ("username", "name", "password", "school"):
                del self.fields[name]
            self.initial.update(role=self.instance.role, last_day=_last_day(self.instance.until))

    def _post_clean(self) -> None:
        """The membership is not written on: the action must see the role that stands in the database."""

    def clean(self) -> dict[str, Any]:
        """A password is wanted for a new account, and must be a good one."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("password"):
            try:
                validate_password(said["password"])
            except forms.ValidationError as error:
                self.add_error("password", error)
        elif "password" in self.fields and not _is_known(said.get("username")):
            self.add_error("password", _("A new account needs a first password."))
        return said

    def save_for(self, viewer: Viewer) -> Membership:
        """Admit, or correct."""
        said = self.cleaned_data
        role, until = Role(said["role"]), _end_of(said["last_day"])
        if self.instance.pk:
            return set_period(self.instance, role=role, until=until, by=viewer)
        return admit(
            username=said["username"],
            name=said["name"],
            password=said["password"],
            school=said["school"],
            role=role,
            until=until,
            by=viewer,
        )


class PeopleListView(SchoolListView):
    """Names, roles and periods."""

    add_item_label = _("Add somebody")

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """The school too, for those who look after several."""
        several = self.request.viewer.is_node_admin  # type: ignore[attr-defined]
        box, name = super().columns
        name.label = _("Full name")
        return [
            box,
            name,
            Column("username", label=_("User name"), accessor="person.username"),
            Column("role", label=_("Role"), accessor="get_role_display", sort_key="role"),
            *([Column("school", label=_("School"), accessor="school", sort_key="school__name")] if several else []),
            DateColumn("since", label=_("From"), accessor="since", sort_key="since"),
            Column("until", label=_("Last day"), accessor=lambda m: _last_day(m.until) or "", sort_key="until"),
        ]


class MembershipViewSet(SchoolViewSet):
    """The people of the school."""

    model = Membership
    query = staticmethod(memberships_kept)
    form_class = MembershipForm
    verbs = VERBS
    bulk = True
    icon = "user"
    menu_label = _("People")
    menu_order = 50
    url_prefix = "nguoi"
    name = "membership"
    list_display = ["person"]
    list_filter = ["role"]
    list_export = ["person.name", "person.username", "role", "school.name", "since", "until"]
    export_headings = {"person.name": _("name"), "person.username": _("user name"), "school.name": _("school")}
    export_filename = "nguoi"
    search_fields = ["person__name", "person__username"]
    index_view_class = PeopleListView


class EndMany(SchoolBulkAction):
    """End memberships."""

    models = [Membership]
    query = staticmethod(memberships_kept)
    display_name = _("End")
    aria_label = _("End the memberships that are ticked")
    action_type = "end"
    classes = {"serious"}
    question = _("They end now; what they opened is closed at the next request, accounts and loans stay. End these?")

    @classmethod
    def act(cls, thing: Membership, *, by: Viewer, choice: dict[str, Any]) -> None:
        """End one."""
        dismiss(thing, by=by)


def _is_known(username: str | None) -> bool:
    return Membership.objects.filter(person__username=username).exists()


def _end_of(day: datetime.date | None) -> datetime.datetime | None:
    """The last day is inside: it ends when the next one begins."""
    if day is None:
        return None
    following = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    return timezone.make_aware(following)


def _last_day(until: datetime.datetime | None) -> datetime.date | None:
    return timezone.localtime(until - datetime.timedelta(microseconds=1)).date() if until else None
