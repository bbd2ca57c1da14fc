"""What can stand in the way of a reader, each with the sentence for the person."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import NotFound, UserFacingError


class NotOpenToRead(UserFacingError):
    """She may know of it, but has neither the right to read it nor a loan."""

    sentence = _(
        "You cannot read this now: you returned it, the loan expired, or you never had access. Its page "
        "says whether you can borrow it."
    )
    code = "not_open_to_read"
    status = 403


class DownloadNotAllowed(UserFacingError):
    """She may read it here, but its file is not given out."""

    sentence = _("This can be read here page by page; its file cannot be downloaded.")
    code = "not_to_take_away"
    status = 403


class PartMissing(NotFound):
    """The resource is open to her, but has no such page, file or part."""

    sentence = _("This part is not available. It may still be in preparation; try again later.")
    code = "nothing_to_show"
