"""People on the desk: the memberships of a school, added and ended."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import HeaderButton

from access.viewer import Viewer
from accounts.actions import add_member, change_membership, issue_temporary_password, remove_member
from accounts.dates import end_of, format_date, format_last_day, last_day
from accounts.form_fields import LineField
from accounts.models import Membership, Role
from accounts.queries import assignable_roles, managed_memberships, may_issue_password
from accounts.temporary_passwords import TEMPORARY_PASSWORD_TTL
from portal.desk.forms import USERNAME, DeskForm
from portal.scoped_admin.bulk import SchoolBulkAction
from portal.scoped_admin.viewsets import SchoolAddView, SchoolListView, SchoolViewSet, viewer_of
from roster.queries import current_class, managed_classes, with_current_class
from sharing.choice_sources import schools
from sharing.pickers import PickOne, picker

VERBS = {
    "membership.begin": _("added"),
    "membership.password": _("issued a temporary password"),
    "membership.change": _("changed"),
    "membership.end": _("ended"),
}


class MembershipForm(DeskForm):
    """Somebody new, or the role and the end of a membership."""

    username = LineField(
        label=_("User name"),
        max_length=150,
        help_text=_("Small letters without marks, digits, hyphens and full stops."),
        validators=[RegexValidator(USERNAME)],
    )
    name = LineField(label=_("Full name"), max_length=150)
    school = PickOne(label=_("School"))
    role = forms.ChoiceField(label=_("Role"))
    last_day = forms.DateField(label=_("End date"), widget=AdminDateInput, required=False)

    class Meta:
        model = Membership
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(str(r), r.label) for r in assignable_roles(self.viewer)]  # type: ignore[attr-defined]
        picker(self, "school").offer(schools(self.viewer))
        self.initial.setdefault("school", self.viewer.school)
        if self.instance.pk:
            for name in ("username", "name", "school"):
                del self.fields[name]
            self.initial.update(role=self.instance.role, last_day=_last_day_of(self.instance))

    def _post_clean(self) -> None:
        """Leave the membership unchanged: the action must see the role that is in the database."""

    def save_for(self, viewer: Viewer) -> Membership:
        """Add the member, or change the membership."""
        data = self.cleaned_data
        role, until = Role(data["role"]), end_of(data["last_day"]) if data["last_day"] else None
        if self.instance.pk:
            return change_membership(self.instance, role=role, until=until, by=viewer)
        return add_member(
            username=data["username"],
            name=data["name"],
            school=data["school"].target,
            role=role,
            until=until,
            by=viewer,
        )


class PeopleAddView(SchoolAddView):
    """Add a member; a person without an account gets one with a temporary password, shown once."""

    def save_instance(self) -> Membership:
        """Add the member, and issue a temporary password to those without one."""
        viewer = viewer_of(self.request)
        membership: Membership = self.form.save_for(viewer)
        person, self.given = membership.person, dict[str, str]()
        self.needs_administrator = False
        if not person.has_usable_password():
            self.needs_administrator = not may_issue_password(viewer, membership)
            if not self.needs_administrator:
                self.given[person.username] = issue_temporary_password(membership, by=viewer)
        return membership

    def get_success_message(self, instance: Membership) -> str:
        """Return the message with the password, or what to do for an account of another school without one."""
        sentences = [str(super().get_success_message(instance))]
        if self.given:
            sentences.append(_password_message(self.given))
        if self.needs_administrator:
            sentences.append(gettext("Another school created the account: ask the node administrator for a password."))
        return " ".join(sentences)


def classes_of(request: Any) -> QuerySet[Any]:
    """Return the classes among which the list can be filtered."""
    return managed_classes(viewer_of(request))


class PeopleFilters(WagtailFilterSet):
    """Role, and class."""

    school_class = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("of pupils", "Class"), queryset=classes_of, method="in_class"
    )

    class Meta:
        model = Membership
        fields = ["role"]

    def in_class(self, members: QuerySet[Membership], name: str, value: Any) -> QuerySet[Membership]:
        """Return the members who are in a class now."""
        return members.filter(enrolments__school_class=value, enrolments__until=None)


class PeopleListView(SchoolListView):
    """Names, roles, classes and periods."""

    export_values: ClassVar[Mapping[str, Callable[[Any], Any]]] = {
        "school_class": current_class,
        "since": lambda membership: format_date(membership.since),
        "until": lambda membership: _end_in_words(membership),
    }
    add_item_label = _("Add member")

    def get_base_queryset(self) -> QuerySet[Any]:
        """Return the members, with their classes read in one query."""
        return with_current_class(super().get_base_queryset())

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Add the classes and lists of a school, or the merging of accounts for the node administrator."""
        administers = self.request.viewer.is_node_admin  # type: ignore[attr-defined]
        label, name = (_("Merge accounts"), "merges") if administers else (_("Classes and lists"), "classes")
        return [*super().header_buttons, HeaderButton(label, url=reverse(f"roster:{name}"), icon_name="group")]

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Add the school for viewers who manage several."""
        several = self.request.viewer.is_node_admin  # type: ignore[attr-defined]
        box, name = super().columns
        name.label = _("Full name")
        return [
            box,
            name,
            Column("username", label=_("User name"), accessor="person.username"),
            Column("role", label=_("Role"), accessor="get_role_display", sort_key="role"),
            Column("school_class", label=pgettext_lazy("of pupils", "Class"), accessor=current_class),
            *([Column("school", label=_("School"), accessor="school", sort_key="school__name")] if several else []),
            DateColumn("since", label=_("From"), accessor="since", sort_key="since"),
            Column("until", label=_("End date"), accessor=_end_in_words, sort_key="until"),
        ]


class MembershipViewSet(SchoolViewSet):
    """The members of the school."""

    model = Membership
    query = staticmethod(managed_memberships)
    form_class = MembershipForm
    verbs = VERBS
    bulk = True
    icon = "user"
    menu_label = _("Members")
    menu_order = 50
    url_prefix = "nguoi"
    name = "membership"
    list_display = ["person"]
    filterset_class = PeopleFilters
    list_export = ["person.name", "person.username", "role", "school_class", "school.name", "since", "until"]
    export_headings = {
        "person.name": _("Full name"), "person.username": _("User name"), "school.name": _("School"),
        "school_class": pgettext_lazy("of pupils", "Class"),
        "until": _("End date"),
    }  # fmt: skip
    export_filename = "nguoi"
    search_fields = ["person__name", "person__username", "school__name"]
    index_view_class = PeopleListView
    add_view_class = PeopleAddView


class IssueTemporaryPasswords(SchoolBulkAction):
    """Issue temporary passwords: to those who forgot theirs, or to a class on its first day."""

    models = [Membership]
    query = staticmethod(managed_memberships)
    display_name = _("New temporary password")
    aria_label = _("Issue temporary passwords to the selected members")
    action_type = "first-password"
    question = _(
        "Each member gets a temporary password for the next sign-in, shown to you once. The old password "
        "stops working, and the member is signed out everywhere. Issue temporary passwords?"
    )

    def get_execution_context(self) -> dict[str, Any]:
        """Add the place where `act` collects the passwords."""
        context: dict[str, Any] = super().get_execution_context()
        self.given = context["choice"]["given"] = dict[str, str]()
        return context

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Return the message with the passwords."""
        return _password_message(self.given)

    @classmethod
    def act(cls, membership: Membership, *, by: Viewer, choice: dict[str, Any]) -> None:
        """Issue one password."""
        choice["given"][membership.person.username] = issue_temporary_password(membership, by=by)


class EndMemberships(SchoolBulkAction):
    """End memberships."""

    models = [Membership]
    query = staticmethod(managed_memberships)
    display_name = _("End")
    aria_label = _("End the selected memberships")
    action_type = "end"
    classes = {"serious"}
    question = _(
        "They end now: the access that they gave is gone at the next request; accounts and loans remain. "
        "End these memberships?"
    )

    @classmethod
    def act(cls, membership: Membership, *, by: Viewer, choice: dict[str, Any]) -> None:
        """End one membership."""
        remove_member(membership, by=by)


def _password_message(given: dict[str, str]) -> str:
    """Return the temporary passwords by user name, to be shown once."""
    pairs = ", ".join(f"{username}: {password}" for username, password in sorted(given.items()))
    sentence = gettext(
        "Temporary passwords, shown only now: write them down. Each must be changed at the next sign-in, "
        "within %(days)s days. %(pairs)s"
    )
    return sentence % {"days": TEMPORARY_PASSWORD_TTL.days, "pairs": pairs}


def _end_in_words(membership: Membership) -> str:
    return format_last_day(membership.until) if membership.until else ""


def _last_day_of(membership: Membership) -> datetime.date | None:
    return last_day(membership.until) if membership.until else None
