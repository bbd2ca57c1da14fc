"""The first steps of a new installation: name it, add a school and its librarian, upload the first book.

`open_steps` is the list for the desk's page, its to-do list and the doctor.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Node, Role, School
from accounts.queries import administrators
from ingest.models import Upload
from sharing.keys import active_at


@dataclass(frozen=True)
class FirstStep:
    """One step; `url_name` is the page on which it is taken, empty where another person does; `topic` explains it."""

    name: str
    title: str | Promise
    text: str | Promise
    url_name: str
    label: str | Promise
    is_done: bool
    topic: str = ""


def first_steps() -> list[FirstStep]:
    """Return all steps in their order. They concern the installation and name nobody, so there is no viewer."""
    return [
        FirstStep(
            "node",
            _("Name this library"),
            _("The name is on the home page. You can change it later."),
            "",
            _("Save"),
            Node.objects.filter(is_here=True).exclude(name="").exists(),
        ),
        FirstStep(
            "school",
            _("Add a school"),
            _("Its code becomes part of the address of its page and never changes."),
            "school:add",
            _("Add a school"),
            School.objects.filter(kind=School.Kind.SCHOOL).exists(),
        ),
        FirstStep(
            "librarian",
            _("Add a librarian"),
            _(
                "Choose the school and the role “librarian”. The temporary password is shown once: write it down. In a "
                "small school you can add yourself, with your own user name and full name, and then choose your role "
                "under your name at the top of the page."
            ),
            "membership:add",
            _("Add a librarian"),
            Membership.objects.filter(active_at(timezone.now()), role=Role.LIBRARIAN).exists(),
        ),
        FirstStep(
            "upload",
            _("Upload the first book"),
            _(
                "The librarian signs in, chooses a password, opens “Librarian's desk” and uploads a scan, a PDF or a "
                "recording. It is read, and then waits for the librarian's review."
            ),
            "",
            "",
            Upload.objects.exists(),
        ),
    ]


def open_steps() -> list[FirstStep]:
    """Return the steps that are not done."""
    return [step for step in first_steps() if not step.is_done]


def is_set_up() -> bool:
    """Return whether the installation has an administrator."""
    return administrators(now=timezone.now()).exists()
