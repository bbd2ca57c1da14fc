"""The ways in which sharing can be refused, each with the sentence for the person."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class WordingChanged(UserFacingError):
    """She signs what she saw, and nothing else."""

    sentence = _("The agreement was changed while you were reading it. Nothing was signed; read it again, then decide.")
    code = "wording_changed"
    status = 409


class MoveNotPossible(UserFacingError):
    """The agreement is not in a state from which this can be done, or it is the other school's turn."""

    sentence = _(
        "The current state of the agreement does not allow this. Nothing was changed; check the agreement again."
    )
    code = "move_not_possible"
    status = 409


class NothingAgreed(UserFacingError):
    """An agreement without a clause opens nothing."""

    sentence = _("The agreement has no clause yet. Write at least one, then send the proposal.")
    code = "nothing_agreed"


class ClauseNotClear(UserFacingError):
    """A clause that names no action, no party, or a part that its giver does not have."""

    sentence = _(
        "This clause is not valid: it needs a school that shares, at least one permission, a collection "
        "of that school if one is named, and an end date after its start date. Nothing was changed."
    )
    code = "clause_not_clear"


class PartnerNotClear(UserFacingError):
    """An agreement joins two schools."""

    sentence = _("Choose a school other than your own.")
    code = "partner_not_clear"


class MemberNotClear(UserFacingError):
    """A group has schools and other groups as members, never itself."""

    sentence = _("Choose a school, or another group of schools.")
    code = "member_not_clear"
