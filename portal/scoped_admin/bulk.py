"""Bulk actions of the desk: on all selected objects or on none."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from wagtail.admin.views.bulk_action import BulkAction

from access.viewer import Viewer
from portal.scoped_admin.choosers import whole_numbers
from portal.scoped_admin.viewsets import viewer_of


class SchoolBulkAction(BulkAction):
    """Base of bulk actions. A key outside the query answers 404 and changes nothing.

    A subclass calls one action for each object in `act`. Wagtail runs it in one transaction.
    """

    query: ClassVar["staticmethod[[Viewer], QuerySet[Any]]"]
    question: ClassVar[Any]
    template_name = "accounts/desk/bulk.html"

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, Any]]:
        """Return exactly the selected objects. "all" is not supported: it would ignore the filters on the screen."""
        keys = set(whole_numbers(self.request.GET.getlist("id")))
        objects = list(type(self).query(viewer_of(self.request)).filter(pk__in=keys))
        if not keys or len(objects) != len(keys):
            raise Http404
        return objects, {"items_with_no_access": []}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the question that the screen asks first."""
        return super().get_context_data(question=self.question, action_name=self.display_name, **kwargs)

    def get_execution_context(self) -> dict[str, Any]:
        """Add the viewer and the values of the form."""
        return {"by": viewer_of(self.request), "choice": self.cleaned_form.cleaned_data}

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        """Act on one object after the other, in the caller's transaction."""
        for obj in objects:
            cls.act(obj, by=kwargs["by"], choice=kwargs["choice"])
        return len(objects), 0

    @classmethod
    def act(cls, obj: Any, *, by: Viewer, choice: dict[str, Any]) -> None:
        """Act on one object."""
        raise NotImplementedError
