"""The filters of the list of resources on the desk."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from access.labels import ANY, own
from portal.scoped_admin.viewsets import viewer_of
from reading.letters import letter_name
from repository.curriculum import GRADES, subject_choices
from repository.first_letters import FIRST_LETTERS, beginning_with
from repository.models import Resource
from repository.queries import waiting_for_clearing
from repository.record_bounds import NAMES

TO_CLEAR = "to_clear"  # the filter of what waits for clearing


class ResourceFilters(WagtailFilterSet):
    """State, rights, kind, subject and grade."""

    subject = django_filters.ChoiceFilter(label=_("Subject"), choices=subject_choices, method="about")
    grade = django_filters.ChoiceFilter(label=_("Grade"), choices=[(g, g) for g in GRADES], method="about")

    rights = django_filters.ChoiceFilter(
        label=NAMES["rights"], choices=[(TO_CLEAR, _("rights to clear")), *Resource.Rights.choices], method="of_rights"
    )

    letter = django_filters.ChoiceFilter(
        label=_("First letter"),
        choices=[(letter, letter_name(letter)) for letter in FIRST_LETTERS],
        method="beginning_with",
    )

    class Meta:
        model = Resource
        fields = ["state", "rights", "kind"]

    def beginning_with(self, resources: QuerySet[Resource], name: str, value: str) -> QuerySet[Resource]:
        """Filter by the first letter of the title, in the order of a Vietnamese dictionary."""
        return beginning_with(resources, value)

    def of_rights(self, resources: QuerySet[Resource], name: str, value: str) -> QuerySet[Resource]:
        """Filter by rights, or by what the desk counts as waiting for clearing."""
        if value == TO_CLEAR:
            return resources.filter(pk__in=waiting_for_clearing(viewer_of(self.request)).values("pk"))
        return resources.filter(rights=value)

    def about(self, resources: QuerySet[Resource], name: str, value: str) -> QuerySet[Resource]:
        """Filter by subject or grade through the owner's labels, which name each of them."""
        axes = {"subject": ANY, "grade": ANY} | {name: value}
        return resources.filter(labels__label=own(self.request.viewer.school, axes["subject"], axes["grade"]))
