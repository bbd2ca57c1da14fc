"""Every named way in which an act over many records can fail."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class NotNow(UserFacingError):
    """The state of the act does not allow this."""

    sentence = _("This has gone on in the meantime, so it was not done. Reload the page.")
    code = "change_set_not_now"
    status = 409


class RightsEnded(UserFacingError):
    """The person who started the act may no longer change records of the school."""

    sentence = _(
        "The person who started this may no longer change records of the school. What was changed so far stays; "
        "another librarian can undo it."
    )
    code = "change_set_rights_ended"
    status = 403


class ChangeSetFailed(UserFacingError):
    """Our own code failed several times."""

    sentence = _(
        "This stopped because of a fault in this program. What was changed so far stays and can be undone. Tell the "
        "administrator, who finds the cause in the log."
    )
    code = "change_set_failed"
