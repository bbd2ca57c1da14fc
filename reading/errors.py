"""The errors of reading, each with the sentence for the user."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import NotFound, UserFacingError


class NotOpenToRead(UserFacingError):
    """The viewer may discover the resource, but has neither the right to read it nor a loan."""

    sentence = _(
        "You cannot read this now: you returned it, the loan expired, or you never had access. Its page "
        "says whether you can borrow it."
    )
    code = "not_open_to_read"
    status = 403


class DownloadNotAllowed(UserFacingError):
    """The viewer may read the resource, but not download its files."""

    sentence = _("This can be read here page by page; its file cannot be downloaded.")
    code = "not_to_take_away"
    status = 403


class PrintNotAllowed(UserFacingError):
    """The viewer may read the resource, but not print it."""

    sentence = _("This can be read here page by page; its rights do not allow printing.")
    code = "not_to_print"
    status = 403


class PartMissing(NotFound):
    """The viewer may read the resource, but it has no such page, file or segment."""

    sentence = _("This part is not available. It may still be in preparation; try again later.")
    code = "nothing_to_show"
