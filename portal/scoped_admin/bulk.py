"""Actions on many things of the desk at once: all of them, or none."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from wagtail.admin.views.bulk_action import BulkAction

from access.viewer import Viewer
from portal.scoped_admin.choosers import whole_numbers
from portal.scoped_admin.viewsets import viewer_of


class SchoolBulkAction(BulkAction):
    """Starts from a query; a key that the query does not give answers 404 and touches nothing.

    A subclass calls one action for each thing in `act`. Wagtail runs it in one transaction.
    """

    query: ClassVar["staticmethod[[Viewer], QuerySet[Any]]"]
    question: ClassVar[Any]
    template_name = "accounts/desk/bulk.html"

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, Any]]:
        """Exactly what was ticked; "all" is not known here, because it would leave out the filters on the screen."""
        keys = set(whole_numbers(self.request.GET.getlist("id")))
        found = list(type(self).query(viewer_of(self.request)).filter(pk__in=keys))
        if not keys or len(found) != len(keys):
            raise Http404
        return found, {"items_with_no_access": []}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The question that is asked before."""
        return super().get_context_data(question=self.question, action_name=self.display_name, **kwargs)

    def get_execution_context(self) -> dict[str, Any]:
        """Who acts, and what the form says."""
        return {"by": viewer_of(self.request), "choice": self.cleaned_form.cleaned_data}

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        """One after the other, in the caller's transaction."""
        for thing in objects:
            cls.act(thing, by=kwargs["by"], choice=kwargs["choice"])
        return len(objects), 0

    @classmethod
    def act(cls, thing: Any, *, by: Viewer, choice: dict[str, Any]) -> None:
        """Do it to one thing."""
        raise NotImplementedError
