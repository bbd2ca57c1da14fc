"""The tasks of a librarian or of the node administrator: the first screen of the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from access.viewer import Viewer
from circulation.desk.queries import overdue_lines
from imports.models import ImportBatch
from imports.queries import batches_of
from ingest.uploads.queries import Waiting, failed_uploads, waiting_uploads
from portal.admin_roles import desk_of
from portal.desk.resource_filters import TO_CLEAR
from portal.first_steps import open_steps
from portal.librarian_steps import are_hidden, librarian_steps
from repository.authorities.queries import proposals_for
from repository.models import HeadingProposal, Resource
from repository.queries import owned_by, waiting_for_clearing
from roster.models import ListImport
from roster.queries import imports_of
from search.queries import not_indexed
from sharing.queries import waiting_for_answer
from sharing.views.agreements import WAITING


@dataclass(frozen=True)
class Task:
    """A number of waiting items, and the link to the list of exactly these: both come from one query."""

    number: int
    text: str
    url: str
    icon: str


def todo(viewer: Viewer) -> list[Task]:
    """Return the tasks with waiting items, most urgent first."""
    tasks = [
        _first_steps(viewer),
        _given_up(viewer),
        _proposals(viewer),
        *(_of_a_school(viewer) if viewer.is_staff else ()),
    ]
    return [task for task in tasks if task.number]


def _of_a_school(viewer: Viewer) -> list[Task]:
    return [
        _interrupted(viewer),
        _not_indexed(viewer),
        _to_review(viewer),
        _to_answer(viewer),
        _without_rights(viewer),
        _imports(viewer),
        _lists(viewer),
        _drafts(viewer),
        _overdue(viewer),
    ]


def _overdue(viewer: Viewer) -> Task:
    """Return the printed books that readers have not brought back in time."""
    number = len(overdue_lines(viewer))
    text = ngettext("%(n)s printed book is overdue", "%(n)s printed books are overdue", number)
    return Task(number, text % {"n": number}, reverse("circulation:overdue"), "time")


def _imports(viewer: Viewer) -> Task:
    """Return the imports of records that wait for a librarian's decision."""
    number = batches_of(viewer).filter(state=ImportBatch.State.REVIEW).count()
    text = ngettext("%(n)s import of records waits for you", "%(n)s imports of records wait for you", number)
    return Task(number, text % {"n": number}, reverse("imports:batches"), "download")


def _lists(viewer: Viewer) -> Task:
    """Return the lists of pupils and staff that wait for a librarian's decision."""
    number = imports_of(viewer).filter(state=ListImport.State.REVIEW).count()
    text = ngettext(
        "%(n)s list of people waits for your decision", "%(n)s lists of people wait for your decision", number
    )
    return Task(number, text % {"n": number}, reverse("roster:classes"), "group")


def _first_steps(viewer: Viewer) -> Task:
    """Return the steps by which the administrator sets up a new installation."""
    number = len(open_steps()) if viewer.is_node_admin else 0
    text = ngettext("%(n)s step until the library is set up", "%(n)s steps until the library is set up", number)
    return Task(number, text % {"n": number}, reverse("portal:first_steps"), "list-ul")


def _proposals(viewer: Viewer) -> Task:
    """Return the proposals of headings on which a cataloguer decides."""
    waiting = HeadingProposal.State.WAITING
    number = proposals_for(viewer).filter(state=waiting).count() if viewer.is_cataloguer else 0
    text = ngettext("%(n)s proposal of a heading waits", "%(n)s proposals of headings wait", number)
    return Task(number, text % {"n": number}, reverse("authorities:proposals"), "tag")


def _given_up(viewer: Viewer) -> Task:
    """Return the failed uploads of all schools, for the node administrator."""
    return _unfinished(failed_uploads(viewer).count(), reverse("workers"))


def _unfinished(number: int, url: str) -> Task:
    text = ngettext("%(n)s upload could not be finished", "%(n)s uploads could not be finished", number)
    return Task(number, text % {"n": number}, url, "warning")


def _interrupted(viewer: Viewer) -> Task:
    return _unfinished(waiting_uploads(viewer, Waiting.STOPPED).count(), _uploads_url(Waiting.STOPPED))


def _uploads_url(waiting: Waiting) -> str:
    return f"{reverse('ingest:uploads')}?loc={waiting}"


def _not_indexed(viewer: Viewer) -> Task:
    number = not_indexed(viewer).count()
    text = ngettext("%(n)s part is missing from the search", "%(n)s parts are missing from the search", number)
    return Task(number, text % {"n": number}, reverse("portal:not_indexed"), "warning")


def _to_review(viewer: Viewer) -> Task:
    number = waiting_uploads(viewer, Waiting.REVIEW).count()
    text = ngettext("%(n)s upload is waiting for your review", "%(n)s uploads are waiting for your review", number)
    return Task(number, text % {"n": number}, _uploads_url(Waiting.REVIEW), "upload")


def _to_answer(viewer: Viewer) -> Task:
    number = waiting_for_answer(viewer).count()
    text = ngettext(
        "%(n)s agreement is waiting for your answer", "%(n)s agreements are waiting for your answer", number
    )
    return Task(number, text % {"n": number}, f"{reverse('sharing:agreements')}?loc={WAITING}", "group")


def _without_rights(viewer: Viewer) -> Task:
    number = waiting_for_clearing(viewer).count()
    text = ngettext("%(n)s resource has rights to clear", "%(n)s resources have rights to clear", number)
    return Task(number, text % {"n": number}, reverse("resource:index") + f"?rights={TO_CLEAR}", "help")


def _drafts(viewer: Viewer) -> Task:
    number = owned_by(viewer).filter(state=Resource.State.DRAFT).count()
    text = ngettext("%(n)s draft is not published yet", "%(n)s drafts are not published yet", number)
    return Task(number, text % {"n": number}, reverse("resource:index") + "?state=draft", "doc-full")


class TodoPanel(Component):
    """The tasks on the home of the admin."""

    name = "todo"
    order = 10
    template_name = "portal/desk/todo.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Add the tasks of the viewer."""
        request = parent_context["request"]
        return {
            "desk": desk_of(request.user),
            "person": request.user,
            "tasks": todo(request.viewer),
            "request": request,
        }


class StepsPanel(Component):
    """The first steps of a librarian, until all are done or the person hides them."""

    name = "librarian-steps"
    order = 20
    template_name = "portal/desk/librarian_steps.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Add the steps of the viewer's school; none if all are done."""
        request = parent_context["request"]
        steps = librarian_steps(request.viewer) if request.viewer.is_staff else []
        done = sum(step.is_done for step in steps)
        return {
            "steps": steps if done < len(steps) else [],
            "done": done,
            "hidden": are_hidden(request.user),
            "request": request,
        }
