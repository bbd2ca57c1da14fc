"""The first steps of a librarian: each ticks itself off when it has happened in the school."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from access.viewer import Viewer
from accounts.models import Membership, Role, School
from circulation.models import Copy, Licence, Loan
from ingest.models import Upload
from ingest.states import State
from portal.first_steps import FirstStep
from repository.models import Resource
from repository.queries import owned_by
from sharing.keys import active_at

HIDDEN = "librarian-steps"  # the name in Wagtail's list of what a person has dismissed


def librarian_steps(viewer: Viewer) -> list[FirstStep]:
    """Return the steps for the viewer's school in their order."""
    uploads, owned = Upload.objects.filter(school=viewer.school), owned_by(viewer)
    readers = Membership.objects.filter(active_at(viewer.now), school=viewer.school)
    reviewed = uploads.filter(state=State.PUBLISHED)
    published = owned.filter(state__in=(Resource.State.PUBLISHED, Resource.State.WITHDRAWN))
    return [
        FirstStep(
            "upload",
            _("Upload the first book"),
            _("A scan, a PDF or a recording. The library reads it automatically; you may close the page."),
            "ingest:uploads",
            _("Upload"),
            uploads.exists(),
            "tai-len",
        ),
        FirstStep(
            "review",
            _("Review it"),
            _("Compare title, authors and year with the title page; choose subject and grade."),
            "ingest:uploads",
            _("Uploads"),
            reviewed.exists() or published.exists(),
            "duyet",
        ),
        FirstStep(
            "publish",
            _("Publish it"),
            _("Choose who may find, read and borrow it. From then on readers find it."),
            "resource:index",
            _("Resources"),
            published.exists(),
            "ban-quyen",
        ),
        FirstStep(
            "reader",
            _("Add the first reader"),
            _("A teacher or a pupil. The temporary password is shown once."),
            "membership:add",
            _("Add member"),
            readers.filter(role__in=(Role.PUPIL, Role.TEACHER)).exists(),
            "thanh-vien",
        ),
        FirstStep(
            "licence",
            _("Lend a book"),
            _("Give a book of which you own copies a licence with as many seats."),
            "resource:index",
            _("Resources"),
            Licence.objects.filter(resource__in=owned).exists() or Copy.objects.filter(resource__in=owned).exists(),
            "cho-muon",
        ),
        FirstStep(
            "loan",
            _("The first loan"),
            _("A reader signs in, finds the book and borrows it. Try it together with a teacher."),
            "",
            "",
            Loan.objects.filter(resource__in=owned).exists(),
            "muon-va-tra",
        ),
        FirstStep(
            "contact",
            _("Say who answers"),
            _("Telephone, e-mail and hours, and the page about privacy."),
            "portal:contact_form",
            _("Contact and privacy"),
            not School.objects.filter(pk__in=[viewer.school], contact_name="").exists(),
            "lien-he-rieng-tu",
        ),
    ]


def are_hidden(person: Any) -> bool:
    """Return whether the person has hidden the steps."""
    profile = UserProfile.objects.filter(user=person).first()
    return bool(profile and profile.dismissibles.get(HIDDEN))
