"""Schools on the desk: the branding of the librarian's school; for the node administrator, all schools."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column

from access.viewer import Viewer
from accounts.actions import create_school, update_branding
from accounts.errors import NotAllowed
from accounts.form_fields import LineField
from accounts.models import School
from accounts.queries import managed_schools
from portal.actions import create_school_home
from portal.desk.forms import DeskForm
from portal.scoped_admin.viewsets import SchoolListView, SchoolViewSet
from sharing.choice_sources import Choice, schools
from sharing.pickers import PickOne, picker

VERBS = {"school.create": _("created"), "school.update": _("changed"), "school.merge": _("merged")}


class SchoolForm(DeskForm):
    """Name and colour; for a new one also its code, kind and the unit above it."""

    name = LineField(label=_("Name"), max_length=200)
    under = PickOne(label=_("Part of"), required=False)

    class Meta:
        model = School
        fields = ["name", "code", "kind", "under", "accent", "source_url"]
        help_texts = {
            "accent": _(
                "For headings and links on the school's own pages, for example #0b5d57. Leave empty for the "
                "standard colour."
            ),
            "code": _("Part of the address of the school's page; it never changes."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker(self, "under").offer(schools(self.viewer), fixed=[Choice("", gettext("no other unit"))])
        if self.instance.pk:
            for name in ("code", "kind", "under"):
                del self.fields[name]

    def save_for(self, viewer: Viewer) -> School:
        """Create the school with its home and desk, or update its branding."""
        data = self.cleaned_data
        school = self.instance
        if school.pk is None:
            if not viewer.is_node_admin:
                raise NotAllowed
            above = data["under"].target if data["under"] else None
            school = create_school(code=data["code"], name=data["name"], kind=data["kind"], under=above, by=viewer)
            create_school_home(school)
        return update_branding(
            school, name=data["name"], accent=data["accent"], source_url=data["source_url"], by=viewer
        )


class SchoolListingView(SchoolListView):
    """Name, code and kind."""

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Return name, code and kind."""
        return [
            *super().columns,
            Column("code", label=_("Code"), accessor="code", sort_key="code"),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        ]


class SchoolsViewSet(SchoolViewSet):
    """The librarian's school; for the node administrator, all schools."""

    model = School
    query = staticmethod(managed_schools)
    form_class = SchoolForm
    verbs = VERBS
    icon = "home"
    menu_label = _("School")
    menu_order = 60
    url_prefix = "truong"
    name = "school"
    list_display = ["name"]
    list_export = ["name", "code", "kind", "sector_id"]
    export_filename = "truong"
    search_fields = ["name", "code"]
    index_view_class = SchoolListingView
